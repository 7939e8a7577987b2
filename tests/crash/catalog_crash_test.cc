// kill -9 while a store is written: everything acknowledged is there, nothing
// is there by half, and writing goes on. ZHIHENG_CRASH_ROUNDS (default 8) kills
// a store; the moment is a number of lines of the writer and of turns of an
// empty loop, both from a fixed seed.
#include <algorithm>
#include <cstdio>
#include <random>
#include <set>
#include <string>

#include "gtest/gtest.h"
#include "services/catalog/engine/open_store.h"
#include "services/common/testing/status_matchers.h"
#include "services/common/testing/temp_dir.h"
#include "tests/crash/crash_batches.h"
#include "tests/crash/killed_writer.h"
#include "tests/support/postgres_server.h"

namespace zhiheng::catalog {
namespace {

using testing::PostgresServer;
using testing::TempDir;

// Runs the writer from `first` on and kills it. Returns the last step that it
// acknowledged, or first - 1.
int WriteAndKill(const std::string& store, int first, int lines, int turns) {
  const std::string said = crash::RunAndKill(
      "catalog_crash_writer", {store, std::to_string(first)}, lines, turns);
  return crash::LastAcknowledged(said).value_or(first - 1);
}

// Every instrument up to the last acknowledged step is whole and no older than
// acknowledged; what was written beyond it is whole too.
void Verify(const CatalogStore& store, int acknowledged) {
  const int64_t commit = store.Open({})->commit;
  for (int step = 0;; step += crash::kVersions) {
    const std::string id = crash::InstrumentId(step);
    const auto ids = *store.ListProvisionIds(commit, id, "1", "", 1000);
    const int last = std::min(acknowledged, step + crash::kVersions - 1);
    if (ids.empty()) {
      EXPECT_GT(step, acknowledged) << id << " is lost";
      break;
    }
    EXPECT_EQ(static_cast<int>(ids.size()), crash::ProvisionCount(step))
        << id << " is there by half";
    std::set<std::string> texts;
    for (const std::string& provision : ids) {
      const auto forms = *store.GetProvisions(commit, id, "1", provision);
      EXPECT_EQ(forms.size(), 1u) << id << " " << provision;
      for (const Provision& form : forms) texts.insert(form.text.zh);
    }
    EXPECT_EQ(texts.size(), 1u) << id << " mixes versions";
    bool recent = false;
    for (int s = std::max(last, step); s < step + crash::kVersions; ++s) {
      recent = recent || *texts.begin() == crash::TextOf(s);
    }
    EXPECT_TRUE(recent) << id << ": an acknowledged version is lost";
    const auto found = *store.FindCandidates(
        commit, *ParseSearchQuery(absl::StrCat("x", step / crash::kVersions)),
        {.as_of = *CivilDate::Parse("2024-01-01")}, 1000);
    EXPECT_EQ(static_cast<int>(found.size()), crash::ProvisionCount(step))
        << id << " is not found by search";
  }
  const auto changes = *store.ListChanges(0, 1 << 20);
  for (size_t i = 0; i < changes.size(); ++i) {
    EXPECT_EQ(changes[i].snapshot.commit, static_cast<int64_t>(i) + 1);
  }
}

void CrashAndVerify(const std::string& target, PostgresServer* server) {
  std::mt19937 random(20261121);
  int acknowledged = -1;
  for (int round = 0; round < crash::Rounds(); ++round) {
    const int lines = 1 + static_cast<int>(random() % 60);
    const int turns = static_cast<int>(random() % 5'000'000);
    acknowledged = WriteAndKill(target, acknowledged + 1, lines, turns);
    // At times the server goes with its writer.
    if (server != nullptr && round % 4 == 3) {
      server->Crash();
      server->Restart();
    }
    const auto store = OpenStore(target);
    ASSERT_OK(store.status());
    Verify(**store, acknowledged);
    if (::testing::Test::HasFailure()) {
      FAIL() << "round " << round << ", " << lines << " lines, " << turns
             << " turns";
    }
  }
  ::testing::Test::RecordProperty("steps", acknowledged + 1);
  std::printf("%d kills, %d steps acknowledged, none lost, none by half\n",
              crash::Rounds(), acknowledged + 1);
}

TEST(CatalogCrashTest, SqliteKeepsWhatItAcknowledged) {
  TempDir folder;
  CrashAndVerify("sqlite:" + folder.File("c.db"), nullptr);
}

TEST(CatalogCrashTest, PostgresKeepsWhatItAcknowledged) {
  const auto server = PostgresServer::Start(/*durable=*/true);
  if (server == nullptr) GTEST_SKIP() << testing::kNoPostgres;
  CrashAndVerify("postgres:" + server->NewSchema(), server.get());
}

}  // namespace
}  // namespace zhiheng::catalog
