// Channels to backends: one per backend and process, made at start, shared by
// all calls. Thread-safe once made. Making one never fails; calls on a channel
// whose backend is down fail fast with UNAVAILABLE.
#ifndef SERVICES_COMMON_RPC_CHANNEL_H_
#define SERVICES_COMMON_RPC_CHANNEL_H_

#include <memory>
#include <string>

#include "absl/time/time.h"
#include "grpcpp/channel.h"

namespace zhiheng {

// A client that pings more often than the server allows is sent away with
// `too_many_pings`, so both sides take the figure from here.
inline constexpr absl::Duration kKeepaliveTime = absl::Minutes(2);
inline constexpr absl::Duration kMinPingInterval = absl::Minutes(1);

struct ChannelOptions {
  // `127.0.0.1:7001`, or `dns:///catalog.zhiheng:7001` for every pod behind a
  // headless service.
  std::string target;
  // Largest answer. A page of a thousand provisions with their texts is far
  // below.
  int max_receive_bytes = 64 << 20;
  // How long a backend that does not answer pings is taken for alive.
  absl::Duration keepalive_timeout = absl::Seconds(10);
  // How long connecting may take before it counts as failed.
  absl::Duration connect_timeout = absl::Seconds(5);
  // After a failed connection the next attempt waits at least so long, growing
  // up to `max_backoff`. Small, since a restarted backend is back in seconds.
  absl::Duration initial_backoff = absl::Milliseconds(100);
  absl::Duration max_backoff = absl::Seconds(5);
};

std::shared_ptr<grpc::Channel> MakeChannel(const ChannelOptions& options);

}  // namespace zhiheng

#endif  // SERVICES_COMMON_RPC_CHANNEL_H_
