// base64.encode and base64.decode.
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "services/rules/cel/functions/families.h"

namespace zhiheng::cel {
namespace {

Value Encode(Context& c, Args a) {
  return c.Text(absl::Base64Escape(a[0].text()));
}
// With padding or without.
Value Decode(Context& c, Args a) {
  std::string out;
  if (!absl::Base64Unescape(a[0].text(), &out)) {
    return c.Error("conversion", "the text is not base64");
  }
  const Value copy = c.Text(out);
  return copy.IsError() ? copy : Value::Bytes(copy.text());
}

}  // namespace

void AddEncoders(FunctionRegistry& r) {
  using namespace t;  // NOLINT
  r.Add("base64.encode", Plain("base64_encode_bytes", {kBytes}, kString, Encode,
                               "base64 编码", "bytes as base64 text"));
  r.Add("base64.decode",
        Plain("base64_decode_string", {kString}, kBytes, Decode, "base64 解码",
              "the bytes of base64 text"));
}

}  // namespace zhiheng::cel
