// The forty rules as CEL, compiled by our engine into one module.
//
// One EngineSubject per thread; the labels must outlive the call only, the
// factory the subject.
#ifndef TESTS_BENCH_CEL40_ENGINE_SUBJECT_H_
#define TESTS_BENCH_CEL40_ENGINE_SUBJECT_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "cel40/label_generator.h"
#include "services/rules/cel/module/module.h"

namespace google::protobuf {
class MessageFactory;
}  // namespace google::protobuf

namespace zhiheng::bench {

class EngineSubject {
 public:
  // Reads rules.json; INVALID_ARGUMENT with the engine's diagnostics when a
  // rule does not compile.
  static absl::StatusOr<std::unique_ptr<EngineSubject>> Create(
      const std::string& rules_file);
  // Over labels of another pool, as a FileDescriptorSet brings them.
  static absl::StatusOr<std::unique_ptr<EngineSubject>> Create(
      const std::string& rules_file, const google::protobuf::Descriptor* label,
      google::protobuf::MessageFactory* factory);

  // Verdicts only. A rule that is not true counts as broken.
  Broken Check(const google::protobuf::Message& label);

 private:
  explicit EngineSubject(std::shared_ptr<const cel::Module> module,
                         std::vector<cel::ExprId> rules);

  std::shared_ptr<const cel::Module> module_;
  std::vector<cel::ExprId> rules_;
  cel::Evaluation evaluation_;
};

}  // namespace zhiheng::bench

#endif  // TESTS_BENCH_CEL40_ENGINE_SUBJECT_H_
