// Suites of cases beside packs: files named *_test.yaml.
//
//   suite: demo.helmet.own      # the pack
//   today: 2026-06-30           # of cases that name none; may be left out
//   bases:                      # beside those of the pack; may be left out
//     old: {facts: {made: 2020-01-01}}
//   rules:
//     HEL-2:
//       - {name: old and heavy, base: old, set: {helmet.mass_g: 500}, expect:
//       NOT_APPLICABLE}
//
// A case is what an example in a pack is.
//
// Thread-safe. A mistake is a diagnostic, and the suite is not run.
#ifndef SERVICES_RULES_AUTHORING_SUITES_H_
#define SERVICES_RULES_AUTHORING_SUITES_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/rules/authoring/examples.h"
#include "services/rules/diagnostic/diagnostic.h"
#include "services/rules/engine/pack_registry.h"

namespace zhiheng::rules {

// The suites below `path`, a folder of packs; sorted. None for a single file.
absl::StatusOr<std::vector<std::string>> FindSuites(const std::string& path);

struct SuiteResult {
  std::string pack;
  std::vector<ExampleResult> results;
};

// Runs one suite; cases whose `pack/RULE` holds `filter`. `text` is its
// content.
SuiteResult RunSuite(const std::string& file, const std::string& text,
                     const PackSet& packs, const std::string& filter,
                     Diagnostics* diagnostics);

}  // namespace zhiheng::rules

#endif  // SERVICES_RULES_AUTHORING_SUITES_H_
