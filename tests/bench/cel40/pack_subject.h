// The forty rules as a pack: guards, days, verdicts and findings with evidence,
// as the rules service does it, without the wire.
//
// One PackSubject per thread.
#ifndef TESTS_BENCH_CEL40_PACK_SUBJECT_H_
#define TESTS_BENCH_CEL40_PACK_SUBJECT_H_

#include <google/protobuf/arena.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "cel40/label_generator.h"
#include "services/rules/outcomes/pack_evaluator.h"
#include "services/rules/packs/compiled_pack.h"

namespace zhiheng::bench {

// INVALID_ARGUMENT with the diagnostics of the pack.
absl::StatusOr<std::shared_ptr<const rules::CompiledPack>> CompileText(
    const std::string& text);

class PackSubject {
 public:
  explicit PackSubject(std::shared_ptr<const rules::CompiledPack> pack);

  Broken Verdicts(const v1::Label& label);
  // Findings with evidence and messages: of what is broken or open, or of every
  // rule that applies.
  Broken Findings(const v1::Label& label, bool with_compliant);

 private:
  std::shared_ptr<const rules::CompiledPack> pack_;
  std::vector<rules::RuleVerdict> verdicts_;
  std::vector<char> block_;
  google::protobuf::Arena arena_;
};

}  // namespace zhiheng::bench

#endif  // TESTS_BENCH_CEL40_PACK_SUBJECT_H_
