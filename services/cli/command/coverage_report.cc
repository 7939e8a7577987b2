// The tables are made once; the three forms only differ in how they print one.
// Tested by packs_coverage_test.cc.
#include "services/cli/command/coverage_report.h"

#include <algorithm>
#include <map>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"

namespace zhiheng::cli {
namespace {

using rules::Covered;
using rules::ProvisionCoverage;
using rules::RowCoverage;

struct Table {
  std::string title;
  std::string about;
  std::vector<std::string> head;
  std::vector<std::vector<std::string>> body;
};

const char* WordOf(Covered covered) {
  switch (covered) {
    case Covered::kTested:
      return "tested";
    case Covered::kRuled:
      return "ruled";
    case Covered::kNotCheckable:
      return "not checkable";
    case Covered::kUncovered:
      return "UNCOVERED";
  }
  return "";
}

struct Counts {
  int all = 0;
  std::map<Covered, int> by;

  void Add(Covered covered) {
    ++all;
    ++by[covered];
  }
  std::vector<std::string> Cells() {
    return {absl::StrCat(all), absl::StrCat(by[Covered::kTested]),
            absl::StrCat(by[Covered::kRuled]),
            absl::StrCat(by[Covered::kNotCheckable]),
            absl::StrCat(by[Covered::kUncovered])};
  }
};

std::vector<std::string> Line(std::string first, Counts* counts) {
  std::vector<std::string> out = {std::move(first)};
  for (std::string& cell : counts->Cells()) out.push_back(std::move(cell));
  return out;
}

const std::vector<std::string> kCountHead = {
    "", "all", "tested", "ruled only", "not checkable", "uncovered"};

// FERT-NUT-001 belongs to FERT.
std::string GroupOf(const std::string& id) {
  return id.substr(0, id.find('-'));
}

Table RowsByGroup(const CoverageInput& input) {
  std::vector<std::string> order;
  std::map<std::string, Counts> groups;
  std::map<char, Counts> letters;
  Counts all;
  for (const RowCoverage& row : input.rows) {
    const std::string group = GroupOf(row.id);
    if (groups.count(group) == 0) order.push_back(group);
    groups[group].Add(row.covered);
    letters[row.letter].Add(row.covered);
    all.Add(row.covered);
  }
  Table out{"Rows",
            "Each row asks one thing of a label, a case or a procedure. "
            "Tested: rules answer it and every one of them has cases.",
            kCountHead,
            {}};
  for (const std::string& group : order)
    out.body.push_back(Line(group, &groups[group]));
  const std::pair<char, const char*> kLetters[] = {
      {'Y', "facts decide (Y)"},
      {'P', "facts raise a suspicion (P)"},
      {'N', "a person decides (N)"},
      {'-', "definitions, calculations (-)"}};
  for (const auto& [letter, name] : kLetters)
    out.body.push_back(Line(name, &letters[letter]));
  out.body.push_back(Line("all", &all));
  return out;
}

Table Editions(const CoverageInput& input) {
  std::map<std::string, Counts> editions;
  std::map<std::string, std::vector<std::string>> open;
  Counts all;
  for (const ProvisionCoverage& p : input.provisions) {
    const std::string edition =
        absl::StrCat(p.provision.instrument, "@", p.provision.edition);
    editions[edition].Add(p.covered);
    all.Add(p.covered);
    if (p.covered == Covered::kUncovered)
      open[edition].push_back(p.provision.provision);
  }
  Table out{"Provisions",
            "The provisions that the catalog describes, of every edition that "
            "a pack states. A provision counts as answered when a rule cites "
            "it, a part of it, or the whole that it is part of.",
            kCountHead,
            {}};
  out.head.push_back("without a rule");
  for (auto& [edition, counts] : editions) {
    out.body.push_back(Line(edition, &counts));
    out.body.back().push_back(absl::StrJoin(open[edition], ", "));
  }
  out.body.push_back(Line("all", &all));
  out.body.back().push_back("");
  return out;
}

// The text of the answer: rules, else the reason.
std::string AnswerOf(const std::vector<std::string>& rules,
                     const rules::Texts& why) {
  if (!rules.empty()) return absl::StrJoin(rules, ", ");
  return why.empty() ? "" : absl::StrCat(why.zh, " | ", why.en);
}

Table EveryRow(const CoverageInput& input) {
  Table out{
      "Row by row", "", {"row", "letter", "state", "rules, or why not"}, {}};
  for (const RowCoverage& row : input.rows) {
    out.body.push_back({row.id, std::string(1, row.letter), WordOf(row.covered),
                        AnswerOf(row.rules, row.why)});
  }
  return out;
}

Table NotCheckableProvisions(const CoverageInput& input) {
  Table out{
      "Provisions that no rule can rest on", "", {"provision", "why"}, {}};
  for (const ProvisionCoverage& p : input.provisions) {
    if (p.covered != Covered::kNotCheckable) continue;
    out.body.push_back(
        {absl::StrCat(p.provision.instrument, "@", p.provision.edition, "/",
                      p.provision.provision),
         AnswerOf({}, p.why)});
  }
  return out;
}

std::vector<Table> AllTables(const CoverageInput& input) {
  return {RowsByGroup(input), Editions(input), NotCheckableProvisions(input),
          EveryRow(input)};
}

std::string TextOf(const Table& table, size_t columns) {
  std::vector<size_t> widths(columns, 0);
  std::vector<std::vector<std::string>> lines = table.body;
  lines.insert(lines.begin(), table.head);
  for (const auto& line : lines) {
    for (size_t i = 0; i < columns && i < line.size(); ++i)
      widths[i] = std::max(widths[i], line[i].size());
  }
  std::string out = absl::StrCat(table.title, "\n");
  for (const auto& line : lines) {
    for (size_t i = 0; i < columns && i < line.size(); ++i) {
      const std::string pad(widths[i] - line[i].size(), ' ');
      // The first column reads from the left, numbers line up on the right.
      out += i == 0 ? absl::StrCat("  ", line[i], pad)
                    : absl::StrCat("  ", pad, line[i]);
    }
    out += "\n";
  }
  return out;
}

std::string Html(const std::string& text) {
  return absl::StrReplaceAll(
      text, {{"&", "&amp;"}, {"<", "&lt;"}, {">", "&gt;"}, {"\"", "&quot;"}});
}

std::string HtmlOf(const Table& table) {
  std::string out = absl::StrCat("<h2>", Html(table.title), "</h2>\n<p>",
                                 Html(table.about), "</p>\n<table>\n<tr>");
  for (const std::string& cell : table.head)
    absl::StrAppend(&out, "<th>", Html(cell), "</th>");
  out += "</tr>\n";
  for (const auto& line : table.body) {
    const bool open =
        std::find(line.begin(), line.end(), "UNCOVERED") != line.end();
    out += open ? "<tr class=\"open\">" : "<tr>";
    for (const std::string& cell : line)
      absl::StrAppend(&out, "<td>", Html(cell), "</td>");
    out += "</tr>\n";
  }
  return out + "</table>\n";
}

std::string MarkdownOf(const Table& table) {
  std::string out = absl::StrCat("\n## ", table.title, "\n\n");
  if (!table.about.empty()) absl::StrAppend(&out, table.about, "\n\n");
  const auto line = [&out](const std::vector<std::string>& cells) {
    std::vector<std::string> safe;
    for (const std::string& cell : cells)
      safe.push_back(absl::StrReplaceAll(cell, {{"|", "\\|"}}));
    absl::StrAppend(&out, "| ", absl::StrJoin(safe, " | "), " |\n");
  };
  line(table.head);
  line(std::vector<std::string>(table.head.size(), "---"));
  for (const auto& cells : table.body) line(cells);
  return out;
}

}  // namespace

std::string CoverageText(const CoverageInput& input) {
  std::string out =
      absl::StrCat(TextOf(RowsByGroup(input), kCountHead.size()), "\n",
                   TextOf(Editions(input), kCountHead.size()), "\n");
  int open = 0;
  for (const RowCoverage& row : input.rows) {
    if (row.covered != Covered::kUncovered) continue;
    ++open;
    absl::StrAppend(&out, "UNCOVERED ", row.id, " (",
                    std::string(1, row.letter), ")\n");
  }
  absl::StrAppend(&out, input.rule_count, " rules; ", input.rows.size(),
                  " rows, ", open, " uncovered; ", input.provisions.size(),
                  " provisions\n");
  return out;
}

std::string CoverageMarkdown(const CoverageInput& input) {
  std::string out =
      "# What the library answers\n\nWritten by `zhiheng packs coverage "
      "--markdown`; a test holds it to the packs.\n";
  for (const Table& table : AllTables(input)) {
    if (!table.body.empty()) out += MarkdownOf(table);
  }
  return out;
}

std::string CoverageHtml(const CoverageInput& input) {
  std::string out =
      "<!doctype html>\n<html lang=\"zh\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<title>规则覆盖 Coverage</title>\n<style>\n"
      "body{font-family:sans-serif;margin:2em;max-width:80em}\n"
      "table{border-collapse:collapse}\n"
      "td,th{border:1px solid #ccc;padding:.2em .6em;text-align:left;"
      "vertical-align:top}\n"
      "tr.open td{background:#fdd}\n</style>\n</head>\n<body>\n"
      "<h1>规则覆盖 What the library answers</h1>\n";
  for (const Table& table : AllTables(input)) {
    if (!table.body.empty()) out += HtmlOf(table);
  }
  return out + "</body>\n</html>\n";
}

}  // namespace zhiheng::cli
