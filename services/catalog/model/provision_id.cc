// A table of units drives parsing and printing, so that a new unit is one line.
#include "services/catalog/model/provision_id.h"

#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/catalog/model/names.h"
#include "services/catalog/model/numerals.h"

namespace zhiheng::catalog {
namespace {

struct UnitRow {
  Unit unit;
  absl::string_view word;  // in ids
  absl::string_view zh;    // after 第N
  absl::string_view en;
};

constexpr UnitRow kUnits[] = {
    {Unit::kPreamble, "pre", "序言", "preamble"},
    {Unit::kPart, "part", "编", "part"},
    {Unit::kSubPart, "subpart", "分编", "sub-part"},
    {Unit::kChapter, "ch", "章", "chapter"},
    {Unit::kSection, "sec", "节", "section"},
    {Unit::kAnnex, "annex", "附录", "annex"},
    {Unit::kArticle, "art", "条", "article"},
    {Unit::kParagraph, "para", "款", "paragraph"},
    {Unit::kItem, "item", "项", "item"},
    {Unit::kSubItem, "sub", "目", "sub-item"},
    {Unit::kClause, "cl", "条", "clause"},
    {Unit::kTable, "tbl", "表", "table"},
};

const UnitRow& RowOf(Unit unit) {
  for (const UnitRow& row : kUnits) {
    if (row.unit == unit) return row;
  }
  return kUnits[0];
}

bool Digits(absl::string_view text) {
  if (text.empty() || text.size() > 5 || text.front() == '0') return false;
  for (char c : text) {
    if (!absl::ascii_isdigit(static_cast<unsigned char>(c))) return false;
  }
  return true;
}

bool GoodNumber(Unit unit, absl::string_view number) {
  if (unit == Unit::kAnnex) {
    return Digits(number) ||
           (number.size() == 1 &&
            absl::ascii_isupper(static_cast<unsigned char>(number[0])));
  }
  if (unit == Unit::kClause || unit == Unit::kTable) return Digits(number);
  const std::vector<absl::string_view> parts =
      absl::StrSplit(number, absl::MaxSplits('-', 1));
  return Digits(parts[0]) && (parts.size() == 1 || Digits(parts[1]));
}

absl::Status BadSegment(absl::string_view text, absl::string_view segment) {
  return absl::InvalidArgumentError(absl::StrCat(
      "provision id \"", text, "\": \"", segment,
      "\" is no segment; segments are as art57, art120-1, para2, item1, sub3, "
      "cl7.3, annexA, ch3"));
}

std::string ZhNumber(absl::string_view number) {
  int64_t value = 0;
  if (!absl::SimpleAtoi(number, &value)) return std::string(number);
  return ToChineseNumeral(value);
}

}  // namespace

absl::StatusOr<ProvisionPath> ParseProvisionId(absl::string_view text) {
  ProvisionPath path;
  if (text.empty()) return path;
  if (text.size() > kMaxIdBytes) {
    return absl::InvalidArgumentError(
        absl::StrCat("provision id has ", text.size(), " bytes; at most ",
                     kMaxIdBytes, " are allowed"));
  }
  for (absl::string_view segment : absl::StrSplit(text, '.')) {
    // cl7.3: a segment of digits goes on with the clause before it.
    if (Digits(segment) && !path.empty() && path.back().unit == Unit::kClause) {
      absl::StrAppend(&path.back().number, ".", segment);
      continue;
    }
    size_t letters = 0;
    while (letters < segment.size() &&
           absl::ascii_islower(static_cast<unsigned char>(segment[letters]))) {
      ++letters;
    }
    const UnitRow* found = nullptr;
    for (const UnitRow& row : kUnits) {
      if (row.word == segment.substr(0, letters)) found = &row;
    }
    const absl::string_view number = segment.substr(letters);
    if (found == nullptr || !GoodNumber(found->unit, number)) {
      return BadSegment(text, segment);
    }
    if (!path.empty() && path.back().unit >= found->unit) {
      return absl::InvalidArgumentError(absl::StrCat(
          "provision id \"", text, "\": \"", segment,
          "\" cannot stand inside what is before it; outermost first, as "
          "art27.para1.item2"));
    }
    if (path.size() == kMaxSegments) {
      return absl::InvalidArgumentError(
          absl::StrCat("provision id \"", text, "\" has more than ",
                       kMaxSegments, " segments"));
    }
    path.push_back({found->unit, std::string(number)});
  }
  return path;
}

std::string FormatProvisionId(const ProvisionPath& path) {
  std::string out;
  for (const Segment& segment : path) {
    absl::StrAppend(&out, out.empty() ? "" : ".", RowOf(segment.unit).word,
                    segment.number);
  }
  return out;
}

std::string PrintProvisionZh(const ProvisionPath& path) {
  std::string out;
  for (const Segment& segment : path) {
    const absl::string_view zh = RowOf(segment.unit).zh;
    if (segment.unit == Unit::kPreamble) {
      absl::StrAppend(&out, zh);
      continue;
    }
    if (segment.unit == Unit::kAnnex || segment.unit == Unit::kTable) {
      absl::StrAppend(&out, zh, segment.number);
      continue;
    }
    if (segment.unit == Unit::kClause) {
      // GB/T 1.1: whole numbers are 章, dotted numbers are 条.
      const bool whole = segment.number.find('.') == std::string::npos;
      absl::StrAppend(&out, "第", segment.number, whole ? "章" : "条");
      continue;
    }
    const std::vector<absl::string_view> parts =
        absl::StrSplit(segment.number, '-');
    const std::string number = ZhNumber(parts[0]);
    if (segment.unit == Unit::kItem) {
      absl::StrAppend(&out, "第（", number, "）", zh);
    } else {
      absl::StrAppend(&out, "第", number, zh);
    }
    if (parts.size() > 1) absl::StrAppend(&out, "之", ZhNumber(parts[1]));
  }
  return out;
}

std::string PrintProvisionEn(const ProvisionPath& path) {
  std::string out;
  for (const Segment& segment : path) {
    absl::StrAppend(&out, out.empty() ? "" : ", ", RowOf(segment.unit).en, " ",
                    segment.number);
  }
  if (!out.empty()) out[0] = absl::ascii_toupper(out[0]);
  return out;
}

}  // namespace zhiheng::catalog
