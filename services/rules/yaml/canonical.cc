// The canonical text of a YAML tree, and places within scalars. Both walk
// without recursion; cost is linear in the text (keys are sorted per map).
// Tested by yaml_file_test.cc.
#include <yaml-cpp/yaml.h>

#include <functional>
#include <map>

#include "absl/strings/str_cat.h"
#include "services/common/base/text.h"
#include "services/rules/yaml/yaml_file.h"

namespace zhiheng::rules {
namespace {

bool IsSpace(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }

std::string Framed(char kind, const std::string& text) {
  return absl::StrCat(std::string(1, kind), text.size(), ":", text, "\n");
}

}  // namespace

std::string CanonicalText(const YAML::Node& root) {
  // A node still to be written, or a text that is ready.
  struct Step {
    YAML::Node node;
    std::string text;
  };
  std::string out;
  std::vector<Step> open = {{root, ""}};
  while (!open.empty()) {
    const Step step = open.back();
    open.pop_back();
    if (!step.text.empty()) {
      out += step.text;
    } else if (!step.node.IsDefined() || step.node.IsNull()) {
      out += "~\n";
    } else if (step.node.IsScalar()) {
      out += Framed('s', step.node.Scalar());
    } else if (step.node.IsSequence()) {
      absl::StrAppend(&out, "[", step.node.size(), "\n");
      for (size_t i = step.node.size(); i > 0; --i) {
        open.push_back({step.node[i - 1], ""});
      }
    } else {
      // Not a sorted vector: assigning to a Node changes the tree.
      std::map<std::string, YAML::Node, std::greater<>> entries;
      for (const auto& e : step.node) {
        entries.emplace(e.first.Scalar(), e.second);
      }
      absl::StrAppend(&out, "{", entries.size(), "\n");
      for (const auto& [key, value] : entries) {
        open.push_back({value, ""});
        open.push_back({{}, Framed('k', key)});
      }
    }
  }
  return out;
}

Position PositionInScalar(absl::string_view text, Position start,
                          absl::string_view value, size_t offset) {
  if (start.line == 0) return start;
  Position at = start;
  size_t pos = 0;
  for (int i = 1; i < start.line && pos < text.size(); ++i) {
    const size_t end = text.find('\n', pos);
    if (end == absl::string_view::npos) return start;
    pos = end + 1;
  }
  for (int i = 1; i < start.column && pos < text.size(); ++i) {
    NextCodePoint(text, &pos);
  }
  const auto advance = [&] {
    const bool newline = text[pos] == '\n';
    NextCodePoint(text, &pos);
    at = newline ? Position{at.line + 1, 1} : Position{at.line, at.column + 1};
  };
  if (pos < text.size() && (text[pos] == '|' || text[pos] == '>')) {
    while (pos < text.size() && text[pos] != '\n') advance();
  } else if (pos < text.size() && (text[pos] == '"' || text[pos] == '\'')) {
    advance();
  }
  // Both texts hold the same characters in the same order; they differ in
  // blanks (folding), doubled quotes and backslashes.
  size_t done = 0;
  while (done <= offset && pos < text.size()) {
    if (done >= value.size()) break;
    size_t v = done;
    size_t t = pos;
    const char32_t want = NextCodePoint(value, &v);
    const char32_t have = NextCodePoint(text, &t);
    if (want == have) {
      if (v > offset) return at;
      done = v;
      advance();
    } else if (IsSpace(text[pos]) || text[pos] == '\\' || text[pos] == '\'') {
      advance();
    } else if (IsSpace(value[done])) {
      done = v;
    } else {
      return start;  // an escape by code: the place of the scalar must do
    }
  }
  return at;
}

}  // namespace zhiheng::rules
