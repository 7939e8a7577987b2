#include "services/rules/cel/syntax/escape.h"

#include <cstdint>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/common/base/text.h"

namespace zhiheng::cel {
namespace {

// The character of a one-letter escape, or -1.
int SimpleEscape(char c) {
  switch (c) {
    case 'a':
      return '\a';
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    case 'v':
      return '\v';
    case '\\':
    case '\'':
    case '"':
    case '`':
    case '?':
      return c;
    default:
      return -1;
  }
}

int DigitOf(char c, int base) {
  int v = -1;
  if (c >= '0' && c <= '9') v = c - '0';
  if (c >= 'a' && c <= 'f') v = c - 'a' + 10;
  if (c >= 'A' && c <= 'F') v = c - 'A' + 10;
  return v < base ? v : -1;
}

// Reads `digits` digits at *pos; -1 when there are not as many.
int64_t ReadDigits(absl::string_view body, size_t* pos, int digits, int base) {
  int64_t v = 0;
  for (int i = 0; i < digits; ++i, ++*pos) {
    const int d = *pos < body.size() ? DigitOf(body[*pos], base) : -1;
    if (d < 0) return -1;
    v = v * base + d;
  }
  return v;
}

// The escape after the backslash at *pos - 1.
const char* ReadEscape(absl::string_view body, size_t* pos, bool bytes,
                       std::string* out) {
  if (*pos >= body.size()) return "a backslash ends the literal";
  const char c = body[*pos];
  if (const int simple = SimpleEscape(c); simple >= 0) {
    ++*pos;
    *out += static_cast<char>(simple);
    return nullptr;
  }
  int64_t v = -1;
  bool is_byte = bytes;
  if (c == 'x' || c == 'X') {
    ++*pos;
    v = ReadDigits(body, pos, 2, 16);
  } else if (c >= '0' && c <= '3') {
    v = ReadDigits(body, pos, 3, 8);
  } else if (c == 'u' || c == 'U') {
    if (bytes) return "\\u is not allowed in bytes";
    ++*pos;
    v = ReadDigits(body, pos, c == 'u' ? 4 : 8, 16);
    is_byte = false;
  } else {
    return "unknown escape";
  }
  if (v < 0) return "the escape needs more digits";
  if (is_byte) {
    *out += static_cast<char>(v);
    return nullptr;
  }
  if (v > 0x10FFFF || (v >= 0xD800 && v <= 0xDFFF)) {
    return "the escape is not a Unicode character";
  }
  AppendUtf8(static_cast<char32_t>(v), out);
  return nullptr;
}

}  // namespace

bool Unescape(absl::string_view body, bool bytes, std::string* out,
              std::string* error, size_t* at) {
  for (size_t pos = 0; pos < body.size();) {
    if (body[pos] == '\r') {  // line ends are \n, however the file has them
      *out += '\n';
      pos += pos + 1 < body.size() && body[pos + 1] == '\n' ? 2 : 1;
      continue;
    }
    if (body[pos] != '\\') {
      *out += body[pos++];
      continue;
    }
    *at = pos++;
    if (const char* why = ReadEscape(body, &pos, bytes, out)) {
      *error = why;
      return false;
    }
  }
  return true;
}

std::string QuoteString(absl::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    switch (c) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\t':
        out += "\\t";
        break;
      default:
        if (static_cast<unsigned char>(c) < 0x20) {
          absl::StrAppendFormat(&out, "\\u%04x", static_cast<unsigned>(c));
        } else {
          out += c;
        }
    }
  }
  return out + "\"";
}

std::string QuoteBytes(absl::string_view bytes) {
  std::string out = "b\"";
  for (const unsigned char c : bytes) {
    if (c == '"' || c == '\\') {
      absl::StrAppend(&out, "\\", std::string(1, static_cast<char>(c)));
    } else if (absl::ascii_isprint(c)) {
      out += static_cast<char>(c);
    } else {
      absl::StrAppendFormat(&out, "\\x%02x", c);
    }
  }
  return out + "\"";
}

}  // namespace zhiheng::cel
