// Compiles a PackSource: looks up its facts type, compiles its expressions and
// templates, resolves its citations and paths.
//
// Stateless, thread-safe. nullptr when anything was wrong; `diagnostics` then
// has every mistake. Warnings alone do not stop a pack.
#ifndef SERVICES_RULES_PACKS_PACK_COMPILER_H_
#define SERVICES_RULES_PACKS_PACK_COMPILER_H_

#include <memory>

#include "services/rules/diagnostic/diagnostic.h"
#include "services/rules/packs/compiled_pack.h"
#include "services/rules/schema/facts_types.h"

namespace google::protobuf {
class DescriptorPool;
class MessageFactory;
}  // namespace google::protobuf

namespace zhiheng::rules {

struct CompileContext {
  // Where facts types are found; must outlive the compiled packs.
  const google::protobuf::DescriptorPool* pool = nullptr;
  google::protobuf::MessageFactory* factory = nullptr;
  // What the pool and the factory belong to, kept by the compiled packs; null
  // when both outlive them anyway.
  std::shared_ptr<const FactsTypes> types;
  // Digest of the working-day calendar; joins the digest of packs that count
  // working days, since it decides their due days.
  std::string calendar_digest;
  // Law is exact; only benchmarks over messages with doubles turn this on.
  bool allow_double = false;
};

std::shared_ptr<const CompiledPack> CompilePack(PackSource source,
                                                const CompileContext& context,
                                                Diagnostics* diagnostics);

}  // namespace zhiheng::rules

#endif  // SERVICES_RULES_PACKS_PACK_COMPILER_H_
