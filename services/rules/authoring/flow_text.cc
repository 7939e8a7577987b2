#include "services/rules/authoring/flow_text.h"

namespace zhiheng::rules {
namespace {

class FlowReader {
 public:
  FlowReader(const std::string& text, size_t at) : text_(text), at_(at) {}

  std::optional<std::string> Read() {
    do {
      if (at_ >= text_.size() || !Step()) return std::nullopt;
    } while (depth_ > 0);
    return out_;
  }
  size_t end() const { return at_; }

 private:
  bool Step() {
    const char c = text_[at_];
    switch (c) {
      case '{':
      case '[':
        ++depth_;
        out_ += c;
        ++at_;
        SkipBlanks();
        return true;
      case '}':
      case ']':
        --depth_;
        TrimBlanks();
        out_ += c;
        ++at_;
        return true;
      case ',':
        TrimBlanks();
        out_ += ", ";
        ++at_;
        SkipBlanks();
        return true;
      case '"':
      case '\'':
        return Quoted(c);
      case '#':
      case '&':
      case '*':
        // A comment, an anchor or an alias only at the start of a word.
        return !out_.empty() && out_.back() != ' ' && Copy();
      case ':':
        return Colon();
      default:
        return Copy();
    }
  }

  bool Copy() {
    out_ += text_[at_++];
    return true;
  }

  // `a: b` and `"a":b` separate; `a:b` is one word.
  bool Colon() {
    const bool after_quote =
        !out_.empty() && (out_.back() == '"' || out_.back() == '\'');
    if (at_ + 1 < text_.size() && text_[at_ + 1] != ' ' && !after_quote)
      return Copy();
    TrimBlanks();
    out_ += ": ";
    ++at_;
    SkipBlanks();
    return true;
  }

  // Only where a value begins; elsewhere a quote is a letter.
  bool Quoted(char quote) {
    const bool begins = out_.empty() || out_.back() == ' ' ||
                        out_.back() == '{' || out_.back() == '[';
    if (!begins) return Copy();
    out_ += text_[at_++];
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '\\' && quote == '"' && at_ + 1 < text_.size()) Copy();
      Copy();
      if (c != quote) continue;
      if (quote == '\'' && at_ < text_.size() && text_[at_] == quote) {
        Copy();
        continue;
      }
      return true;
    }
    return false;
  }

  void SkipBlanks() {
    while (at_ < text_.size() && text_[at_] == ' ') ++at_;
  }
  void TrimBlanks() {
    while (!out_.empty() && out_.back() == ' ') out_.pop_back();
  }

  const std::string& text_;
  size_t at_;
  int depth_ = 0;
  std::string out_;
};

}  // namespace

std::optional<std::string> TidyFlow(const std::string& text, size_t at,
                                    size_t* end) {
  FlowReader reader(text, at);
  std::optional<std::string> out = reader.Read();
  *end = reader.end();
  return out;
}

}  // namespace zhiheng::rules
