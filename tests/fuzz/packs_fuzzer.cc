// Any bytes as a pack: read, compiled and linted. Every mistake is a diagnostic
// that can be shown; a pack without errors compiles, and compiles again to the
// same digest.
#include <cstddef>
#include <cstdint>
#include <string>

#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "services/rules/authoring/lint.h"
#include "services/rules/diagnostic/diagnostic.h"
#include "services/rules/packs/pack_compiler.h"
#include "services/rules/packs/pack_reader.h"
#include "tests/fuzz/oracle.h"
#include "zhiheng/facts/v1/enforcement_case.pb.h"
#include "zhiheng/facts/v1/product_label.pb.h"

namespace {

using zhiheng::fuzz::Demand;
using zhiheng::rules::CompiledPack;
using zhiheng::rules::Diagnostics;

std::shared_ptr<const CompiledPack> Compile(const std::string& text,
                                            Diagnostics* diagnostics) {
  auto source = zhiheng::rules::ReadPack("p.yaml", text, diagnostics);
  if (!source.has_value() || diagnostics->has_errors()) return nullptr;
  zhiheng::rules::CompileContext context;
  context.pool = google::protobuf::DescriptorPool::generated_pool();
  context.factory = google::protobuf::MessageFactory::generated_factory();
  return zhiheng::rules::CompilePack(*std::move(source), context, diagnostics);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  // Only linked in because they are named.
  (void)zhiheng::facts::v1::ProductLabel::descriptor();
  (void)zhiheng::facts::v1::EnforcementCase::descriptor();
  const std::string text(reinterpret_cast<const char*>(data), size);
  Diagnostics diagnostics;
  const auto pack = Compile(text, &diagnostics);
  Demand((pack == nullptr) == diagnostics.has_errors(),
         "a pack is there exactly when nothing is wrong");
  if (pack != nullptr) {
    zhiheng::rules::LintPack(*pack, &diagnostics);
    Diagnostics none;
    const auto again = Compile(text, &none);
    Demand(again != nullptr && again->digest == pack->digest,
           "the same text has the same digest");
  }
  diagnostics.Sort();
  for (const auto& diagnostic : diagnostics.items()) {
    Demand(!zhiheng::rules::RenderDiagnostic(diagnostic, text).empty(),
           "a diagnostic can be shown");
  }
  return 0;
}
