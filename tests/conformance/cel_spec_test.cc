// The official CEL data, run through the engine in every mode. What does not
// pass is a line in known_gaps.txt; a line that passes fails the test, so the
// list stays true. The data come from npm at test time, at the version and
// with the integrity hash of tests/npm/package-lock.json (npm ci checks it);
// without them the tests skip and say so.
//
// ZHIHENG_CEL_SPEC: folder written by export_cel_spec.mjs.
// ZHIHENG_WRITE_GAPS: a file to write the present gaps to.
// ZHIHENG_WRITE_TABLE: a file to write the README's table to.
#include <cstdlib>
#include <fstream>
#include <functional>
#include <map>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gtest/gtest.h"
#include "tests/conformance/cel_spec_data.h"
#include "tests/conformance/cel_spec_runner.h"
#include "tests/conformance/cel_spec_trees.h"

namespace zhiheng::conformance {
namespace {

using Runner = std::function<std::string(CelSpecData*, const CelSpecCase&)>;

std::set<std::string> KnownGaps() {
  std::set<std::string> gaps;
  std::ifstream in("known_gaps.txt");
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line[0] == '#') continue;
    gaps.insert(line.substr(0, line.find(" # ")));
  }
  return gaps;
}

void Append(const char* variable, const std::string& line) {
  if (const char* path = std::getenv(variable)) {
    std::ofstream(path, std::ios::app) << line << "\n";
  }
}

// Section, cases that pass, cases.
using Counts = std::map<std::string, std::pair<int, int>>;

// Every suite that ran, for the table.
std::map<std::string, Counts>& Ran() {
  static auto* const ran = new std::map<std::string, Counts>();
  return *ran;
}

// Writes the README's table when all is done: a line for each section, a column
// for each mode that runs the conformance cases, then the suites of trees.
class TableWriter : public testing::Environment {
 public:
  void TearDown() override {
    std::set<std::string> modes;
    std::map<std::string, int> sections;
    for (const auto& [title, counts] : Ran()) {
      if (counts.size() < 2) continue;
      modes.insert(title);
      for (const auto& [section, count] : counts) {
        sections[section] = count.second;
        sections["**all**"] += title == *modes.begin() ? count.second : 0;
      }
    }
    std::string head = "| section | cases |";
    std::string rule = "| --- | --- |";
    for (const std::string& mode : modes) {
      absl::StrAppend(&head, " ", mode, " |");
      rule += " --- |";
    }
    Append("ZHIHENG_WRITE_TABLE", absl::StrCat(head, "\n", rule));
    for (const auto& [section, cases] : sections) {
      std::string line = absl::StrCat("| ", section, " | ", cases, " |");
      for (const std::string& mode : modes) {
        absl::StrAppend(&line, " ", Passed(Ran()[mode], section), " |");
      }
      Append("ZHIHENG_WRITE_TABLE", line);
    }
    for (const auto& [title, counts] : Ran()) {
      if (counts.size() > 1) continue;
      for (const auto& [section, count] : counts) {
        Append("ZHIHENG_WRITE_TABLE",
               absl::StrCat("| trees: ", title, " | ", count.second, " | ",
                            count.first, " |"));
      }
    }
  }

 private:
  static int Passed(const Counts& counts, const std::string& section) {
    int passed = 0;
    for (const auto& [name, count] : counts) {
      if (name == section || section == "**all**") passed += count.first;
    }
    return passed;
  }
};
const auto* const kTable =
    testing::AddGlobalTestEnvironment(new TableWriter());  // NOLINT

void Report(const std::string& title, const Counts& sections) {
  int passed = 0;
  int all = 0;
  for (const auto& [section, count] : sections) {
    std::printf("%-20s %4d of %4d\n", section.c_str(), count.first,
                count.second);
    passed += count.first;
    all += count.second;
  }
  std::printf("%-20s %4d of %4d\n", title.c_str(), passed, all);
  Ran()[title] = sections;
}

void RunSuite(const std::string& suite, const std::string& title,
              MessageTypes types, const Runner& run) {
  const char* folder = std::getenv("ZHIHENG_CEL_SPEC");
  if (folder == nullptr) {
    GTEST_SKIP() << "ZHIHENG_CEL_SPEC is not set: the official CEL data were "
                    "not fetched (./dev test does it)";
  }
  if (types == MessageTypes::kGenerated && !CelSpecData::HasGenerated()) {
    GTEST_SKIP() << "built without the classes of the official messages: "
                    "configure with -DZHIHENG_CEL_SPEC=<folder of the data>";
  }
  auto data = CelSpecData::Load(folder, types);
  ASSERT_TRUE(data.ok()) << data.status();
  auto cases = (*data)->Cases(suite);
  ASSERT_TRUE(cases.ok()) << cases.status();
  const std::set<std::string> gaps = KnownGaps();
  const bool writing = std::getenv("ZHIHENG_WRITE_GAPS") != nullptr;
  Counts sections;
  std::set<std::string> seen;
  for (const CelSpecCase& item : *cases) {
    const std::string why = run(data->get(), item);
    const std::string key =
        absl::StrCat(title, " ", item.section, " ", item.name);
    std::pair<int, int>& count =
        sections[item.section.substr(0, item.section.find('/'))];
    ++count.second;
    if (why.empty()) ++count.first;
    if (!why.empty()) {
      const std::vector<std::string> lines = absl::StrSplit(why, '\n');
      Append("ZHIHENG_WRITE_GAPS", absl::StrCat(key, " # ", lines[0]));
    }
    const bool known = gaps.count(key) > 0;
    EXPECT_FALSE(known && why.empty() && seen.insert(key).second && !writing)
        << key << " passes now: remove it from known_gaps.txt";
    EXPECT_TRUE(known || why.empty() || writing)
        << key << "\n  " << TextField(*item.test, "expr") << "\n  " << why;
  }
  Report(title, sections);
}

Runner In(Mode mode) {
  return [mode](CelSpecData* data, const CelSpecCase& item) {
    return RunCase(data, item, mode);
  };
}

TEST(CelSpecTest, ConformanceDynamicFolded) {
  RunSuite("conformance", "dynamic-folded", MessageTypes::kDynamic,
           In(Mode::kFolded));
}
TEST(CelSpecTest, ConformanceDynamicUnfolded) {
  RunSuite("conformance", "dynamic-unfolded", MessageTypes::kDynamic,
           In(Mode::kUnfolded));
}
TEST(CelSpecTest, ConformanceReference) {
  RunSuite("conformance", "reference", MessageTypes::kDynamic,
           In(Mode::kReference));
}
TEST(CelSpecTest, ConformanceGeneratedFolded) {
  RunSuite("conformance", "generated-folded", MessageTypes::kGenerated,
           In(Mode::kFolded));
}
TEST(CelSpecTest, ConformanceGeneratedUnfolded) {
  RunSuite("conformance", "generated-unfolded", MessageTypes::kGenerated,
           In(Mode::kUnfolded));
}
TEST(CelSpecTest, ParserTrees) {
  RunSuite("parsing", "parsing", MessageTypes::kDynamic, CompareTrees);
}
TEST(CelSpecTest, CheckerTrees) {
  RunSuite("checking", "checking", MessageTypes::kDynamic, CompareTrees);
}
TEST(CelSpecTest, ComprehensionTrees) {
  RunSuite("comprehension", "comprehension", MessageTypes::kDynamic,
           CompareTrees);
}

}  // namespace
}  // namespace zhiheng::conformance
