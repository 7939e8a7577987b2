// Sixty slips of authors, each in a pack that ships: lint or test finds them
// and says where. mutants.yaml has them. What is run is what an author runs:
// `zhiheng packs lint --catalog` and `zhiheng packs test`.
#include <gtest/gtest.h>
#include <re2/re2.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "services/cli/command/packs_files.h"
#include "services/cli/embedded/engines.h"
#include "services/common/base/clock.h"
#include "services/common/testing/temp_dir.h"

namespace zhiheng {
namespace {

namespace fs = std::filesystem;

// Tests run in their source folder.
constexpr char kLibrary[] = "../../services/rules/library";
// Of sixty; a survivor is printed with its name.
constexpr int kMustFind = 57;

struct Mutant {
  std::string name, rule, pack, find, replace, by;
};

struct Place {
  std::string text;  // of the pack
  size_t begin = 0;  // of the rule, or of the pack
  size_t end = 0;
};

int LineOf(const std::string& text, size_t at) {
  return 1 + static_cast<int>(std::count(
                 text.begin(), text.begin() + static_cast<long>(at), '\n'));
}

std::vector<std::string> Packs() {
  std::vector<std::string> out;
  for (const auto& entry : fs::recursive_directory_iterator(kLibrary)) {
    if (entry.path().extension() != ".yaml") continue;
    std::ifstream in(entry.path(), std::ios::binary);
    out.emplace_back(std::istreambuf_iterator<char>(in),
                     std::istreambuf_iterator<char>());
  }
  return out;
}

// Where a line that reads `line` begins; npos: nowhere.
size_t FindLine(const std::string& text, const std::string& line) {
  const size_t at = ("\n" + text).find("\n" + line + "\n");
  return at;
}

Place Find(const std::vector<std::string>& packs, const Mutant& m) {
  for (const std::string& text : packs) {
    if (!m.pack.empty()) {
      if (FindLine(text, "pack: " + m.pack) != std::string::npos)
        return {text, 0, text.size()};
      continue;
    }
    const size_t begin = FindLine(text, "  - id: " + m.rule);
    if (begin == std::string::npos) continue;
    re2::StringPiece rest(text);
    rest.remove_prefix(begin + 1);
    re2::StringPiece next;
    const bool more = RE2::PartialMatch(rest, "(\n(?:  - id:|[a-z]+:))", &next);
    const size_t end =
        more ? static_cast<size_t>(next.data() - text.data()) : text.size();
    return {text, begin, end};
  }
  return {};
}

// Line numbers of pack.yaml in what was said.
std::vector<int> LinesIn(const std::string& said) {
  std::vector<int> out;
  re2::StringPiece rest(said);
  for (int line = 0;
       RE2::FindAndConsume(&rest, "pack\\.yaml:([0-9]+):", &line);) {
    out.push_back(line);
  }
  return out;
}

class MutantsTest : public ::testing::Test {
 protected:
  MutantsTest() : engines_({"", ""}, &clock_) {
    catalog_ = *cli::OpenLocalCatalog(&engines_);
  }

  // What lint says, or test when lint says nothing; empty: it survives.
  std::string Say(const std::string& pack, std::string* by) {
    testing::TempDir dir;
    std::ofstream(dir.File("pack.yaml"), std::ios::binary) << pack;
    cli::PackFilesOptions options;
    options.folder = dir.path();
    std::istringstream in;
    std::ostringstream out;
    cli::Console console{in, out, out};
    *by = "lint";
    if (cli::RunPacksLint(options, catalog_.get(), &console) != 0)
      return out.str();
    out.str("");
    *by = "test";
    if (cli::RunPacksTest(options, &console) != 0) return out.str();
    return "";
  }

  const SystemClock clock_;
  cli::Engines engines_;
  std::unique_ptr<cli::Catalog> catalog_;
};

TEST_F(MutantsTest, AreFoundWhereTheyAre) {
  const std::vector<std::string> packs = Packs();
  int found = 0;
  int exact = 0;
  const YAML::Node mutants = YAML::LoadFile("mutants.yaml")["mutants"];
  ASSERT_EQ(mutants.size(), 60u);
  for (const auto& node : mutants) {
    const auto text = [&node](const char* key) {
      return node[key] ? node[key].Scalar() : std::string();
    };
    const Mutant m{text("name"), text("rule"),    text("pack"),
                   text("find"), text("replace"), text("by")};
    const Place place = Find(packs, m);
    const size_t at = place.text.find(m.find, place.begin);
    ASSERT_TRUE(!place.text.empty() && at < place.end)
        << m.name << ": " << m.rule << m.pack << " no longer reads so";
    std::string changed = place.text;
    changed.replace(at, m.find.size(), m.replace);
    std::string by;
    const std::string said = Say(changed, &by);
    if (said.empty()) {
      std::cout << "SURVIVES: " << m.name << " (" << m.rule << m.pack << ")\n";
      continue;
    }
    ++found;
    EXPECT_EQ(by, m.by == "catalog" ? "lint" : m.by) << m.name << "\n" << said;
    const int line = LineOf(place.text, at);
    const std::vector<int> lines = LinesIn(said);
    const bool here =
        std::find(lines.begin(), lines.end(), line) != lines.end();
    exact += here;
    // Something left out has no line, and an example that fails has its own:
    // both lie in the rule.
    const int first = LineOf(place.text, place.begin);
    const int last = LineOf(place.text, place.end);
    EXPECT_TRUE(std::any_of(lines.begin(), lines.end(),
                            [&](int l) { return first <= l && l <= last; }))
        << m.name << " is at line " << line << "\n"
        << said;
  }
  std::cout << found << " of " << mutants.size() << " found, " << exact
            << " at the very line\n";
  EXPECT_GE(found, kMustFind);
}

TEST_F(MutantsTest, ThePacksThemselvesAreRight) {
  std::istringstream in;
  std::ostringstream out;
  cli::Console console{in, out, out};
  cli::PackFilesOptions options;
  options.folder = kLibrary;
  EXPECT_EQ(cli::RunPacksLint(options, catalog_.get(), &console), 0)
      << out.str();
}

}  // namespace
}  // namespace zhiheng
