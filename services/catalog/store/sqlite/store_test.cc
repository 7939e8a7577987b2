#include "services/catalog/store/sqlite/store.h"

#include <atomic>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "gtest/gtest.h"
#include "services/catalog/store/contract/store_contract.h"
#include "services/catalog/store/sqlite/backup.h"
#include "services/catalog/store/sqlite/schema.h"
#include "services/common/testing/temp_dir.h"

namespace zhiheng::catalog {
namespace {

using testing::StatusIs;
using testing::TempDir;

struct InMemory {
  static std::unique_ptr<CatalogStore> Make() {
    return *SqliteStore::Create({});
  }
};
INSTANTIATE_TYPED_TEST_SUITE_P(SqliteInMemory, StoreContract, InMemory);

// Takes its folder away with it.
class FileStore final {
 public:
  static std::unique_ptr<CatalogStore> Make() {
    // Folders live until the test program ends; each store has its own file.
    static TempDir* const folder = new TempDir();
    static std::atomic<int> next{0};
    return *SqliteStore::Create(
        {.path = folder->File(std::to_string(++next) + ".db")});
  }
};
INSTANTIATE_TYPED_TEST_SUITE_P(SqliteFile, StoreContract, FileStore);

TEST(SqliteStoreTest, AFileKeepsEverything) {
  TempDir folder;
  std::string token;
  {
    auto store = *SqliteStore::Create({.path = folder.File("c.db")});
    token = store->Commit(SmallBatch(), kDayOne)->snapshot.Token();
  }
  auto store = *SqliteStore::Create({.path = folder.File("c.db")});
  ASSERT_EQ(store->Open({})->Token(), token);
  EXPECT_TRUE(store->GetInstrument(1, "trademark-law")->has_value());
}

TEST(SqliteStoreTest, RefusesWhatIsNoCatalog) {
  TempDir folder;
  std::ofstream(folder.File("text.db")) << std::string(5000, 'x');
  EXPECT_THAT(SqliteStore::Create({.path = folder.File("text.db")}),
              StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_THAT(SqliteStore::Create({.path = folder.File("no/such/c.db")}),
              StatusIs(absl::StatusCode::kFailedPrecondition));
}

TEST(SqliteStoreTest, RefusesAFileOfANewerProgram) {
  TempDir folder;
  const std::string path = folder.File("c.db");
  {
    auto db = *Connection::Open(path);
    ASSERT_OK(Migrate(db.get(), NewestSchemaVersion()));
    ASSERT_OK(db->Execute("INSERT INTO schema_migrations VALUES (999, '')"));
  }
  EXPECT_THAT(SqliteStore::Create({.path = path}),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       ::testing::HasSubstr("999")));
}

TEST(SqliteStoreTest, MigratesFromEveryEarlierVersion) {
  for (int version = 0; version < NewestSchemaVersion(); ++version) {
    TempDir folder;
    const std::string path = folder.File("c.db");
    {
      auto db = *Connection::Open(path);
      ASSERT_OK(Migrate(db.get(), version));
    }
    auto store = SqliteStore::Create({.path = path});
    ASSERT_TRUE(store.ok()) << store.status();
    EXPECT_TRUE((*store)->Commit(SmallBatch(), kDayOne).ok());
  }
}

// A file as version 1 wrote it: two commits of one origin, the second a
// correction.
void WriteVersionOne(const std::string& path) {
  auto db = *Connection::Open(path);
  ASSERT_OK(Migrate(db.get(), 1));
  ASSERT_OK(db->Execute(R"sql(
INSERT INTO commits VALUES (1, 1000, 'test', 'aaaaaaaaaaaaaaaaaa');
INSERT INTO commits VALUES (2, 2000, 'test', 'bbbbbbbbbbbbbbbbbb');
INSERT INTO instruments VALUES (NULL, 'trademark-law', 1, '中华人民共和国商标法',
  'Trademark Law', '商标法' || char(10) || '商标法律', '', '', '',
  1, 9223372036854775807);
INSERT INTO instrument_names VALUES ('商标法', 1), ('trademark-law', 1);
INSERT INTO editions VALUES (NULL, 'trademark-law', '2019',
  '商标法（2019年修正）', '2019', '主席令第29号', '主席令第29号', NULL, 18201,
  20819, '', '', 1, 9223372036854775807);
INSERT INTO provisions VALUES (NULL, 'trademark-law', '2019', 'art57.item1',
  'test', 1, '侵权', '甲乙', 'text', 3, NULL, NULL, '', 1, 2);
INSERT INTO provisions VALUES (NULL, 'trademark-law', '2019', 'art57.item1',
  'test', 1, '侵权', '丙丁', 'text', 3, NULL, NULL, '', 2,
  9223372036854775807);
)sql"));
}

TEST(SqliteStoreTest, KeepsWhatVersionOneWrote) {
  TempDir folder;
  WriteVersionOne(folder.File("c.db"));
  auto store = *SqliteStore::Create({.path = folder.File("c.db")});
  EXPECT_EQ(store->Open({})->Token(), "c2-bbbbbbbbbbbbbbbb");
  EXPECT_EQ(store->ListChanges(0, 9)->size(), 2u);
  EXPECT_EQ(store->ListChanges(1, 9)->front().instrument, "trademark-law");
  EXPECT_THAT(store->ListChanges(1, 9)->front().editions,
              ::testing::ElementsAre("2019"));
  const auto find = [&](int64_t commit, const char* words) {
    return store
        ->FindCandidates(commit, *ParseSearchQuery(words),
                         {.as_of = Day("2024-01-01")}, 10)
        ->size();
  };
  EXPECT_EQ(find(1, "商标法 甲乙"), 1u);
  EXPECT_EQ(find(1, "丙丁"), 0u);
  EXPECT_EQ(find(2, "甲乙"), 0u);
  EXPECT_EQ(find(2, "商标法 丙丁"), 1u);
  // The old rows count as what their origin said: saying it again is no news.
  EXPECT_TRUE(store->Commit(SmallBatch("丙丁"), kDayOne)->Unchanged());
  EXPECT_EQ(store->Commit(SmallBatch("戊"), kDayOne)->changed, 1);
}

TEST(SqliteStoreTest, AFullDiskLosesNothingThatWasAcknowledged) {
  TempDir folder;
  const std::string path = folder.File("c.db");
  int64_t commits = 0;
  {
    auto store = *SqliteStore::Create(
        {.path = path, .connection = {.max_bytes = 400 * 1024}});
    absl::Status status;
    while (commits < 1000) {
      std::string text;
      for (int i = 0; i < 2000; ++i) text += "满";
      text += std::to_string(commits);
      status = store->Commit(SmallBatch(text), kDayOne).status();
      if (!status.ok()) break;
      ++commits;
    }
    EXPECT_THAT(status, StatusIs(absl::StatusCode::kResourceExhausted,
                                 ::testing::HasSubstr("make room")));
    EXPECT_EQ(store->Open({})->commit, commits) << "it goes on reading";
  }
  auto store = *SqliteStore::Create({.path = path});
  EXPECT_GT(commits, 5);
  EXPECT_EQ(store->Open({})->commit, commits);
  EXPECT_OK(store->Commit(SmallBatch("有了地方"), kDayOne).status());
}

TEST(SqliteStoreTest, ALockedFileIsUnavailableToWritersOnly) {
  TempDir folder;
  const std::string path = folder.File("c.db");
  auto store = *SqliteStore::Create(
      {.path = path, .connection = {.lock_timeout = absl::Milliseconds(1)}});
  ASSERT_OK(store->Commit(SmallBatch(), kDayOne).status());
  auto other = *Connection::Open(path);
  ASSERT_OK(other->Execute("BEGIN IMMEDIATE"));
  EXPECT_THAT(store->Commit(SmallBatch("乙"), kDayOne),
              StatusIs(absl::StatusCode::kUnavailable,
                       ::testing::HasSubstr("try again")));
  EXPECT_EQ(store->Open({})->commit, 1);
  ASSERT_OK(other->Execute("ROLLBACK"));
  EXPECT_OK(store->Commit(SmallBatch("乙"), kDayOne).status());
}

TEST(SqliteStoreTest, AReadOnlyFileIsServedAndRefusesWrites) {
  TempDir folder;
  {
    auto store = *SqliteStore::Create({.path = folder.File("c.db")});
    ASSERT_OK(store->Commit(SmallBatch(), kDayOne).status());
  }
  ASSERT_OK(BackupFile(folder.File("c.db"), folder.File("copy.db")));
  const auto store = SqliteStore::Create(
      {.path = "file:" + folder.File("copy.db") + "?immutable=1"});
  ASSERT_OK(store.status());
  EXPECT_EQ((*store)->Open({})->commit, 1);
  EXPECT_THAT((*store)->Commit(SmallBatch("乙"), kDayOne),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       ::testing::HasSubstr("can be written")));
}

TEST(SqliteStoreTest, ADamagedFileIsDataLoss) {
  TempDir folder;
  const std::string path = folder.File("c.db");
  {
    auto store = *SqliteStore::Create({.path = path});
    for (int i = 0; i < 60; ++i) {
      ASSERT_OK(store->Commit(SmallBatch("文本" + std::to_string(i)), kDayOne)
                    .status());
    }
  }
  const auto size = std::filesystem::file_size(path);
  {
    std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(4096);
    file << std::string(size - 4096, '\xee');
  }
  const auto store = SqliteStore::Create({.path = path});
  const absl::Status status =
      store.ok() ? (*store)->Commit(SmallBatch("新"), kDayOne).status()
                 : store.status();
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kDataLoss,
                               ::testing::HasSubstr("restore a backup")));
}

TEST(SqliteStoreTest, ABackupIsACatalogOfItsOwn) {
  TempDir folder;
  auto store = *SqliteStore::Create({.path = folder.File("c.db")});
  const Snapshot saved = store->Commit(SmallBatch("甲"), kDayOne)->snapshot;
  ASSERT_OK(BackupFile(folder.File("c.db"), folder.File("copy.db")));
  ASSERT_OK(store->Commit(SmallBatch("乙"), kDayOne).status());
  auto copy = *SqliteStore::Create({.path = folder.File("copy.db")});
  EXPECT_EQ(copy->Open({})->Token(), saved.Token());
  EXPECT_OK(copy->Commit(SmallBatch("丙"), kDayOne).status());
  EXPECT_THAT(BackupFile(folder.File("c.db"), folder.File("copy.db")),
              StatusIs(absl::StatusCode::kAlreadyExists));
  EXPECT_THAT(BackupFile(folder.File("none.db"), folder.File("new.db")),
              StatusIs(absl::StatusCode::kNotFound));
}

TEST(SqliteStoreTest, ReadersSeeWholeCommitsWhileOneIsWritten) {
  TempDir folder;
  auto store = *SqliteStore::Create({.path = folder.File("c.db")});
  ASSERT_TRUE(store->Commit(SmallBatch("0"), kDayOne).ok());
  std::atomic<bool> done{false};
  std::atomic<int> wrong{0};
  std::vector<std::thread> readers;
  for (int i = 0; i < 3; ++i) {
    readers.emplace_back([&] {
      while (!done) {
        const int64_t commit = store->Open({})->commit;
        const auto forms = store->GetProvisions(commit, "trademark-law", "2019",
                                                "art57.item1");
        if (!forms.ok() || forms->size() != 1 ||
            (*forms)[0].text.zh != std::to_string(commit - 1)) {
          ++wrong;
        }
      }
    });
  }
  for (int i = 1; i <= 30; ++i) {
    ASSERT_TRUE(store->Commit(SmallBatch(std::to_string(i)), kDayOne).ok());
  }
  done = true;
  for (std::thread& reader : readers) reader.join();
  EXPECT_EQ(wrong, 0);
}

}  // namespace
}  // namespace zhiheng::catalog
