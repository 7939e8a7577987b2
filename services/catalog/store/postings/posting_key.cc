#include "services/catalog/store/postings/posting_key.h"

#include "services/catalog/search/chars.h"
#include "services/common/base/text.h"

namespace zhiheng::catalog {
namespace {

constexpr int kCharBits = 21;  // a code point
constexpr PostingKey kCharMask = (uint64_t{1} << kCharBits) - 1;
constexpr PostingKey kWordBit = uint64_t{1} << 61;
constexpr PostingKey kTagBit = uint64_t{1} << 60;
constexpr PostingKey kHashMask = kTagBit - 1;

// FNV-1a: the keys are on disk, so the function can never change.
uint64_t Hash(absl::string_view bytes, uint64_t hash = 0xcbf29ce484222325) {
  for (const char c : bytes) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 0x100000001b3;
  }
  return hash ^ (hash >> 60);
}

}  // namespace

PostingKey PairKey(char32_t first, char32_t second) {
  return (PostingKey{first} << kCharBits) | PostingKey{second};
}

PostingKey TokenKey(absl::string_view token) {
  size_t pos = 0;
  const char32_t first = token.empty() ? 0 : NextCodePoint(token, &pos);
  if (Classify(first) == CharClass::kHan) {
    const char32_t second = pos < token.size() ? NextCodePoint(token, &pos) : 0;
    if (pos == token.size()) {
      return PairKey(first, second);
    }
  }
  return kWordBit | (Hash(token) & kHashMask);
}

KeyRange PrefixRange(absl::string_view token) {
  const PostingKey first = TokenKey(token) & ~kCharMask;
  return {first, first | kCharMask};
}

PostingKey TagKey(char space, absl::string_view value) {
  return kTagBit | (Hash(value, Hash({&space, 1})) & kHashMask);
}

}  // namespace zhiheng::catalog
