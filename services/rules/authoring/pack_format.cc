// Works on lines: yaml-cpp forgets comments. A first pass says of each line
// whether it may be touched (a block scalar and a value over several lines may
// not) and tidies the others; then rules are put in order and sections apart.
// Tested by pack_format_test.cc over the library that ships.
#include "services/rules/authoring/pack_format.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "services/rules/authoring/flow_text.h"
#include "services/rules/packs/pack_keys.h"
#include "services/rules/yaml/yaml_file.h"

namespace zhiheng::rules {
namespace {

struct Line {
  std::string text;
  bool kept = false;  // inside a value: not a line of its own

  size_t indent() const {
    return std::min(text.find_first_not_of(' '), text.size());
  }
  bool blank() const { return !kept && text.empty(); }
  bool comment() const {
    return !kept && indent() < text.size() && text[indent()] == '#';
  }
  bool plain() const { return !kept && !blank() && !comment(); }
};
using Lines = std::vector<Line>;

// Where the value on a line starts: after `- ` and `key: `. A quoted key and a
// key with blanks are not looked into.
size_t ValueAt(const std::string& text) {
  size_t at = text.find_first_not_of(' ');
  if (at == std::string::npos) return text.size();
  while (text.compare(at, 2, "- ") == 0) {
    at = text.find_first_not_of(' ', at + 1);
    if (at == std::string::npos) return text.size();
  }
  size_t end = at;
  while (end < text.size() &&
         (absl::ascii_isalnum(text[end]) || text[end] == '_' ||
          text[end] == '-' || text[end] == '.')) {
    ++end;
  }
  if (end == at || text.compare(end, 1, ":") != 0) return at;
  if (end + 1 == text.size()) return text.size();
  if (text[end + 1] != ' ') return at;
  const size_t value = text.find_first_not_of(' ', end + 1);
  return value == std::string::npos ? text.size() : value;
}

// Brackets and quotes that a line leaves open, so that the lines up to their
// end are kept. Counted as YAML does: quotes only where a value begins.
bool LeavesOpen(const std::string& text, size_t value) {
  if (value >= text.size()) return false;
  const char c = text[value];
  if (c == '"' || c == '\'') {
    for (size_t i = value + 1; i < text.size(); ++i) {
      if (text[i] == '\\' && c == '"') {
        ++i;
      } else if (text[i] == c) {
        if (c == '\'' && i + 1 < text.size() && text[i + 1] == c) {
          ++i;
          continue;
        }
        return false;
      }
    }
    return true;
  }
  if (c != '{' && c != '[') return false;
  size_t end = 0;
  return !TidyFlow(text, value, &end).has_value();
}

bool StartsBlock(const std::string& text, size_t value) {
  if (value >= text.size() || (text[value] != '|' && text[value] != '>'))
    return false;
  for (size_t i = value + 1; i < text.size(); ++i) {
    if (text[i] == ' ' || text[i] == '#') break;
    if (text[i] != '-' && text[i] != '+' && !absl::ascii_isdigit(text[i]))
      return false;
  }
  return true;
}

void TidyLine(std::string* text) {
  const size_t value = ValueAt(*text);
  if (value >= text->size()) return;
  if ((*text)[value] != '{' && (*text)[value] != '[') return;
  size_t end = 0;
  const std::optional<std::string> flow = TidyFlow(*text, value, &end);
  if (!flow.has_value()) return;
  const std::string rest = text->substr(end);
  // Something after the bracket that is no comment: not a value in brackets.
  if (!rest.empty() && !absl::StartsWith(rest, " ")) return;
  // Between the key and the value one blank.
  std::string head = text->substr(0, value);
  while (absl::EndsWith(head, "  ") &&
         head.find_first_not_of(' ') != std::string::npos) {
    head.pop_back();
  }
  *text = absl::StrCat(head, *flow, rest);
}

void ReleaseBlanks(Lines* lines) {
  for (auto line = lines->rbegin(); line != lines->rend(); ++line) {
    if (!line->kept || !absl::StripAsciiWhitespace(line->text).empty()) return;
    *line = {};
  }
}

// Says which lines are kept, and tidies the others.
Lines ReadLines(const std::string& text) {
  Lines out;
  std::optional<size_t> block;  // indent of the line that a block belongs to
  std::optional<size_t> open;   // the same of an open value
  for (absl::string_view raw : absl::StrSplit(text, '\n')) {
    absl::ConsumeSuffix(&raw, "\r");
    Line line{std::string(raw)};
    const size_t indent = line.indent();
    const bool empty = indent == line.text.size();
    if (block.has_value() && (empty || indent > *block)) {
      line.kept = true;
      out.push_back(std::move(line));
      continue;
    }
    // Blank lines after a block are between things, and no part of it.
    if (block.has_value()) ReleaseBlanks(&out);
    block.reset();
    // An open value goes on until a line that is not deeper than its key; one
    // that ends in a bracket at that depth is its end.
    if (open.has_value() &&
        (empty || indent > *open || line.text[indent] == '}' ||
         line.text[indent] == ']')) {
      line.kept = true;
      out.push_back(std::move(line));
      continue;
    }
    open.reset();
    absl::StripTrailingAsciiWhitespace(&line.text);
    if (line.plain()) {
      const size_t value = ValueAt(line.text);
      if (StartsBlock(line.text, value)) {
        block = indent;
      } else if (LeavesOpen(line.text, value)) {
        open = indent;
      } else {
        TidyLine(&line.text);
      }
    }
    out.push_back(std::move(line));
  }
  // Blank lines at the end of a block scalar are no part of it that counts.
  while (!out.empty() && absl::StripAsciiWhitespace(out.back().text).empty())
    out.pop_back();
  return out;
}

// A key of a rule with the comments above it and the lines below it.
struct Entry {
  size_t order = 0;
  Lines lines;
};

std::string KeyOf(const std::string& text, size_t indent) {
  const size_t colon = text.find(':', indent);
  return colon == std::string::npos ? "" : text.substr(indent, colon - indent);
}

// Puts the keys of one rule in order. `rule` begins with `- ` at `indent`.
// Left alone when something in it is not understood.
Lines OrderRule(const Lines& rule, size_t indent) {
  const std::vector<std::string>& order = SpecOf("rule").Names();
  const size_t inner = indent + 2;
  if (rule[0].text.size() <= inner || rule[0].text[inner] == ' ') return rule;
  std::vector<Entry> entries;
  Lines above;
  for (size_t i = 0; i < rule.size(); ++i) {
    Line line = rule[i];
    if (i == 0) line.text[indent] = ' ';
    const bool key =
        line.plain() && line.indent() == inner && line.text[inner] != '-';
    if (!key) {
      if (line.blank()) return rule;
      if (line.comment() && line.indent() <= inner) {
        above.push_back(std::move(line));
      } else if (entries.empty()) {
        return rule;
      } else {
        for (Line& comment : above)
          entries.back().lines.push_back(std::move(comment));
        above.clear();
        entries.back().lines.push_back(std::move(line));
      }
      continue;
    }
    const auto at =
        std::find(order.begin(), order.end(), KeyOf(line.text, inner));
    if (at == order.end()) return rule;
    entries.push_back({static_cast<size_t>(at - order.begin()), {}});
    for (Line& comment : above)
      entries.back().lines.push_back(std::move(comment));
    above.clear();
    entries.back().lines.push_back(std::move(line));
  }
  std::stable_sort(
      entries.begin(), entries.end(),
      [](const Entry& a, const Entry& b) { return a.order < b.order; });
  // A comment cannot stand before the `-`.
  if (entries.front().lines.front().comment()) return rule;
  Lines out;
  for (Entry& entry : entries) {
    for (Line& line : entry.lines) out.push_back(std::move(line));
  }
  out.front().text[indent] = '-';
  for (Line& comment : above) out.push_back(std::move(comment));
  return out;
}

bool IsTopKey(const Line& line) {
  return line.plain() && line.indent() == 0 && line.text[0] != '-' &&
         line.text.find(':') != std::string::npos;
}

// The rules of a pack: `- ` at one indent below `rules:`.
Lines OrderRules(const Lines& lines) {
  Lines out;
  bool in_rules = false;
  for (size_t i = 0; i < lines.size();) {
    if (IsTopKey(lines[i])) in_rules = lines[i].text == "rules:";
    const bool item = in_rules && lines[i].plain() &&
                      lines[i].text.compare(lines[i].indent(), 2, "- ") == 0;
    if (!item) {
      out.push_back(lines[i++]);
      continue;
    }
    const size_t indent = lines[i].indent();
    size_t end = i + 1;
    while (end < lines.size() && !lines[end].blank() &&
           (lines[end].kept || lines[end].indent() > indent)) {
      ++end;
    }
    const Lines rule(lines.begin() + static_cast<long>(i),
                     lines.begin() + static_cast<long>(end));
    for (Line& line : OrderRule(rule, indent)) out.push_back(std::move(line));
    i = end;
  }
  return out;
}

// A section has lines of its own below its key.
bool IsSection(const Lines& lines, size_t at) {
  return IsTopKey(lines[at]) && absl::EndsWith(lines[at].text, ":");
}

// The first line of what `at` stands in with the comments right above it.
size_t WithComments(const Lines& lines, size_t at) {
  while (at > 0 && lines[at - 1].comment() &&
         lines[at - 1].indent() == lines[at].indent()) {
    --at;
  }
  return at;
}

Lines SetApart(const Lines& lines) {
  std::vector<bool> apart(lines.size(), false);
  bool in_rules = false;
  bool first_rule = false;
  for (size_t i = 0; i < lines.size(); ++i) {
    if (IsSection(lines, i)) {
      apart[WithComments(lines, i)] = true;
      in_rules = first_rule = lines[i].text == "rules:";
    } else if (IsTopKey(lines[i])) {
      in_rules = false;
    }
    if (in_rules && lines[i].plain() && lines[i].indent() <= 2 &&
        lines[i].text.compare(lines[i].indent(), 2, "- ") == 0) {
      if (!std::exchange(first_rule, false))
        apart[WithComments(lines, i)] = true;
    }
  }
  Lines out;
  for (size_t i = 0; i < lines.size(); ++i) {
    const bool last_blank = out.empty() || out.back().blank();
    if (lines[i].blank() && last_blank) continue;
    if (apart[i] && !last_blank) out.push_back({});
    out.push_back(lines[i]);
  }
  return out;
}

std::string Join(const Lines& lines) {
  std::string out;
  for (const Line& line : lines) absl::StrAppend(&out, line.text, "\n");
  return out;
}

absl::StatusOr<std::string> MeaningOf(const std::string& text) {
  Diagnostics diagnostics;
  const auto file = YamlFile::Parse("", text, &diagnostics);
  if (!file.has_value()) {
    return absl::InvalidArgumentError(
        diagnostics.empty() ? "there is nothing in it"
                            : diagnostics.items().front().sentence);
  }
  return CanonicalText(file->root());
}

}  // namespace

absl::StatusOr<std::string> FormatPack(const std::string& text) {
  const auto before = MeaningOf(text);
  if (!before.ok()) return before.status();
  std::string out = Join(SetApart(OrderRules(ReadLines(text))));
  const auto after = MeaningOf(out);
  if (!after.ok() || *after != *before) {
    return absl::InternalError(
        "the usual form would change what the file says; it stays as it is");
  }
  return out;
}

}  // namespace zhiheng::rules
