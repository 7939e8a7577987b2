// Reads the YAML of a pack into a PackSource. Every slip is a diagnostic; the
// reader goes on after it.
//
// Stateless, thread-safe. nullopt: the file is no YAML map at all. Otherwise
// the source holds what could be read, and is whole when `diagnostics` got no
// error.
#ifndef SERVICES_RULES_PACKS_PACK_READER_H_
#define SERVICES_RULES_PACKS_PACK_READER_H_

#include <optional>
#include <string>

#include "services/rules/diagnostic/diagnostic.h"
#include "services/rules/packs/pack_source.h"

namespace zhiheng::rules {

struct PackLimits {
  int max_rules = 2'000;
  int max_lets = 2'000;
  int max_examples_per_rule = 200;
};

std::optional<PackSource> ReadPack(const std::string& file, std::string text,
                                   Diagnostics* diagnostics,
                                   const PackLimits& limits = {});

}  // namespace zhiheng::rules

#endif  // SERVICES_RULES_PACKS_PACK_READER_H_
