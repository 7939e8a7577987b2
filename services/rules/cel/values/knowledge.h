// What an evaluation may take as known about a bound message: whether an unset
// field was looked for, and exceptions by path. CEL's unknown patterns are the
// `unknown` list.
//
// Value type. A path is `label.nutrients[0].pct`; `[*]` is any element or key.
// An exception covers the named field and everything below it; the longest
// matching exception wins, `unknown` before `absent` at equal length.
#ifndef SERVICES_RULES_CEL_VALUES_KNOWLEDGE_H_
#define SERVICES_RULES_CEL_VALUES_KNOWLEDGE_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/rules/cel/values/attribute.h"

namespace zhiheng::cel {

enum class Unset {
  kIsAbsent,   // it was looked for and is not there (the CEL standard)
  kIsUnknown,  // nobody looked
};

struct Knowledge {
  Unset unset = Unset::kIsAbsent;
  std::vector<std::string> absent;   // looked for and absent
  std::vector<std::string> unknown;  // not known, whatever the message holds
};

enum class Known : uint8_t {
  kDefault,  // as the unset rule says
  kAbsent,   // an unset field is absent
  kUnknown,  // unknown even when set
};

class CompiledKnowledge {
 public:
  // INVALID_ARGUMENT names the path that cannot be read.
  static absl::StatusOr<std::unique_ptr<const CompiledKnowledge>> Compile(
      const Knowledge& knowledge);

  bool unset_is_unknown() const { return unset_ == Unset::kIsUnknown; }
  bool has_patterns() const { return !patterns_.empty(); }
  Known Match(const AttributeNode& path) const;
  // Some pattern names a place strictly below `path` as unknown.
  bool UnknownBelow(const AttributeNode& path) const;

 private:
  struct Step {
    enum class Kind : uint8_t { kName, kIndex, kKey, kAny } kind;
    std::string name;
    int64_t index = 0;
  };
  struct Pattern {
    std::vector<Step> steps;
    Known known;
  };
  static bool StepMatches(const Step& step, const AttributeNode& node);
  static absl::StatusOr<Pattern> ParsePattern(const std::string& text,
                                              Known known);

  Unset unset_ = Unset::kIsAbsent;
  std::vector<Pattern> patterns_;
};

}  // namespace zhiheng::cel

#endif  // SERVICES_RULES_CEL_VALUES_KNOWLEDGE_H_
