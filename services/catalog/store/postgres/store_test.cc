#include "services/catalog/store/postgres/store.h"

#include <fstream>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "gtest/gtest.h"
#include "services/catalog/store/contract/store_contract.h"
#include "services/catalog/store/postgres/schema.h"
#include "services/catalog/store/sqlite/store.h"
#include "services/common/testing/status_matchers.h"
#include "tests/support/postgres_server.h"

namespace zhiheng::catalog {
namespace {

using postgres::Connection;
using postgres::Migrate;
using postgres::NewestSchemaVersion;
using testing::PostgresServer;
using testing::StatusIs;

// One server for all cases; each store has a schema of its own.
PostgresServer* Server() {
  static const std::unique_ptr<PostgresServer> server = PostgresServer::Start();
  return server.get();
}

struct Postgres {
  static std::unique_ptr<CatalogStore> Make() {
    if (Server() == nullptr) return nullptr;
    auto store = PostgresStore::Create({.conninfo = Server()->NewSchema()});
    EXPECT_OK(store.status());
    return store.ok() ? *std::move(store) : nullptr;
  }
};
INSTANTIATE_TYPED_TEST_SUITE_P(Postgres, StoreContract, Postgres);

class PostgresStoreTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (Server() == nullptr) GTEST_SKIP() << testing::kNoPostgres;
    conninfo_ = Server()->NewSchema();
  }
  std::unique_ptr<PostgresStore> Open() {
    return *PostgresStore::Create({.conninfo = conninfo_});
  }
  std::string conninfo_;
};

TEST_F(PostgresStoreTest, GivesTheTokensAndCandidatesOfSqlite) {
  const auto sqlite = *SqliteStore::Create({});
  const auto server = Open();
  std::mt19937 random(7);
  const char* const words[] = {"商标", "肥料", "标识", "侵权", "销售", "处罚"};
  for (int i = 0; i < 40; ++i) {
    std::string text;
    for (int k = 0; k < 5; ++k) text += words[random() % 6];
    Batch batch = SmallBatch(text);
    batch.editions[0].provisions[0].id = "art" + std::to_string(random() % 9);
    batch.origin = i % 7 == 0 ? "other" : "test";
    const CommitResult a = *sqlite->Commit(batch, kDayOne);
    const CommitResult b = *server->Commit(batch, kDayOne);
    ASSERT_EQ(a.snapshot.Token(), b.snapshot.Token()) << i;
    ASSERT_EQ(a.Total(), b.Total()) << i;
  }
  const int64_t commit = sqlite->Open({})->commit;
  for (const char* text : {"商标", "肥料标识", "侵权 销售", "处", "罚商"}) {
    for (const bool any : {false, true}) {
      const SearchFilter filter{.as_of = Day("2024-01-01"), .any_token = any};
      const auto query = *ParseSearchQuery(text);
      const auto a = *sqlite->FindCandidates(commit, query, filter, 5);
      const auto b = *server->FindCandidates(commit, query, filter, 5);
      ASSERT_EQ(a.size(), b.size()) << text;
      for (size_t i = 0; i < a.size(); ++i) {
        EXPECT_EQ(a[i].provision, b[i].provision) << text << " " << i;
      }
    }
  }
}

TEST_F(PostgresStoreTest, SeveralProgramsStartAndWriteAtOnce) {
  std::vector<std::thread> programs;
  for (int i = 0; i < 4; ++i) {
    programs.emplace_back([&, i] {
      const auto store = PostgresStore::Create({.conninfo = conninfo_});
      ASSERT_OK(store.status());
      for (int n = 0; n < 5; ++n) {
        ASSERT_OK((*store)
                      ->Commit(SmallBatch(absl::StrCat(i, "-", n)), kDayOne)
                      .status());
      }
    });
  }
  for (std::thread& program : programs) program.join();
  const auto changes = *Open()->ListChanges(0, 100);
  ASSERT_EQ(changes.size(), 20u);
  for (size_t i = 0; i < changes.size(); ++i) {
    EXPECT_EQ(changes[i].snapshot.commit, static_cast<int64_t>(i) + 1);
  }
}

TEST_F(PostgresStoreTest, MigratesFromEveryEarlierVersion) {
  for (int version = 0; version < NewestSchemaVersion(); ++version) {
    const std::string conninfo = Server()->NewSchema();
    ASSERT_OK(Migrate(Connection::Open(conninfo)->get(), version));
    const auto store = PostgresStore::Create({.conninfo = conninfo});
    ASSERT_OK(store.status());
    EXPECT_OK((*store)->Commit(SmallBatch(), kDayOne).status());
  }
}

TEST_F(PostgresStoreTest, RefusesADatabaseOfANewerProgram) {
  Open();
  ASSERT_OK((*Connection::Open(conninfo_))
                ->Execute("INSERT INTO schema_migrations VALUES (999)"));
  EXPECT_THAT(PostgresStore::Create({.conninfo = conninfo_}),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       ::testing::HasSubstr("999")));
}

TEST_F(PostgresStoreTest, SaysWhatIsWrongWithTheConnectionWithoutItsPassword) {
  struct Case {
    std::string conninfo;
    absl::StatusCode code;
  };
  const Case cases[] = {
      {"host=/nonexistent-folder password=geheim user=x",
       absl::StatusCode::kUnavailable},
      {Server()->conninfo() + " dbname=nowhere password=geheim",
       absl::StatusCode::kFailedPrecondition},
      {"password=geheim host", absl::StatusCode::kInvalidArgument},
      {"postgresql://user:geheim@[bad", absl::StatusCode::kInvalidArgument},
  };
  for (const Case& c : cases) {
    const auto store = PostgresStore::Create({.conninfo = c.conninfo});
    EXPECT_THAT(store, StatusIs(c.code));
    EXPECT_THAT(std::string(store.status().message()),
                ::testing::Not(::testing::HasSubstr("geheim")));
  }
}

TEST_F(PostgresStoreTest, AReadOnlyServerSaysSo) {
  Open();
  const auto store = PostgresStore::Create(
      {.conninfo = conninfo_ + "\\ -cdefault_transaction_read_only=on"});
  // Nothing is created when it is all there; the first write says it.
  if (store.ok()) {
    EXPECT_THAT((*store)->Commit(SmallBatch(), kDayOne),
                StatusIs(absl::StatusCode::kFailedPrecondition));
  } else {
    EXPECT_THAT(store, StatusIs(absl::StatusCode::kFailedPrecondition));
  }
}

TEST_F(PostgresStoreTest, ALostConnectionIsUnavailableOnceAndThenReplaced) {
  const auto store = Open();
  ASSERT_OK(store->Commit(SmallBatch(), kDayOne).status());
  ASSERT_OK((*Connection::Open(conninfo_))
                ->Execute("SELECT pg_terminate_backend(pid) FROM "
                          "pg_stat_activity WHERE pid <> pg_backend_pid() AND "
                          "application_name = 'zhiheng-catalog'"));
  EXPECT_THAT(store->Commit(SmallBatch("乙"), kDayOne),
              StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_OK(store->Commit(SmallBatch("乙"), kDayOne).status());
  EXPECT_EQ(store->Open({})->commit, 2);
}

TEST_F(PostgresStoreTest, AHeldLockIsUnavailable) {
  const auto store = Open();
  auto holder = *Connection::Open(conninfo_);
  ASSERT_OK(holder->Execute("BEGIN; LOCK TABLE commits IN EXCLUSIVE MODE"));
  const auto impatient = *PostgresStore::Create({.conninfo = conninfo_});
  EXPECT_OK(impatient->Open({}).status()) << "readers do not wait";
  ASSERT_OK(holder->Execute("ROLLBACK"));
}

// README.md says how; this holds it to that.
TEST_F(PostgresStoreTest, ADumpRestoresToTheSameCatalog) {
  const auto store = Open();
  const Snapshot saved = store->Commit(SmallBatch("甲"), kDayOne)->snapshot;
  const std::string file = Server()->folder() + "/catalog.dump";
  const std::string schema = conninfo_.substr(conninfo_.rfind('=') + 1);
  ASSERT_TRUE(Server()->RunTool(
      "pg_dump", {"-h", Server()->folder(), "-U", "zhiheng", "-Fc", "-n",
                  schema, "-f", file, "postgres"}));
  ASSERT_OK(store->Commit(SmallBatch("乙"), kDayOne).status());
  ASSERT_OK((*Connection::Open(conninfo_))
                ->Execute("DROP SCHEMA " + schema + " CASCADE"));
  ASSERT_TRUE(Server()->RunTool(
      "pg_restore",
      {"-h", Server()->folder(), "-U", "zhiheng", "-d", "postgres", file}));
  const auto restored = Open();
  EXPECT_EQ(restored->Open({})->Token(), saved.Token());
  EXPECT_EQ(restored
                ->FindCandidates(1, *ParseSearchQuery("甲"),
                                 {.as_of = Day("2024-01-01")}, 10)
                ->size(),
            1u);
  EXPECT_OK(restored->Commit(SmallBatch("丙"), kDayOne).status());
}

}  // namespace
}  // namespace zhiheng::catalog
