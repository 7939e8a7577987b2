// A compiled pack as the wire shows it.
//
// Pure functions, thread-safe.
#ifndef SERVICES_RULES_ENGINE_PACK_MESSAGE_H_
#define SERVICES_RULES_ENGINE_PACK_MESSAGE_H_

#include "services/rules/packs/compiled_pack.h"
#include "zhiheng/rules/v1/pack.pb.h"

namespace zhiheng::rules {

// Name, version and digest alone.
void SetIdentity(const CompiledPack& pack, zhiheng::rules::v1::Pack* out);

zhiheng::rules::v1::Pack ToMessage(const CompiledPack& pack, bool with_rules);

}  // namespace zhiheng::rules

#endif  // SERVICES_RULES_ENGINE_PACK_MESSAGE_H_
