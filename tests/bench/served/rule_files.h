// The forty rules as files that servers read: a pack of ours with its facts
// type, and a Cerbos policy.
//
// UNAVAILABLE when a file cannot be written.
#ifndef TESTS_BENCH_SERVED_RULE_FILES_H_
#define TESTS_BENCH_SERVED_RULE_FILES_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "cel40/rules_file.h"

namespace zhiheng::bench {

// An expression of rules.json with its doubles as exact decimals, since packs
// know no doubles: 0.05 becomes decimal('0.05'). Text in quotes is left alone.
std::string WithDecimals(const std::string& expression);

// Writes the pack and label.proto, a copy of `proto_file`, into `folder`.
absl::Status WritePack(const std::vector<BenchRule>& rules,
                       const std::string& proto_file,
                       const std::string& folder);

// Writes the policy and the configuration of a server at `grpc_port` into
// `folder`. Every rule allows one and the same action when it is broken and
// outputs its name: with a deny Cerbos would stop at the first, and an action
// for each rule is slower.
absl::Status WriteCerbos(const std::vector<BenchRule>& rules, int grpc_port,
                         int http_port, const std::string& folder);

}  // namespace zhiheng::bench

#endif  // TESTS_BENCH_SERVED_RULE_FILES_H_
