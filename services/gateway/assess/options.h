// Every limit of a check, with its default and why. A plain value.
#ifndef SERVICES_GATEWAY_ASSESS_OPTIONS_H_
#define SERVICES_GATEWAY_ASSESS_OPTIONS_H_

#include <cstddef>

#include "absl/time/time.h"

namespace zhiheng::gateway {

struct AssessOptions {
  // Kept back from the caller's deadline, so that an answer that tells of a
  // late backend still arrives; at most a quarter of what is left.
  absl::Duration answer_margin = absl::Milliseconds(100);
  // How old the list of live packs may be. A pack replaced meanwhile is noticed
  // by its digest, and the list read again.
  absl::Duration pack_refresh = absl::Seconds(5);
  // Most packs of one check; the limit of rules.
  size_t max_packs = 100;
  // Most live packs that are read.
  size_t max_live_packs = 10'000;
  // Longest id of a subject, in characters.
  size_t max_subject_id = 128;
  // Provisions in one call to the catalog; its limit.
  size_t citations_per_batch = 1000;
  // Most distinct provisions joined into one answer; the rest say so.
  size_t max_citations = 10'000;
  // Most instruments whose editions are read for one answer.
  size_t max_instruments = 64;
};

}  // namespace zhiheng::gateway

#endif  // SERVICES_GATEWAY_ASSESS_OPTIONS_H_
