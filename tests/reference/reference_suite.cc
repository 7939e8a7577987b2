#include "tests/reference/reference_suite.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <set>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/common/base/status_macros.h"
#include "services/common/facts/facts_reader.h"

namespace zhiheng::reference {
namespace {

absl::Status Bad(const std::string& file, const YAML::Node& at,
                 const std::string& what) {
  return absl::InvalidArgumentError(
      absl::StrCat(file, ":", at.Mark().line + 1, ": ", what));
}

absl::Status OnlyKeys(const std::string& file, const YAML::Node& map,
                      const std::set<std::string>& known) {
  if (!map.IsMap()) return Bad(file, map, "must be a map");
  for (const auto& entry : map) {
    if (known.count(entry.first.Scalar()) == 0) {
      return Bad(file, entry.first,
                 absl::StrCat("no key '", entry.first.Scalar(), "' here"));
    }
  }
  return absl::OkStatus();
}

std::string Text(const YAML::Node& map, const char* key) {
  return map[key] ? map[key].Scalar() : "";
}

std::vector<std::string> Texts(const YAML::Node& map, const char* key) {
  std::vector<std::string> out;
  if (!map[key]) return out;
  for (const YAML::Node& item : map[key]) out.push_back(item.Scalar());
  return out;
}

std::optional<bool> Flag(const YAML::Node& map, const char* key) {
  if (!map[key]) return std::nullopt;
  return map[key].as<bool>();
}

// `case.acts[0].lastDay` into its parent node and last name, making maps on the
// way. The facts decide whether the path is one of theirs.
YAML::Node Parent(YAML::Node node, const std::string& path, std::string* last) {
  const std::vector<std::string> steps = absl::StrSplit(path, '.');
  for (size_t i = 0; i + 1 < steps.size(); ++i) {
    const size_t bracket = steps[i].find('[');
    YAML::Node next = node[steps[i].substr(0, bracket)];
    int index = 0;
    if (bracket != std::string::npos &&
        absl::SimpleAtoi(
            steps[i].substr(bracket + 1, steps[i].size() - bracket - 2),
            &index)) {
      next.reset(next[index]);
    }
    node.reset(next);
  }
  *last = steps.back();
  return node;
}

absl::Status BuildSubject(const std::string& file, const YAML::Node& node,
                          const std::string& root, facts::v1::Subject* out) {
  YAML::Node facts;
  if (node["subject"]) {
    facts = YAML::Clone(node["subject"]);
  } else if (node["file"]) {
    facts = YAML::LoadFile(absl::StrCat(root, "/", node["file"].Scalar()));
  } else {
    return Bad(file, node, "needs 'file' or 'subject'");
  }
  std::string last;
  if (node["set"]) {
    for (const auto& entry : node["set"]) {
      Parent(facts, entry.first.Scalar(), &last)[last] = entry.second;
    }
  }
  for (const std::string& path : Texts(node, "unset")) {
    Parent(facts, path, &last).remove(last);
  }
  const std::vector<FactsProblem> problems = ReadFactsNode(facts, {}, out);
  if (!problems.empty()) return Bad(file, node, ProblemSentence(problems[0]));
  return absl::OkStatus();
}

ExpectedFine ReadFine(const YAML::Node& node) {
  return {Text(node, "min"),          Text(node, "max"),
          Flag(node, "max_at_least"), Flag(node, "hypothetical"),
          Flag(node, "inside"),       Text(node, "position")};
}

absl::StatusOr<ExpectedFinding> ReadFinding(const std::string& file,
                                            const YAML::Node& node) {
  RETURN_IF_ERROR(OnlyKeys(file, node,
                           {"row", "rule", "outcome", "reason", "cites",
                            "needs", "texts", "fine", "duty", "due"}));
  ExpectedFinding out;
  out.row = Text(node, "row");
  out.rule = Text(node, "rule");
  out.outcome = Text(node, "outcome");
  out.reason = Text(node, "reason");
  out.cites = Texts(node, "cites");
  out.needs = Texts(node, "needs");
  out.texts = Texts(node, "texts");
  out.duty = Texts(node, "duty");
  out.due = Text(node, "due");
  if (out.rule.empty() || out.outcome.empty()) {
    return Bad(file, node, "needs 'rule' and 'outcome'");
  }
  if (node["fine"]) {
    RETURN_IF_ERROR(OnlyKeys(
        file, node["fine"],
        {"min", "max", "max_at_least", "hypothetical", "inside", "position"}));
    out.fine = ReadFine(node["fine"]);
  }
  return out;
}

std::string TestName(const std::string& suite, const std::string& name) {
  std::string out;
  for (char c : absl::StrCat(suite, "_", name)) {
    out += std::isalnum(static_cast<unsigned char>(c)) ? c : '_';
  }
  return out;
}

absl::Status LoadSuite(const std::string& file, const std::string& root,
                       std::vector<ReferenceCase>* cases) {
  const YAML::Node suite = YAML::LoadFile(file);
  RETURN_IF_ERROR(OnlyKeys(file, suite, {"suite", "today", "cases"}));
  ASSIGN_OR_RETURN(const CivilDate today,
                   CivilDate::Parse(Text(suite, "today")));
  for (const YAML::Node& node : suite["cases"]) {
    RETURN_IF_ERROR(
        OnlyKeys(file, node,
                 {"name", "file", "subject", "set", "unset", "findings",
                  "others", "source", "applied", "note"}));
    ReferenceCase one;
    one.title = Text(node, "name");
    one.name = TestName(Text(suite, "suite"), one.title);
    one.source = Text(node, "source");
    one.applied = Texts(node, "applied");
    one.note = Text(node, "note");
    one.today = today;
    RETURN_IF_ERROR(BuildSubject(file, node, root, &one.subject));
    if (node["findings"]) {
      for (const YAML::Node& item : node["findings"]) {
        ASSIGN_OR_RETURN(ExpectedFinding finding, ReadFinding(file, item));
        one.findings.push_back(std::move(finding));
      }
    }
    one.others = Texts(node, "others");
    cases->push_back(std::move(one));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::vector<ReferenceCase>> LoadSuites(const std::string& folder,
                                                      const std::string& root) {
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == ".yaml") {
      files.push_back(entry.path().string());
    }
  }
  std::sort(files.begin(), files.end());
  std::vector<ReferenceCase> cases;
  for (const std::string& file : files) {
    try {
      RETURN_IF_ERROR(LoadSuite(file, root, &cases));
    } catch (const YAML::Exception& e) {
      return absl::InvalidArgumentError(absl::StrCat(file, ": ", e.what()));
    }
  }
  return cases;
}

}  // namespace zhiheng::reference
