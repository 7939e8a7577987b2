#include "services/catalog/importer/plan/instrument_id.h"

#include <unicode/translit.h>
#include <unicode/unistr.h>

#include <map>
#include <memory>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "services/catalog/model/names.h"
#include "services/catalog/model/records.h"
#include "services/common/base/text.h"

namespace zhiheng::catalog {
namespace {

// Bytes of an id made here; a digest still fits behind it.
constexpr size_t kMaxMadeBytes = 96;

// Words in which a character is not read as it is alone; the table of pinyin
// knows single characters only.
constexpr struct {
  absl::string_view word;
  absl::string_view read;
} kReadings[] = {
    {"长江", " chang jiang "}, {"长城", " chang cheng "},
    {"长期", " chang qi "},    {"重庆", " chong qing "},
    {"会计", " kuai ji "},     {"银行", " yin hang "},
    {"行业", " hang ye "},     {"调查", " diao cha "},
    {"调解", " tiao jie "},    {"调整", " tiao zheng "},
    {"重组", " chong zu "},    {"重整", " chong zheng "},
};

std::string WithReadings(absl::string_view title) {
  std::string out(title);
  for (const auto& reading : kReadings) {
    absl::StrReplaceAll({{reading.word, reading.read}}, &out);
  }
  return out;
}

// Letters, digits and dots stay, everything else is one hyphen.
std::string Slug(absl::string_view text) {
  std::string out;
  for (char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (absl::ascii_isalnum(byte)) {
      out.push_back(static_cast<char>(absl::ascii_tolower(byte)));
    } else if (c == '.' && !out.empty() && out.back() != '-') {
      out.push_back('.');
    } else if (!out.empty() && out.back() != '-') {
      out.push_back('-');
    }
  }
  while (!out.empty() && (out.back() == '-' || out.back() == '.')) {
    out.pop_back();
  }
  return out;
}

std::string Checked(std::string slug, absl::string_view title) {
  if (slug.empty() ||
      !absl::ascii_isalpha(static_cast<unsigned char>(slug.front()))) {
    slug = absl::StrCat("i-", slug);
  }
  if (slug.size() > kMaxMadeBytes) {
    const size_t cut = slug.rfind('-', kMaxMadeBytes);
    slug.resize(cut == std::string::npos || cut == 0 ? kMaxMadeBytes : cut);
    while (!slug.empty() && (slug.back() == '-' || slug.back() == '.')) {
      slug.pop_back();
    }
    slug = WithDigest(slug, title);
  }
  if (CheckInstrumentId(slug).ok()) return slug;
  return absl::StrCat("i-", Sha256Hex(title).substr(0, 16));
}

}  // namespace

std::string WithDigest(absl::string_view id, absl::string_view title) {
  return absl::StrCat(id, "-", Sha256Hex(title).substr(0, 6));
}

struct InstrumentIds::Pinyin {
  // The table is slow, and titles are made of few characters.
  const std::string& Of(char32_t c) {
    const auto [at, added] = read.try_emplace(c);
    if (!added) return at->second;
    icu::UnicodeString text(static_cast<UChar32>(c));
    table->transliterate(text);
    text.toUTF8String(at->second);
    return at->second;
  }

  std::unique_ptr<icu::Transliterator> table;
  std::map<char32_t, std::string> read;
};

InstrumentIds::InstrumentIds() : pinyin_(std::make_unique<Pinyin>()) {
  UErrorCode error = U_ZERO_ERROR;
  pinyin_->table.reset(icu::Transliterator::createInstance(
      "Han-Latin; Latin-ASCII", UTRANS_FORWARD, error));
  if (U_FAILURE(error)) pinyin_->table.reset();
}

InstrumentIds::~InstrumentIds() = default;

std::string InstrumentIds::OfTitle(absl::string_view short_title) {
  if (pinyin_->table == nullptr) return Checked("", short_title);
  const std::string title = WithReadings(short_title);
  std::string latin;
  for (size_t pos = 0; pos < title.size();) {
    const char32_t c = NextCodePoint(title, &pos);
    if (c < 0x80) {
      latin.push_back(static_cast<char>(c));
    } else {
      absl::StrAppend(&latin, " ", pinyin_->Of(c), " ");
    }
  }
  return Checked(Slug(latin), short_title);
}

std::string InstrumentIds::OfStandard(absl::string_view number) {
  return Checked(Slug(number), number);
}

}  // namespace zhiheng::catalog
