#include "services/rules/authoring/lint.h"

#include <set>
#include <string>

#include "absl/strings/str_cat.h"

namespace zhiheng::rules {
namespace {

class RuleLinter {
 public:
  RuleLinter(const PackSource& pack, const RuleSource& rule,
             Diagnostics* diagnostics)
      : pack_(pack), rule_(rule), diagnostics_(diagnostics) {}

  void Lint() {
    LintExamples();
    const bool can_be_broken =
        rule_.kind == Kind::kRequirement || rule_.kind == Kind::kConduct;
    if (can_be_broken && rule_.message.empty()) {
      Warn("no-message", "has no message",
           "say in zh and en what was found when it is broken");
    }
    if (can_be_broken && rule_.remedy.empty()) {
      Warn("no-remedy", "has no remedy",
           "say in zh and en what would put it right");
    }
    if (can_be_broken && rule_.severity == RuleSeverity::kNone) {
      Warn("no-severity", "has no severity", "info, minor, major or critical");
    }
    if (rule_.kind == Kind::kDuty && !HasDuty()) {
      Warn("no-duty", "is a duty without a 'duty' consequence",
           "say what is due, whose duty it is and by when");
    }
  }

 private:
  void Warn(absl::string_view code, absl::string_view what, std::string hint) {
    diagnostics_->Warning(code, pack_.file, rule_.at,
                          absl::StrCat("rule ", rule_.id.text, " ", what),
                          std::move(hint));
  }

  bool HasDuty() const {
    for (const ConsequenceSource& c : rule_.consequences) {
      if (c.what == ConsequenceSource::What::kDuty) return true;
    }
    return false;
  }

  void LintExamples() {
    if (rule_.examples.empty()) {
      return Warn("no-examples", "has no examples",
                  "give one on each side: broken and not broken");
    }
    std::set<std::string> outcomes;
    for (const ExampleSource& e : rule_.examples) {
      outcomes.insert(e.expect.text);
    }
    const bool broken =
        outcomes.contains("NON_COMPLIANT") || outcomes.contains("NEEDS_REVIEW");
    const bool fine =
        outcomes.contains("COMPLIANT") || outcomes.contains("NOT_APPLICABLE");
    if (rule_.kind == Kind::kRequirement || rule_.kind == Kind::kConduct) {
      if (!broken) {
        Warn("one-sided-examples", "has no example in which it is broken",
             "add one that expects NON_COMPLIANT or NEEDS_REVIEW");
      }
      if (!fine) {
        Warn("one-sided-examples", "has no example in which it is not broken",
             "add one that expects COMPLIANT or NOT_APPLICABLE");
      }
    } else if (outcomes.size() < 2 && !rule_.when.empty()) {
      Warn("one-sided-examples", "has examples on one side only",
           "add one in which it does not apply");
    }
  }

  const PackSource& pack_;
  const RuleSource& rule_;
  Diagnostics* diagnostics_;
};

}  // namespace

void LintPack(const CompiledPack& pack, Diagnostics* diagnostics) {
  for (const RuleSource& rule : pack.source->rules) {
    RuleLinter(*pack.source, rule, diagnostics).Lint();
  }
}

}  // namespace zhiheng::rules
