// kill -9 while laws are imported: what was said to be kept is there, no
// edition is there by half or mixed, and the next import goes on. Each round
// imports the same laws with other texts; see catalog_crash_test.cc for the
// moments.
#include <algorithm>
#include <cstdio>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "services/catalog/citation/fold.h"
#include "services/catalog/engine/open_store.h"
#include "services/common/testing/status_matchers.h"
#include "services/common/testing/temp_dir.h"
#include "tests/crash/crash_laws.h"
#include "tests/crash/killed_writer.h"
#include "tests/support/postgres_server.h"

namespace zhiheng::catalog {
namespace {

using crash::kArticles;
using crash::kLaws;
using testing::PostgresServer;
using testing::TempDir;

// The version that every article of the law has; -1 when the law is not there.
int VersionOf(const CatalogStore& store, int64_t commit, int law, int newest) {
  const auto found =
      *store.FindInstruments(commit, TitleKey(crash::LawTitle(law)));
  if (found.empty()) return -1;
  EXPECT_EQ(found.size(), 1u) << crash::LawTitle(law);
  const std::string& id = found[0].id;
  EXPECT_EQ(store.ListEditions(commit, id)->size(), 1u) << id;
  std::set<std::string> texts;
  const auto ids = *store.ListProvisionIds(commit, id, "2001", "", 1000);
  EXPECT_EQ(static_cast<int>(ids.size()), kArticles) << id << " is half there";
  for (const std::string& article : ids) {
    const auto forms = *store.GetProvisions(commit, id, "2001", article);
    EXPECT_EQ(forms.size(), 1u) << id << " " << article;
    for (const Provision& form : forms) texts.insert(form.text.zh);
  }
  EXPECT_EQ(texts.size(), 1u) << id << " mixes versions";
  for (int version = newest; version >= 0; --version) {
    if (texts.contains(crash::ArticleText(law, version))) return version;
  }
  ADD_FAILURE() << id << " says " << *texts.begin();
  return -1;
}

void CrashAndVerify(const std::string& target, PostgresServer* server) {
  std::mt19937 random(20261122);
  std::vector<int> kept(kLaws, -1);  // version that was acknowledged
  int acknowledged = 0;
  for (int round = 0; round < crash::Rounds(); ++round) {
    const int lines = 1 + static_cast<int>(random() % (kLaws / 4 - 2));
    const int turns = static_cast<int>(random() % 3'000'000);
    const std::string said = crash::RunAndKill(
        "import_crash_writer", {target, std::to_string(round)}, lines, turns);
    const int count = crash::LastAcknowledged(said).value_or(0);
    acknowledged += count;
    std::fill(kept.begin(), kept.begin() + count, round);
    // At times the server goes with its writer.
    if (server != nullptr && round % 4 == 3) {
      server->Crash();
      server->Restart();
    }
    const auto store = OpenStore(target);
    ASSERT_OK(store.status());
    const int64_t commit = (*store)->Open({})->commit;
    for (int law = 0; law < kLaws; ++law) {
      const int version = VersionOf(**store, commit, law, round);
      EXPECT_GE(version, kept[static_cast<size_t>(law)])
          << crash::LawTitle(law) << ": an acknowledged edition is lost";
    }
    if (::testing::Test::HasFailure()) {
      FAIL() << "round " << round << ", " << lines << " lines, " << turns
             << " turns";
    }
  }
  std::printf("%d kills, %d editions acknowledged, none lost, none by half\n",
              crash::Rounds(), acknowledged);
}

TEST(ImportCrashTest, SqliteKeepsWhatItAcknowledged) {
  TempDir folder;
  CrashAndVerify("sqlite:" + folder.File("c.db"), nullptr);
}

TEST(ImportCrashTest, PostgresKeepsWhatItAcknowledged) {
  const auto server = PostgresServer::Start(/*durable=*/true);
  if (server == nullptr) GTEST_SKIP() << testing::kNoPostgres;
  CrashAndVerify("postgres:" + server->NewSchema(), server.get());
}

}  // namespace
}  // namespace zhiheng::catalog
