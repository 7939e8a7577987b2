#include "services/common/trace/trace_context.h"

#include <algorithm>
#include <cstring>

#include "absl/random/random.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

namespace zhiheng {
namespace {

// Version 00 has exactly this length; later versions may go on after a dash.
constexpr size_t kTraceparentSize = 55;

template <size_t N>
bool AllZero(const std::array<uint8_t, N>& bytes) {
  return std::all_of(bytes.begin(), bytes.end(),
                     [](uint8_t b) { return b == 0; });
}

template <size_t N>
std::string Hex(const std::array<uint8_t, N>& bytes) {
  return absl::BytesToHexString(absl::string_view(
      reinterpret_cast<const char*>(bytes.data()), bytes.size()));
}

// Lower case only, as the recommendation has it.
bool IsHex(absl::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
  });
}

template <size_t N>
bool ParseHex(absl::string_view text, std::array<uint8_t, N>* out) {
  if (text.size() != 2 * N || !IsHex(text)) {
    return false;
  }
  const std::string bytes = absl::HexStringToBytes(text);
  std::memcpy(out->data(), bytes.data(), N);
  return true;
}

// Ids are drawn per thread, so no lock is taken on the request path. Two draws
// of zero do not happen twice.
template <size_t N>
std::array<uint8_t, N> RandomId() {
  static_assert(N % sizeof(uint64_t) == 0);
  thread_local absl::BitGen bits;
  std::array<uint8_t, N> id = {};
  do {
    for (size_t at = 0; at < N; at += sizeof(uint64_t)) {
      const uint64_t drawn = absl::Uniform<uint64_t>(bits);
      std::memcpy(id.data() + at, &drawn, sizeof drawn);
    }
  } while (AllZero(id));
  return id;
}

bool IsPrintableAscii(absl::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return c >= 0x20 && c <= 0x7e; });
}

}  // namespace

bool TraceContext::valid() const {
  return !AllZero(trace_id) && !AllZero(span_id);
}

std::string TraceContext::TraceIdHex() const { return Hex(trace_id); }
std::string TraceContext::SpanIdHex() const { return Hex(span_id); }

std::string TraceContext::ToTraceparent() const {
  return absl::StrCat("00-", Hex(trace_id), "-", Hex(span_id),
                      sampled ? "-01" : "-00");
}

std::optional<TraceContext> TraceContext::Parse(absl::string_view traceparent,
                                                absl::string_view tracestate) {
  if (traceparent.size() < kTraceparentSize || traceparent[2] != '-' ||
      traceparent[35] != '-' || traceparent[52] != '-') {
    return std::nullopt;
  }
  const absl::string_view version = traceparent.substr(0, 2);
  const bool longer = traceparent.size() > kTraceparentSize;
  if (!IsHex(version) || version == "ff" || (version == "00" && longer) ||
      (longer && traceparent[kTraceparentSize] != '-')) {
    return std::nullopt;
  }
  TraceContext context;
  std::array<uint8_t, 1> flags;
  if (!ParseHex(traceparent.substr(3, 32), &context.trace_id) ||
      !ParseHex(traceparent.substr(36, 16), &context.span_id) ||
      !ParseHex(traceparent.substr(53, 2), &flags) || !context.valid()) {
    return std::nullopt;
  }
  context.sampled = (flags[0] & 1) != 0;
  if (tracestate.size() <= kMaxTraceStateBytes &&
      IsPrintableAscii(tracestate)) {
    context.state = std::string(tracestate);
  }
  return context;
}

TraceContext TraceContext::NewRoot(bool sampled) {
  TraceContext context;
  context.trace_id = RandomId<16>();
  context.span_id = RandomId<8>();
  context.sampled = sampled;
  return context;
}

TraceContext TraceContext::Child() const {
  if (!valid()) {
    return NewRoot(sampled);
  }
  TraceContext child = *this;
  child.span_id = RandomId<8>();
  return child;
}

}  // namespace zhiheng
