#include "services/gateway/assess/ulid.h"

#include "absl/random/random.h"

namespace zhiheng::gateway {

std::string FormatUlid(absl::Time time, const std::array<uint8_t, 10>& chance) {
  constexpr char kDigits[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  std::array<uint8_t, 16> bytes;
  const uint64_t millis = static_cast<uint64_t>(absl::ToUnixMillis(time));
  for (int i = 0; i < 6; ++i) {
    bytes[i] = static_cast<uint8_t>(millis >> (8 * (5 - i)));
  }
  for (int i = 0; i < 10; ++i) {
    bytes[6 + i] = chance[i];
  }
  // 26 digits of five bits hold 130: the first begins two bits early.
  std::string out;
  for (int digit = 0; digit < 26; ++digit) {
    int value = 0;
    for (int bit = digit * 5 - 2; bit < digit * 5 + 3; ++bit) {
      value <<= 1;
      if (bit >= 0) {
        value |= (bytes[bit / 8] >> (7 - bit % 8)) & 1;
      }
    }
    out.push_back(kDigits[value]);
  }
  return out;
}

std::string NewUlid(absl::Time time) {
  thread_local absl::BitGen bits;
  std::array<uint8_t, 10> chance;
  for (uint8_t& byte : chance) {
    byte = absl::Uniform<uint8_t>(bits);
  }
  return FormatUlid(time, chance);
}

}  // namespace zhiheng::gateway
