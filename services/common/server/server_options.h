// Everything that can be set on a server, with its default and why.
// A plain value.
#ifndef SERVICES_COMMON_SERVER_SERVER_OPTIONS_H_
#define SERVICES_COMMON_SERVER_SERVER_OPTIONS_H_

#include <string>

#include "absl/time/time.h"

namespace zhiheng {

struct ServerOptions {
  // `catalog`, `rules`, `gateway`: in logs, spans and the listening line.
  std::string service = "service";

  // Port 0 takes a free one. Loopback by default: reaching it from outside is a
  // decision.
  std::string listen = "127.0.0.1:0";

  // Where to write the address once it is listening, for a parent that started
  // this process. Empty: nowhere. Written whole (rename), so a reader never
  // sees half of it.
  std::string port_file;

  // Largest request that a method accepts; beyond it the answer is
  // RESOURCE_EXHAUSTED with reason REQUEST_TOO_LARGE, size, limit and hint.
  int max_request_bytes = 4 << 20;
  // Largest message that is read at all, a multiple of the above: what lies
  // between the two gets our clear error, what lies beyond gets gRPC's.
  int receive_factor = 4;
  int max_send_bytes = 64 << 20;

  // Threads of the synchronous API, one per running call. Beyond it calls are
  // answered RESOURCE_EXHAUSTED by gRPC.
  int max_threads = 256;

  // Given to calls that bring no deadline, so that none runs for ever.
  absl::Duration default_deadline = absl::Seconds(10);
  // A call that arrives with less left is refused at the door: its answer would
  // come too late anyway.
  absl::Duration min_budget = absl::Milliseconds(1);

  // After SIGTERM: health says NOT_SERVING, calls are still taken, so that load
  // balancers can look away first.
  absl::Duration drain_delay = absl::ZeroDuration();
  // Then running calls get so long to end; the rest are cancelled.
  absl::Duration shutdown_grace = absl::Seconds(10);

  bool reflection = true;
};

}  // namespace zhiheng

#endif  // SERVICES_COMMON_SERVER_SERVER_OPTIONS_H_
