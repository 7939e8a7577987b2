#include "services/catalog/store/sqlite/store.h"

#include <atomic>
#include <fstream>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "gtest/gtest.h"
#include "services/catalog/store/contract/store_contract.h"
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
