// Any bytes as JSON and as YAML facts: problems or a message, never a crash,
// and what was read prints and reads back the same.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "google/protobuf/util/message_differencer.h"
#include "services/common/facts/canonical_json.h"
#include "services/common/facts/facts_reader.h"
#include "zhiheng/facts/v1/subject.pb.h"

namespace {

void Check(absl::string_view text, zhiheng::FactsFormat format) {
  zhiheng::FactsOptions options;
  options.limits.max_values = 10'000;  // keeps a run short
  zhiheng::facts::v1::Subject subject;
  const auto problems = zhiheng::ReadFacts(text, format, options, &subject);
  for (const auto& problem : problems) {
    if (zhiheng::RenderProblem(problem, "f", text).empty()) std::abort();
    if (problem.rule.empty()) std::abort();
  }
  // A type that is not linked in has no JSON form here.
  if (!problems.empty() || subject.has_other()) return;
  const auto json = zhiheng::ToCanonicalJson(subject);
  if (!json.ok()) std::abort();
  zhiheng::facts::v1::Subject again;
  const bool same =
      zhiheng::ReadFacts(*json, zhiheng::FactsFormat::kJson, options, &again)
          .empty() &&
      google::protobuf::util::MessageDifferencer::Equals(subject, again);
  if (!same) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const absl::string_view text(reinterpret_cast<const char*>(data), size);
  Check(text, zhiheng::FactsFormat::kJson);
  Check(text, zhiheng::FactsFormat::kYaml);
  return 0;
}
