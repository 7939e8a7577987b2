#include "services/cli/command/test_report.h"

#include <fstream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace zhiheng::cli {
namespace {

constexpr const char* kOutcomes[] = {"COMPLIANT",      "NON_COMPLIANT",
                                     "NOT_APPLICABLE", "NEEDS_FACTS",
                                     "NEEDS_REVIEW",   "ERROR"};

// Text inside XML; control characters, which XML forbids, become blanks.
std::string Xml(const std::string& text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c >= 0 && c < ' ' && c != '\n' && c != '\t' ? ' ' : c;
    }
  }
  return out;
}

std::string Place(const rules::ExampleResult& result) {
  return absl::StrCat(result.file, ":", result.at.line, ":", result.at.column);
}

}  // namespace

void TestReport::Add(const std::string& pack,
                     const rules::ExampleResult& result) {
  ++(result.passed ? passed_ : failed_);
  results_.emplace_back(pack, result);
}

void TestReport::PrintFailures(Console* console) const {
  for (const auto& [pack, result] : results_) {
    if (result.passed) continue;
    console->out << "FAILED " << pack << "/" << result.rule << ": "
                 << result.name << "\n  " << Place(result) << "\n";
    for (const std::string& difference : result.differences)
      console->out << "  " << difference << "\n";
  }
}

void TestReport::PrintCoverage(const rules::PackSet& packs,
                               Console* console) const {
  std::map<std::string, std::map<std::string, int>> cases;  // by pack/rule
  for (const auto& [pack, result] : results_)
    ++cases[absl::StrCat(pack, "/", result.rule)][result.expected];
  std::map<std::string, int> rules_with;
  int all = 0;
  for (const auto& pack : packs.packs()) {
    for (const rules::RuleProgram& rule : pack->rules) {
      const std::string name = absl::StrCat(pack->id, "/", rule.id);
      std::vector<std::string> parts;
      for (const char* outcome : kOutcomes) {
        const int count = cases[name][outcome];
        if (count == 0) continue;
        ++rules_with[outcome];
        parts.push_back(absl::StrCat(outcome, " ", count));
      }
      ++all;
      console->out << name << "  "
                   << (parts.empty() ? "no case" : absl::StrJoin(parts, ", "))
                   << "\n";
    }
  }
  console->out << all << " rules";
  for (const char* outcome : kOutcomes) {
    console->out << "; " << rules_with[outcome] << " with " << outcome;
  }
  console->out << "\n";
}

absl::Status TestReport::WriteJUnit(const std::string& path) const {
  std::map<std::string, std::vector<const rules::ExampleResult*>> suites;
  for (const auto& [pack, result] : results_) suites[pack].push_back(&result);
  std::ofstream out(path, std::ios::binary);
  out << "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites tests=\""
      << passed_ + failed_ << "\" failures=\"" << failed_ << "\">\n";
  for (const auto& [pack, results] : suites) {
    int failures = 0;
    for (const auto* result : results) failures += result->passed ? 0 : 1;
    out << "  <testsuite name=\"" << Xml(pack) << "\" tests=\""
        << results.size() << "\" failures=\"" << failures << "\">\n";
    for (const auto* result : results) {
      out << "    <testcase classname=\"" << Xml(pack + "." + result->rule)
          << "\" name=\"" << Xml(result->name) << "\" file=\""
          << Xml(result->file) << "\" line=\"" << result->at.line << "\"";
      if (result->passed) {
        out << "/>\n";
        continue;
      }
      out << ">\n      <failure message=\""
          << Xml(absl::StrJoin(result->differences, "; ")) << "\">"
          << Xml(Place(*result)) << "</failure>\n    </testcase>\n";
    }
    out << "  </testsuite>\n";
  }
  out << "</testsuites>\n";
  out.close();
  return out ? absl::OkStatus()
             : absl::UnavailableError(absl::StrCat("cannot write ", path));
}

}  // namespace zhiheng::cli
