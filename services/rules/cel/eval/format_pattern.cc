// Recursive descent; the depth is bounded by ByteMatcher::kMaxDepth.
#include "services/rules/cel/eval/format_pattern.h"

#include "services/rules/cel/eval/byte_matcher.h"

namespace zhiheng::cel {
namespace {

using Part = std::unique_ptr<FormatPart>;

class Parser {
 public:
  explicit Parser(absl::string_view text) : text_(text) {}

  Part Run() {
    auto either = Make(FormatPart::Kind::kEither);
    do {
      if (!Take('^')) return nullptr;
      Part one = Sequence(0);
      if (one == nullptr || !Take('$')) return nullptr;
      either->parts.push_back(std::move(one));
    } while (Take('|'));
    return at_ == text_.size() ? std::move(either) : nullptr;
  }

 private:
  static Part Make(FormatPart::Kind kind) {
    auto part = std::make_unique<FormatPart>();
    part->kind = kind;
    return part;
  }
  bool AtEnd() const { return at_ == text_.size(); }
  char Peek() const { return text_[at_]; }
  bool Take(char c) {
    if (AtEnd() || Peek() != c) return false;
    ++at_;
    return true;
  }

  // One character of UTF-8; false for bytes that are none.
  bool Character(uint32_t* out) {
    const auto byte = static_cast<uint8_t>(text_[at_]);
    const int more = byte < 0x80                   ? 0
                     : byte >= 0xC2 && byte < 0xE0 ? 1
                     : byte >= 0xE0 && byte < 0xF0 ? 2
                     : byte >= 0xF0 && byte < 0xF5 ? 3
                                                   : -1;
    if (more < 0 || text_.size() - at_ <= static_cast<size_t>(more)) {
      return false;
    }
    uint32_t c = more == 0 ? byte : byte & (0x3F >> more);
    for (int i = 1; i <= more; ++i) {
      const auto next = static_cast<uint8_t>(text_[at_ + i]);
      if ((next & 0xC0) != 0x80) return false;
      c = c << 6 | (next & 0x3F);
    }
    at_ += static_cast<size_t>(more) + 1;
    *out = c;
    return true;
  }

  Part Sequence(int depth) {
    auto sequence = Make(FormatPart::Kind::kSequence);
    while (!AtEnd() && Peek() != '|' && Peek() != ')' && Peek() != '$') {
      Part one = Atom(depth);
      if (one != nullptr) one = Repeated(std::move(one));
      if (one == nullptr) return nullptr;
      sequence->parts.push_back(std::move(one));
    }
    return sequence;
  }

  Part Atom(int depth) {
    switch (Peek()) {
      case '(':
        return Group(depth);
      case '[':
        return Class();
      case '^':
      case '.':
      case '*':
      case '+':
      case '?':
      case '{':
        return nullptr;
      default:
        break;
    }
    auto literal = Make(FormatPart::Kind::kClass);
    if (Take('\\')) return Escape(literal.get()) ? std::move(literal) : nullptr;
    uint32_t c = 0;
    if (!Character(&c)) return nullptr;
    literal->ranges.emplace_back(c, c);
    return literal;
  }

  Part Group(int depth) {
    ++at_;
    if (depth >= ByteMatcher::kMaxDepth) return nullptr;
    if (Take('?') && !Take(':')) return nullptr;
    auto either = Make(FormatPart::Kind::kEither);
    do {
      Part one = Sequence(depth + 1);
      if (one == nullptr) return nullptr;
      either->parts.push_back(std::move(one));
    } while (Take('|'));
    return Take(')') ? std::move(either) : nullptr;
  }

  // After the backslash: a digit class or a sign that stands for itself.
  bool Escape(FormatPart* part) {
    if (AtEnd()) return false;
    const char c = text_[at_++];
    if (c == 'd') {
      part->ranges.emplace_back('0', '9');
      return true;
    }
    const auto byte = static_cast<uint8_t>(c);
    const bool sign = byte > ' ' && byte < 0x7F && !(c >= '0' && c <= '9') &&
                      !(c >= 'A' && c <= 'Z') && !(c >= 'a' && c <= 'z');
    if (sign) part->ranges.emplace_back(byte, byte);
    return sign;
  }

  Part Class() {
    ++at_;
    auto part = Make(FormatPart::Kind::kClass);
    if (!AtEnd() && (Peek() == '^' || Peek() == ']')) return nullptr;
    while (!Take(']')) {
      if (AtEnd() || Peek() == '[') return nullptr;  // [:digit:] and the like
      if (Take('\\')) {
        if (!Escape(part.get())) return nullptr;
        if (!AtEnd() && Peek() == '-') return nullptr;
        continue;
      }
      uint32_t low = 0;
      if (!Character(&low)) return nullptr;
      uint32_t high = low;
      const bool range =
          at_ + 1 < text_.size() && Peek() == '-' && text_[at_ + 1] != ']';
      if (range) {
        ++at_;
        if (AtEnd() || Peek() == '\\' || Peek() == '[' || !Character(&high) ||
            high < low) {
          return nullptr;
        }
      }
      part->ranges.emplace_back(low, high);
    }
    return part;
  }

  bool Number(int* out) {
    const size_t start = at_;
    *out = 0;
    while (!AtEnd() && Peek() >= '0' && Peek() <= '9') {
      *out = *out * 10 + (text_[at_++] - '0');
      if (*out > ByteMatcher::kMaxRepeat) return false;
    }
    return at_ > start;
  }

  bool Bounds(FormatPart* repeat) {
    if (Take('?')) {
      repeat->max = 1;
    } else if (Take('+')) {
      repeat->min = 1;
    } else if (!Take('*')) {
      ++at_;  // {
      if (!Number(&repeat->min)) return false;
      repeat->max = repeat->min;
      if (Take(',')) {
        repeat->max = -1;
        if (!AtEnd() && Peek() != '}' && !Number(&repeat->max)) return false;
      }
      if (!Take('}')) return false;
      if (repeat->max >= 0 && repeat->max < repeat->min) return false;
    }
    return true;
  }

  Part Repeated(Part one) {
    const auto is_repeat = [&] {
      return !AtEnd() &&
             (Peek() == '?' || Peek() == '*' || Peek() == '+' || Peek() == '{');
    };
    if (!is_repeat()) return one;
    auto repeat = Make(FormatPart::Kind::kRepeat);
    if (!Bounds(repeat.get()) || is_repeat()) return nullptr;
    repeat->parts.push_back(std::move(one));
    return repeat;
  }

  absl::string_view text_;
  size_t at_ = 0;
};

}  // namespace

std::unique_ptr<FormatPart> ParseFormat(absl::string_view pattern) {
  return Parser(pattern).Run();
}

}  // namespace zhiheng::cel
