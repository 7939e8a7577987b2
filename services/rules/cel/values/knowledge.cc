#include "services/rules/cel/values/knowledge.h"

#include <google/protobuf/descriptor.h>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace zhiheng::cel {
namespace {

bool IsNameByte(char c) { return absl::ascii_isalnum(c) || c == '_'; }

absl::Status BadPath(const std::string& text, absl::string_view why) {
  return absl::InvalidArgumentError(
      absl::StrCat("the path \"", text, "\" cannot be read: ", why,
                   "; write for example label.nutrients[0].pct or "
                   "label.marks[*].name"));
}

std::vector<const AttributeNode*> Steps(const AttributeNode& path) {
  std::vector<const AttributeNode*> steps;
  for (const AttributeNode* n = &path; n != nullptr; n = n->parent) {
    steps.insert(steps.begin(), n);
  }
  return steps;
}

}  // namespace

absl::StatusOr<CompiledKnowledge::Pattern> CompiledKnowledge::ParsePattern(
    const std::string& text, Known known) {
  Pattern pattern;
  pattern.known = known;
  size_t pos = 0;
  while (pos < text.size()) {
    Step step{Step::Kind::kName, "", 0};
    if (text[pos] == '[') {
      const size_t close = text.find(']', pos);
      if (close == std::string::npos) return BadPath(text, "a [ is not closed");
      const std::string inside = text.substr(pos + 1, close - pos - 1);
      if (inside == "*" || inside.empty()) {
        step.kind = Step::Kind::kAny;
      } else if (absl::SimpleAtoi(inside, &step.index)) {
        step.kind = Step::Kind::kIndex;
      } else if (inside.size() > 2 && inside.front() == '"' &&
                 inside.back() == '"') {
        step.kind = Step::Kind::kKey;
        step.name = inside.substr(1, inside.size() - 2);
      } else {
        return BadPath(text, "between [ and ] stands a number, a key or *");
      }
      if (pattern.steps.empty()) return BadPath(text, "it starts with [");
      pos = close + 1;
    } else {
      if (!pattern.steps.empty() && text[pos++] != '.') {
        return BadPath(text, "steps are joined by .");
      }
      const size_t start = pos;
      while (pos < text.size() && IsNameByte(text[pos])) ++pos;
      if (pos == start) return BadPath(text, "a name is missing");
      step.name = text.substr(start, pos - start);
    }
    pattern.steps.push_back(std::move(step));
  }
  if (pattern.steps.empty()) return BadPath(text, "it is empty");
  return pattern;
}

absl::StatusOr<std::unique_ptr<const CompiledKnowledge>>
CompiledKnowledge::Compile(const Knowledge& knowledge) {
  auto out = std::make_unique<CompiledKnowledge>();
  out->unset_ = knowledge.unset;
  const auto add = [&](const std::vector<std::string>& paths,
                       Known known) -> absl::Status {
    for (const std::string& text : paths) {
      auto pattern = ParsePattern(text, known);
      if (!pattern.ok()) return pattern.status();
      out->patterns_.push_back(*std::move(pattern));
    }
    return absl::OkStatus();
  };
  if (auto s = add(knowledge.absent, Known::kAbsent); !s.ok()) return s;
  if (auto s = add(knowledge.unknown, Known::kUnknown); !s.ok()) return s;
  return out;
}

bool CompiledKnowledge::StepMatches(const Step& step, const AttributeNode& n) {
  switch (n.step) {
    case AttributeNode::Step::kVariable:
      return step.kind == Step::Kind::kName && step.name == n.name;
    case AttributeNode::Step::kField:
      return step.kind == Step::Kind::kAny ||
             (step.kind == Step::Kind::kName && step.name == n.field->name());
    case AttributeNode::Step::kIndex:
      return step.kind == Step::Kind::kAny ||
             (step.kind == Step::Kind::kIndex && step.index == n.index);
    case AttributeNode::Step::kKey:
      return step.kind == Step::Kind::kAny ||
             (step.kind != Step::Kind::kIndex && step.name == n.name);
  }
  return false;
}

Known CompiledKnowledge::Match(const AttributeNode& path) const {
  const auto steps = Steps(path);
  Known best = Known::kDefault;
  size_t best_length = 0;
  for (const Pattern& pattern : patterns_) {
    const size_t length = pattern.steps.size();
    if (length > steps.size() || length < best_length) continue;
    bool all = true;
    for (size_t i = 0; all && i < length; ++i) {
      all = StepMatches(pattern.steps[i], *steps[i]);
    }
    if (all && (length > best_length || pattern.known == Known::kUnknown)) {
      best = pattern.known;
      best_length = length;
    }
  }
  return best;
}

bool CompiledKnowledge::UnknownBelow(const AttributeNode& path) const {
  const auto steps = Steps(path);
  for (const Pattern& pattern : patterns_) {
    if (pattern.known != Known::kUnknown ||
        pattern.steps.size() <= steps.size()) {
      continue;
    }
    bool all = true;
    for (size_t i = 0; all && i < steps.size(); ++i) {
      all = StepMatches(pattern.steps[i], *steps[i]);
    }
    if (all) return true;
  }
  return false;
}

}  // namespace zhiheng::cel
