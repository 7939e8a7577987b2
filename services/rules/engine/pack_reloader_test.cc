// Packs that change on disk go live whole; broken ones do not.
#include "services/rules/engine/pack_reloader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "services/common/testing/fake_clock.h"
#include "services/common/testing/temp_dir.h"
#include "services/rules/engine/library_loader.h"
#include "services/rules/engine/rules_engine.h"

namespace zhiheng::rules {
namespace {

using ::testing::HasSubstr;
using Outcome = PackReloader::Outcome;

class PackReloaderTest : public ::testing::Test {
 protected:
  PackReloaderTest() {
    std::ifstream in("testdata/good/mark.yaml");
    good_.assign(std::istreambuf_iterator<char>(in), {});
    Write(good_);
    engine_ = *RulesEngine::Create(dir_.path());
    first_ = Live();
  }
  void Write(const std::string& text) {
    std::ofstream(dir_.File("mark.yaml")) << text;
  }
  // Another title: another content.
  std::string Changed(const std::string& with) const {
    std::string text = good_;
    return text.replace(text.find("version: "), 9,
                        "# " + with + "\nversion: 9");
  }
  std::string Live() { return engine_->registry().Current()->digest(); }
  v1::ListPacksResponse List() {
    return *engine_->ListPacks(CallContext::Root(&clock_, absl::Seconds(1)),
                               {});
  }
  PackReloader Reloader() {
    return PackReloader(dir_.path(), &engine_->registry(), &clock_);
  }

  zhiheng::testing::TempDir dir_;
  zhiheng::testing::FakeClock clock_;
  std::string good_;
  std::unique_ptr<RulesEngine> engine_;
  std::string first_;
};

TEST_F(PackReloaderTest, AChangeIsTakenUpOnceItStandsStill) {
  PackReloader reloader = Reloader();
  EXPECT_EQ(reloader.Look(), Outcome::kUnchanged);
  Write(Changed("a"));
  EXPECT_EQ(reloader.Look(), Outcome::kWaiting);
  EXPECT_EQ(Live(), first_);
  Write(Changed("longer"));
  EXPECT_EQ(reloader.Look(), Outcome::kWaiting);
  EXPECT_EQ(reloader.Look(), Outcome::kReloaded);
  EXPECT_NE(Live(), first_);
  EXPECT_EQ(reloader.Look(), Outcome::kUnchanged);
}

TEST_F(PackReloaderTest, ABrokenPackIsRefusedAndTheLastGoodOneGoesOn) {
  PackReloader reloader = Reloader();
  Write(Changed("x") + "\nrulez: []\n");
  reloader.Look();
  EXPECT_EQ(reloader.Look(), Outcome::kRefused);
  EXPECT_EQ(Live(), first_);
  const v1::ListPacksResponse list = List();
  EXPECT_THAT(list.refused().reason(), HasSubstr("rulez"));
  EXPECT_THAT(list.refused().reason(), HasSubstr("mark.yaml:"));
  EXPECT_EQ(list.refused().refuse_time().seconds(),
            absl::ToUnixSeconds(clock_.Now()));
  EXPECT_EQ(list.packs_size(), 1);
  // It is not tried again and again.
  EXPECT_EQ(reloader.Look(), Outcome::kUnchanged);
  // Mended, it goes live, and nothing is refused any more.
  Write(Changed("mended"));
  reloader.Look();
  EXPECT_EQ(reloader.Look(), Outcome::kReloaded);
  EXPECT_NE(Live(), first_);
  EXPECT_FALSE(List().has_refused());
}

TEST_F(PackReloaderTest, AnEmptyFolderIsNoReasonToServeNothing) {
  PackReloader reloader = Reloader();
  std::filesystem::remove(dir_.File("mark.yaml"));
  reloader.Look();
  EXPECT_EQ(reloader.Look(), Outcome::kRefused);
  EXPECT_EQ(Live(), first_);
}

TEST_F(PackReloaderTest, ARequestKeepsTheSetItStartedWith) {
  const std::shared_ptr<const PackSet> held = engine_->registry().Current();
  PackReloader reloader = Reloader();
  Write(Changed("a"));
  EXPECT_EQ(reloader.Reload(), Outcome::kReloaded);
  EXPECT_EQ(held->digest(), first_);
  EXPECT_NE(Live(), first_);
}

TEST_F(PackReloaderTest, TheWatcherReloadsWhenNudged) {
  PackWatcher watcher(Reloader(), absl::Hours(1));
  Write(Changed("a"));
  watcher.Nudge();
  watcher.AwaitAttempts(1);
  EXPECT_NE(Live(), first_);
}

TEST_F(PackReloaderTest, TheWatcherLooksByItself) {
  PackWatcher watcher(Reloader(), absl::Milliseconds(1));
  Write(Changed("a"));
  watcher.AwaitAttempts(1);
  EXPECT_NE(Live(), first_);
}

}  // namespace
}  // namespace zhiheng::rules
