// Tested by formats_test.cc.
#include "services/catalog/importer/formats/markdown.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "services/catalog/importer/text/clean_line.h"
#include "services/catalog/importer/text/legal_events.h"
#include "services/catalog/importer/text/line_mark.h"

namespace zhiheng::catalog {
namespace {

struct RawLine {
  int line = 0;
  int heading = 0;
  bool marked = false;
  std::string text;
};

struct RawFile {
  std::vector<std::pair<std::string, std::string>> front;  // key, value
  std::vector<RawLine> lines;
  OddCharacters odd;
  int carriage_returns = 0;
};

// `key: value` and two-space children (`title:` / `  zh: …` as title.zh).
void ReadFrontLine(absl::string_view line, std::string* parent, RawFile* out) {
  const size_t colon = line.find(':');
  if (colon == absl::string_view::npos) return;
  const bool child = absl::StartsWith(line, " ");
  const std::string key(absl::StripAsciiWhitespace(line.substr(0, colon)));
  absl::string_view value = absl::StripAsciiWhitespace(line.substr(colon + 1));
  for (char quote : {'\'', '"'}) {
    if (value.size() >= 2 && value.front() == quote && value.back() == quote) {
      value = value.substr(1, value.size() - 2);
    }
  }
  if (!child && value.empty()) {
    *parent = key;
    return;
  }
  if (!child) parent->clear();
  out->front.emplace_back(
      child && !parent->empty() ? absl::StrCat(*parent, ".", key) : key,
      std::string(value));
}

RawFile ReadRaw(absl::string_view content) {
  RawFile out;
  int number = 0;
  bool front = false;
  std::string parent;
  for (absl::string_view raw : absl::StrSplit(content, '\n')) {
    ++number;
    if (absl::EndsWith(raw, "\r")) ++out.carriage_returns;
    if (raw == "---" || raw == "---\r") {
      if (number == 1) {
        front = true;
        continue;
      }
      if (front) {
        front = false;
        continue;
      }
    }
    if (front) {
      ReadFrontLine(absl::StripSuffix(raw, "\r"), &parent, &out);
      continue;
    }
    RawLine line;
    line.line = number;
    absl::string_view text = raw;
    while (absl::ConsumePrefix(&text, "#")) ++line.heading;
    line.marked = line.heading == 0 && absl::StartsWith(text, "**第");
    line.text = CleanLine(text, number, &out.odd);
    if (line.heading > 0 && line.text.empty()) continue;
    if (!line.text.empty()) out.lines.push_back(std::move(line));
  }
  return out;
}

std::string FrontValue(const RawFile& file, absl::string_view key) {
  for (const auto& [name, value] : file.front) {
    if (name == key) return value;
  }
  return "";
}

void ReportOdd(const RawFile& raw, int file, SourceDocument* out) {
  const OddCharacters& odd = raw.odd;
  if (odd.zero_width > 0) {
    out->Report(
        file, odd.zero_width_line, Level::kDamage, "zero-width",
        absl::StrCat(odd.zero_width, " zero-width characters, the first here"),
        "taken out");
  }
  if (odd.private_use > 0) {
    out->Report(file, odd.private_use_line, Level::kDamage, "private-use",
                absl::StrCat(odd.private_use,
                             " characters that only one font knows, the first "
                             "here"),
                "kept; compare with another source");
  }
  if (odd.ill_formed > 0) {
    out->Report(file, odd.ill_formed_line, Level::kDamage, "not-utf8",
                absl::StrCat(odd.ill_formed,
                             " bytes that are not UTF-8, the first here"),
                "read as U+FFFD");
  }
  if (raw.carriage_returns > 0) {
    out->Report(file, 1, Level::kNote, "carriage-returns",
                absl::StrCat(raw.carriage_returns, " lines end in CR LF"),
                "the CR is taken out");
  }
}

SourceLine ToSource(const RawLine& raw, int file) {
  return {file, raw.line, raw.text, raw.heading, raw.marked, false};
}

// *1999年12月25日…通过* stands below the title of an amendment.
std::string WithoutStars(absl::string_view text) {
  while (absl::ConsumePrefix(&text, "*")) {
  }
  while (absl::ConsumeSuffix(&text, "*")) {
  }
  return std::string(text);
}

bool BeginsBody(const RawLine& line) {
  if (line.heading > 1 || line.marked) return true;
  const LineMark mark = ReadLineMark(line.text);
  return mark.kind == MarkKind::kArticle || mark.kind == MarkKind::kChapter ||
         mark.kind == MarkKind::kNumbered;
}

// Dated lines that stand before the body and tell what happened.
bool IsEventLine(const RawLine& line) {
  if (line.text.size() > 3000) return false;
  return !ReadEvents(line.text).empty();
}

int FirstArticle(const RawFile& file) {
  for (const RawLine& line : file.lines) {
    const LineMark mark = ReadLineMark(line.text);
    if (mark.kind == MarkKind::kArticle && (mark.set_off || line.marked)) {
      return mark.number;
    }
  }
  return 0;
}

struct OrderedFile {
  int first_article = 0;
  std::string name;
  RawFile raw;
};

std::vector<OrderedFile> InOrder(const std::vector<NamedText>& files) {
  std::vector<OrderedFile> out;
  for (const NamedText& file : files) {
    RawFile raw = ReadRaw(file.content);
    const int first = FirstArticle(raw);
    out.push_back({first, file.name, std::move(raw)});
  }
  std::stable_sort(out.begin(), out.end(),
                   [](const OrderedFile& a, const OrderedFile& b) {
                     return a.first_article < b.first_article;
                   });
  return out;
}

// # 物权编, without a number: the n-th part of the code.
SourceLine PartHeading(const RawLine& line, int file, int part) {
  SourceLine out = ToSource(line, file);
  if (ReadLineMark(line.text).kind == MarkKind::kNone) {
    out.text = absl::StrCat("第", part, "编 ", line.text);
  }
  return out;
}

}  // namespace

SourceDocument ReadLawrefbook(const std::vector<NamedText>& files) {
  SourceDocument out;
  out.origin = "lawrefbook";
  const bool code = files.size() > 1;
  int part = 0;
  for (const OrderedFile& file : InOrder(files)) {
    const int index = static_cast<int>(out.files.size());
    out.files.push_back(file.name);
    bool header = true;
    for (const RawLine& line : file.raw.lines) {
      if (header && line.text == kLawrefbookMark) {
        header = false;
        continue;
      }
      if (!header) {
        out.body.push_back(ToSource(line, index));
      } else if (line.heading == 1 && out.title.empty()) {
        out.title = line.text;
      } else if (line.heading == 1 && code && line.text != out.title) {
        out.body.push_back(PartHeading(line, index, ++part));
      } else if (line.heading == 0 && index == 0) {
        out.header.push_back(ToSource(line, index));
      }
    }
    ReportOdd(file.raw, index, &out);
  }
  return out;
}

std::vector<SourceDocument> ReadJustLaws(const std::vector<NamedText>& files) {
  std::vector<SourceDocument> documents(1);
  documents[0].origin = "just-laws";
  for (const OrderedFile& file : InOrder(files)) {
    SourceDocument* out = &documents[0];
    int index = static_cast<int>(out->files.size());
    out->files.push_back(file.name);
    const bool collection =
        !file.raw.lines.empty() && file.raw.lines[0].text == "修正案";
    bool header = true;
    for (const RawLine& line : file.raw.lines) {
      if (collection && line.heading == 1) continue;
      if (collection && line.heading == 2) {
        documents.emplace_back();
        out = &documents.back();
        out->origin = "just-laws";
        out->files = {file.name};
        out->title = line.text;
        index = 0;
        header = true;
        continue;
      }
      if (line.heading == 1 && out->title.empty()) {
        out->title = line.text;
        continue;
      }
      if (line.heading == 1) header = false;
      if (header && !BeginsBody(line) && IsEventLine(line)) {
        SourceLine event = ToSource(line, index);
        event.text = WithoutStars(event.text);
        out->header.push_back(std::move(event));
        continue;
      }
      header = false;
      out->body.push_back(ToSource(line, index));
    }
    ReportOdd(file.raw, index, &documents[0]);
  }
  if (documents[0].title.empty()) documents.erase(documents.begin());
  return documents;
}

SourceDocument ReadFrontMatter(const NamedText& file) {
  SourceDocument out;
  out.origin = "front-matter";
  out.files = {file.name};
  const RawFile raw = ReadRaw(file.content);
  out.title = FrontValue(raw, "title.zh");
  if (out.title.empty()) out.title = FrontValue(raw, "title");
  bool header = true;
  for (const RawLine& line : raw.lines) {
    if (line.heading == 1) {
      if (out.title.empty()) out.title = line.text;
      continue;
    }
    header = header && !BeginsBody(line);
    if (header && line.heading == 0 && IsEventLine(line) &&
        line.text.size() < 400) {
      out.header.push_back(ToSource(line, 0));
      continue;
    }
    out.body.push_back(ToSource(line, 0));
  }
  ReportOdd(raw, 0, &out);
  const std::string date = FrontValue(raw, "effective_date");
  if (!date.empty()) {
    out.Report(0, 1, Level::kNote, "front-matter-date",
               absl::StrCat("effective_date ", date,
                            " is the web site's own and is not used"),
               "dates come from the text, or stay unknown");
  }
  return out;
}

bool LooksLikeFrontMatter(absl::string_view content) {
  if (!absl::StartsWith(content, "---\n") &&
      !absl::StartsWith(content, "---\r\n")) {
    return false;
  }
  const size_t end = content.find("\n---", 4);
  return end != absl::string_view::npos &&
         absl::StrContains(content.substr(0, end), "\ntitle:");
}

bool LooksLikeJustLaws(absl::string_view content) {
  if (FirstTitle(content).empty()) return false;
  int lines = 0;
  for (absl::string_view line : absl::StrSplit(content, '\n')) {
    if (++lines > 400) break;
    absl::string_view text = line;
    if (absl::ConsumePrefix(&text, "**") || absl::ConsumePrefix(&text, "#")) {
      while (absl::ConsumePrefix(&text, "#")) {
      }
      text = absl::StripLeadingAsciiWhitespace(text);
      const LineMark mark = ReadLineMark(text);
      if (mark.kind == MarkKind::kArticle || mark.kind == MarkKind::kChapter ||
          mark.kind == MarkKind::kPart || mark.kind == MarkKind::kPreamble) {
        return true;
      }
    } else if (lines < 40 && text.size() < 3000 && !ReadEvents(text).empty() &&
               (absl::StrContains(text, "通过") ||
                absl::StrContains(text, "修正") ||
                absl::StrContains(text, "公布"))) {
      return true;
    }
  }
  return false;
}

std::string FirstTitle(absl::string_view content) {
  OddCharacters ignored;
  for (absl::string_view line : absl::StrSplit(content, '\n')) {
    if (absl::StartsWith(line, "# ")) {
      return CleanLine(line.substr(2), 2, &ignored);
    }
  }
  return "";
}

bool IsPartOfCode(absl::string_view content) {
  const std::string title = FirstTitle(content);
  switch (ReadLineMark(title).kind) {
    case MarkKind::kPart:
    case MarkKind::kChapter:
    case MarkKind::kPreamble:
    case MarkKind::kSupplement:
      return true;
    default:
      return title == "修正案" || title == "总则" || title == "总纲";
  }
}

}  // namespace zhiheng::catalog
