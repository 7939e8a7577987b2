// The classical construction: the tree becomes parts that each take a range of
// bytes or fork, sets of parts become the states of the table. Everything is
// bounded by the limits of the header. Tested by byte_matcher_test.cc.
#include "services/rules/cel/eval/byte_matcher.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "services/rules/cel/eval/format_pattern.h"

namespace zhiheng::cel {
namespace {

// Takes a byte from low to high and goes to `next`; or forks to `next` and
// `other` without taking one.
struct Step {
  int low = 0;
  int high = -1;  // below low: a fork
  int next = -1;
  int other = -1;
};

constexpr int kAccept = 0;

class StepWriter {
 public:
  StepWriter() : steps_(1) {}  // kAccept

  // Where to start for `part` and then `next`; -1 when there are too many.
  int Write(const FormatPart& part, int next) {
    // Repeated parts that take nothing add no steps, only work.
    if (next < 0 || ++writes_ > 4 * ByteMatcher::kMaxParts) return -1;
    switch (part.kind) {
      case FormatPart::Kind::kClass:
        return WriteClass(part, next);
      case FormatPart::Kind::kSequence:
        for (auto it = part.parts.rbegin(); it != part.parts.rend(); ++it) {
          next = Write(**it, next);
        }
        return next;
      case FormatPart::Kind::kEither: {
        int start = Write(*part.parts[0], next);
        for (size_t i = 1; i < part.parts.size(); ++i) {
          start = Fork(start, Write(*part.parts[i], next));
        }
        return start;
      }
      case FormatPart::Kind::kRepeat:
        return WriteRepeat(part, next);
    }
    return -1;
  }

  const std::vector<Step>& steps() const { return steps_; }

 private:
  int Add(Step step) {
    if (steps_.size() >= static_cast<size_t>(ByteMatcher::kMaxParts)) return -1;
    steps_.push_back(step);
    return static_cast<int>(steps_.size()) - 1;
  }
  int Fork(int a, int b) { return a < 0 || b < 0 ? -1 : Add({0, -1, a, b}); }

  int WriteRepeat(const FormatPart& part, int next) {
    const FormatPart& one = *part.parts[0];
    int start = next;
    if (part.max < 0) {
      start = Add({0, -1, next, next});
      if (start < 0) return -1;
      const int again = Write(one, start);
      if (again < 0) return -1;
      steps_[static_cast<size_t>(start)].other = again;
    }
    for (int i = part.min; i < part.max; ++i) {
      start = Fork(Write(one, start), next);
    }
    for (int i = 0; i < part.min; ++i) start = Write(one, start);
    return start;
  }

  int WriteClass(const FormatPart& part, int next) {
    int start = -2;  // none yet
    for (const auto& [low, high] : part.ranges) {
      WriteRange(low, high, next, &start);
    }
    return start == -2 ? -1 : start;
  }

  // The code points from low to high as sequences of byte ranges: cut until
  // both ends have the same length and differ in full trailing bytes only.
  void WriteRange(uint32_t low, uint32_t high, int next, int* start) {
    for (const uint32_t last : {0x7Fu, 0x7FFu, 0xFFFFu}) {
      if (low <= last && high > last) {
        WriteRange(low, last, next, start);
        return WriteRange(last + 1, high, next, start);
      }
    }
    for (int i = 1; i < 4 && high > 0x7F; ++i) {
      const uint32_t mask = (1u << (6 * i)) - 1;
      if ((low & ~mask) == (high & ~mask)) continue;
      if ((low & mask) != 0) {
        WriteRange(low, low | mask, next, start);
        return WriteRange((low | mask) + 1, high, next, start);
      }
      if ((high & mask) != mask) {
        WriteRange(low, (high & ~mask) - 1, next, start);
        return WriteRange(high & ~mask, high, next, start);
      }
    }
    const std::vector<int> from = Bytes(low);
    const std::vector<int> to = Bytes(high);
    int at = next;
    for (size_t i = from.size(); i > 0 && at >= 0; --i) {
      at = Add({from[i - 1], to[i - 1], at, -1});
    }
    *start = *start == -2 ? at : Fork(*start, at);
  }

  static std::vector<int> Bytes(uint32_t c) {
    const auto tail = [c](int shift) {
      return static_cast<int>(0x80 | ((c >> shift) & 0x3F));
    };
    if (c < 0x80) return {static_cast<int>(c)};
    if (c < 0x800) return {static_cast<int>(0xC0 | c >> 6), tail(0)};
    if (c < 0x10000) {
      return {static_cast<int>(0xE0 | c >> 12), tail(6), tail(0)};
    }
    return {static_cast<int>(0xF0 | c >> 18), tail(12), tail(6), tail(0)};
  }

  std::vector<Step> steps_;
  int writes_ = 0;
};

}  // namespace

class TableBuilder {
 public:
  explicit TableBuilder(const std::vector<Step>& steps) : steps_(steps) {}

  bool Build(int start, ByteMatcher* out) {
    CutClasses(out);
    const uint32_t classes = out->classes_;
    out->accepts_ = {0, 0};
    out->next_.assign(2 * classes, 0);
    std::vector<std::set<int>> states = {{}, Closure({start})};
    std::map<std::set<int>, int> number = {{states[0], 0}, {states[1], 1}};
    for (size_t s = 1; s < states.size(); ++s) {
      out->accepts_[s] = states[s].count(kAccept) > 0;
      for (uint32_t c = 0; c < classes; ++c) {
        const std::set<int> next = Closure(After(states[s], first_[c]));
        const auto [it, added] =
            number.emplace(next, static_cast<int>(states.size()));
        if (added) {
          if (states.size() >= static_cast<size_t>(ByteMatcher::kMaxStates)) {
            return false;
          }
          states.push_back(next);
          out->accepts_.push_back(0);
          out->next_.resize(out->next_.size() + classes, 0);
        }
        out->next_[s * classes + c] = static_cast<uint8_t>(it->second);
      }
    }
    return true;
  }

 private:
  void CutClasses(ByteMatcher* out) {
    std::set<int> starts = {0};
    for (const Step& step : steps_) {
      if (step.high < step.low) continue;
      starts.insert(step.low);
      starts.insert(step.high + 1);
    }
    starts.erase(256);
    first_.assign(starts.begin(), starts.end());
    out->classes_ = static_cast<uint32_t>(first_.size());
    for (int byte = 0; byte < 256; ++byte) {
      out->class_of_[static_cast<size_t>(byte)] = static_cast<uint8_t>(
          std::upper_bound(first_.begin(), first_.end(), byte) -
          first_.begin() - 1);
    }
  }

  // Parts that stand on a byte or on the end, forks followed.
  std::set<int> Closure(const std::vector<int>& from) const {
    std::set<int> out;
    std::set<int> seen;
    std::vector<int> todo = from;
    while (!todo.empty()) {
      const int at = todo.back();
      todo.pop_back();
      if (!seen.insert(at).second) continue;
      const Step& step = steps_[static_cast<size_t>(at)];
      if (at == kAccept || step.high >= step.low) {
        out.insert(at);
      } else {
        todo.push_back(step.next);
        todo.push_back(step.other);
      }
    }
    return out;
  }

  std::vector<int> After(const std::set<int>& state, int byte) const {
    std::vector<int> out;
    for (const int at : state) {
      const Step& step = steps_[static_cast<size_t>(at)];
      if (at != kAccept && step.low <= byte && byte <= step.high) {
        out.push_back(step.next);
      }
    }
    return out;
  }

  const std::vector<Step>& steps_;
  std::vector<int> first_;  // byte of each class
};

std::unique_ptr<const ByteMatcher> ByteMatcher::Compile(
    absl::string_view pattern) {
  const std::unique_ptr<FormatPart> format = ParseFormat(pattern);
  if (format == nullptr) return nullptr;
  StepWriter writer;
  const int start = writer.Write(*format, kAccept);
  if (start < 0) return nullptr;
  auto matcher = std::make_unique<ByteMatcher>();
  if (!TableBuilder(writer.steps()).Build(start, matcher.get())) return nullptr;
  return matcher;
}

}  // namespace zhiheng::cel
