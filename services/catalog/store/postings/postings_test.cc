#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/catalog/search/tokenizer.h"
#include "services/catalog/store/postings/posting_index.h"
#include "services/common/testing/status_matchers.h"

namespace zhiheng::catalog {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::StatusIs;

class MemoryPostings final : public PostingStore {
 public:
  absl::StatusOr<std::vector<SegmentInfo>> Segments() override {
    std::vector<SegmentInfo> out;
    for (const auto& [first, info] : segments) out.push_back(info);
    return out;
  }
  absl::StatusOr<std::optional<Chunk>> ChunkAt(int64_t segment,
                                               PostingKey key) override {
    auto& of = chunks[segment];
    auto at = of.upper_bound(key);
    if (at == of.begin()) return std::optional<Chunk>();
    --at;
    return std::optional<Chunk>(Chunk{at->first, at->second});
  }
  absl::StatusOr<std::optional<Chunk>> ChunkAfter(int64_t segment,
                                                  PostingKey key) override {
    auto& of = chunks[segment];
    const auto at = of.upper_bound(key);
    if (at == of.end()) return std::optional<Chunk>();
    return std::optional<Chunk>(Chunk{at->first, at->second});
  }
  absl::Status AddSegment(const SegmentInfo& segment) override {
    EXPECT_FALSE(ids.contains(segment.id)) << "an id used twice";
    ids.insert(segment.id);
    adding[segment.id] = segment;
    // Sources of a merge begin where the merged one does, until dropped.
    if (!segments.contains(segment.first_row)) {
      segments[segment.first_row] = segment;
    }
    return absl::OkStatus();
  }
  absl::Status AddChunk(int64_t segment, const Chunk& chunk) override {
    chunks[segment][chunk.first_key] = chunk.data;
    return absl::OkStatus();
  }
  absl::Status DropSegment(int64_t segment) override {
    chunks.erase(segment);
    segments.erase(adding.at(segment).first_row);
    adding.erase(segment);
    for (const auto& [id, info] : adding) segments[info.first_row] = info;
    return absl::OkStatus();
  }

  std::map<int64_t, SegmentInfo> segments;  // by first row
  std::map<int64_t, SegmentInfo> adding;    // by id
  std::map<int64_t, std::map<PostingKey, std::string>> chunks;
  std::set<int64_t> ids;
};

std::vector<KeyRange> One(PostingKey key) {
  return {{key, key}, {key | kStrongBit, key | kStrongBit}};
}

TEST(PostingKeyTest, PairsAreExactAndSortByTheirFirstCharacter) {
  EXPECT_NE(TokenKey("商标"), TokenKey("商品"));
  EXPECT_NE(TokenKey("gb"), TokenKey("18382"));
  const KeyRange range = PrefixRange("商");
  for (const char* token : {"商标", "商品", "商"}) {
    EXPECT_GE(TokenKey(token), range.first) << token;
    EXPECT_LE(TokenKey(token), range.last) << token;
  }
  EXPECT_GT(TokenKey("标商"), range.last);
  EXPECT_NE(TagKey('i', "x"), TagKey('k', "x"));
}

TEST(PostingKeyTest, NeverChanges) {
  // Keys are on disk; a change needs a new schema version that rebuilds them.
  EXPECT_EQ(TokenKey("商标"), (uint64_t{0x5546} << 21) | 0x6807);
  EXPECT_EQ(TokenKey("gb"), TokenKey("gb"));
  EXPECT_EQ(TokenKey("gb") >> 60, 2u);
}

// Every kind of key at its edges, against a map.
TEST(PostingBufferTest, SortsKeysOfEveryKind) {
  constexpr char32_t kChars[] = {0,      1,       0x3007,  0x4E00,
                                 0x9FFF, 0x20000, 0x3FFFF, 0x40000};
  std::vector<PostingKey> keys = {TokenKey("gb"), TagKey('i', "x"),
                                  ~uint64_t{0} >> 1};
  for (const char32_t a : kChars) {
    for (const char32_t b : kChars) keys.push_back(PairKey(a, b));
  }
  std::mt19937 random(20260802);
  std::map<PostingKey, std::vector<uint64_t>> model;
  PostingBuffer buffer;
  constexpr int64_t kFirst = 1'000'000'007;
  for (uint64_t row = 0; row < 3000; ++row) {
    for (int i = 0; i < 8; ++i) {
      const PostingKey key =
          keys[random() % keys.size()] | (random() % 2 == 0 ? kStrongBit : 0);
      buffer.Add(key, kFirst + static_cast<int64_t>(row));
      std::vector<uint64_t>& rows = model[key];
      if (rows.empty() || rows.back() != row) rows.push_back(row);
    }
  }
  EXPECT_EQ(buffer.first_row(), kFirst);
  std::map<PostingKey, std::vector<uint64_t>> found;
  PostingKey last = 0;
  ChunkWriter writer([&](const Chunk& chunk) {
    ChunkReader reader(chunk.data);
    PostingList list;
    while (reader.Next(&list)) {
      EXPECT_GE(list.key, last);
      last = list.key;
      list.ForEach([&](uint64_t row) { found[list.key].push_back(row); });
    }
    return absl::OkStatus();
  });
  ASSERT_OK(buffer.Write(&writer));
  EXPECT_EQ(found, model);
  buffer.Clear();
  EXPECT_TRUE(buffer.empty());
}

TEST(SegmentTest, RefusesDamagedChunks) {
  PostingBuffer buffer;
  for (int row = 10; row < 400; ++row) buffer.Add(row % 7u, row);
  std::vector<Chunk> chunks;
  ChunkWriter writer([&](const Chunk& chunk) {
    chunks.push_back(chunk);
    return absl::OkStatus();
  });
  ASSERT_OK(buffer.Write(&writer));
  ASSERT_EQ(chunks.size(), 1u);
  for (size_t cut = 1; cut < chunks[0].data.size(); ++cut) {
    ChunkReader reader(absl::string_view(chunks[0].data).substr(0, cut));
    PostingList list;
    uint64_t seen = 0;
    while (reader.Next(&list)) seen += list.count;
    EXPECT_TRUE(!reader.ok() || seen < 390) << cut;
  }
}

TEST(PostingIndexTest, StrongMatchesFirstThenTheNewest) {
  MemoryPostings store;
  PostingWriter writer(&store);
  writer.Add(TokenKey("肥料"), 1);
  writer.Add(TokenKey("肥料") | kStrongBit, 2);
  writer.Add(TokenKey("标识"), 2);
  writer.Add(TokenKey("肥料"), 3);
  ASSERT_OK(writer.Flush());
  const auto find = [&](const PostingQuery& query, size_t limit) {
    return *FindRows(&store, query, limit);
  };
  const PostingQuery one{.clauses = {One(TokenKey("肥料"))}};
  EXPECT_THAT(find(one, 10), ElementsAre(2, 3, 1));
  EXPECT_THAT(find(one, 2), ElementsAre(2, 3));
  PostingQuery both{.clauses = {One(TokenKey("肥料")), One(TokenKey("标识"))}};
  EXPECT_THAT(find(both, 10), ElementsAre(2));
  both.any = true;
  EXPECT_THAT(find(both, 10), ElementsAre(2, 3, 1));
  EXPECT_THAT(find({.clauses = {One(TokenKey("商标"))}}, 10), IsEmpty());
  EXPECT_THAT(find({}, 10), IsEmpty());
  both.filters = {{{TagKey('i', "x"), TagKey('i', "x")}}};
  EXPECT_THAT(find(both, 10), IsEmpty());
}

TEST(PostingIndexTest, DamageIsDataLoss) {
  MemoryPostings store;
  PostingWriter writer(&store);
  for (int row = 1; row < 50; ++row) writer.Add(TokenKey("肥料"), row);
  ASSERT_OK(writer.Flush());
  std::string& data = store.chunks.begin()->second.begin()->second;
  data.resize(data.size() / 2);
  EXPECT_THAT(FindRows(&store, {.clauses = {One(TokenKey("肥料"))}}, 10),
              StatusIs(absl::StatusCode::kDataLoss));
}

// Random rows in groups of random size, against a list of which row has what.
TEST(PostingIndexTest, AgreesWithANaiveModel) {
  std::mt19937 random(20260801);
  MemoryPostings store;
  std::map<PostingKey, std::set<int64_t>> model;
  int64_t row = 0;
  for (int group = 0; group < 120; ++group) {
    PostingWriter writer(&store);
    const int rows = 1 + static_cast<int>(random() % 40);
    for (int i = 0; i < rows; ++i) {
      ++row;
      for (int k = 0; k < 12; ++k) {
        const PostingKey key = 1 + (random() % 60) * (random() % 60);
        writer.Add(key, row);
        model[key].insert(row);
      }
    }
    ASSERT_OK(writer.Flush());
    int64_t expected = 1;
    const std::vector<SegmentInfo> segments = *store.Segments();
    for (const SegmentInfo& segment : segments) {
      ASSERT_EQ(segment.first_row, expected);
      expected = segment.last_row + 1;
    }
    ASSERT_EQ(expected, row + 1);
  }
  EXPECT_LT(store.Segments()->size(), 4u * kFanIn);
  for (int i = 0; i < 500; ++i) {
    const PostingKey a = 1 + random() % 200;
    const PostingKey b = 1 + random() % 200;
    std::vector<int64_t> want;
    for (const int64_t r : model[a]) {
      if (model[b].contains(r)) want.push_back(r);
    }
    std::reverse(want.begin(), want.end());
    const PostingQuery query{.clauses = {{{a, a}}, {{b, b}}}};
    ASSERT_EQ(*FindRows(&store, query, 100000), want) << a << " " << b;
    std::set<int64_t> range;
    for (PostingKey key = a; key <= a + 20; ++key) {
      range.insert(model[key].begin(), model[key].end());
    }
    want.assign(range.rbegin(), range.rend());
    ASSERT_EQ(*FindRows(&store, {.clauses = {{{a, a + 20}}}}, 100000), want);
  }
}

}  // namespace
}  // namespace zhiheng::catalog
