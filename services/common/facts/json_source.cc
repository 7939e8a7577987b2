// A state machine over the text: one loop, one stack of open containers.
// Linear in the length of the text. Tested by json_source_test.cc.
#include "services/common/facts/json_source.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/common/base/text.h"

namespace zhiheng {
namespace {

class JsonScanner {
 public:
  JsonScanner(absl::string_view text, const FactsLimits& limits,
              ValueTree* tree)
      : text_(text), limits_(limits), tree_(tree) {}

  std::optional<FactsProblem> Run() {
    tree_->strict_scalars = true;
    while (!problem_.has_value() && !done_) Step();
    if (!problem_.has_value()) {
      SkipBlanks();
      if (pos_ < text_.size()) Fail("after the value nothing may follow", "");
    }
    return std::move(problem_);
  }

 private:
  struct Open {
    int32_t node;
    char close;
  };

  // Reads one value, with its key in a map, or closes a container.
  void Step() {
    SkipBlanks();
    if (open_.empty()) {
      ReadValue(ValueNode());
      return;
    }
    const char close = open_.back().close;
    if (Peek() == close) {
      if (after_comma_) {
        Fail("a comma may not stand before the end of a list or object",
             "remove the comma");
        return;
      }
      Advance();
      Close();
      return;
    }
    if (!after_comma_ && tree_->nodes[open_.back().node].first_child >= 0) {
      if (Peek() != ',') {
        Fail(absl::StrCat("expected ',' or '", std::string(1, close), "'"),
             pos_ >= text_.size() ? "the text ends too early"
                                  : "a comma is missing before this");
        return;
      }
      Advance();
      after_comma_ = true;
      return;
    }
    ValueNode node;
    if (close == '}' && !ReadKey(&node)) return;
    after_comma_ = false;
    ReadValue(std::move(node));
  }

  bool ReadKey(ValueNode* node) {
    if (Peek() != '"') {
      Fail("expected a field name in double quotes",
           pos_ >= text_.size() ? "the text ends too early"
                                : "JSON writes field names as \"name\"");
      return false;
    }
    node->key_line = line_;
    node->key_column = column_;
    if (!ReadString(&node->key)) return false;
    SkipBlanks();
    if (Peek() != ':') {
      Fail("expected ':' after a field name", "");
      return false;
    }
    Advance();
    SkipBlanks();
    return true;
  }

  void ReadValue(ValueNode node) {
    if (tree_->nodes.size() >= limits_.max_values) {
      Fail(absl::StrCat("at most ", limits_.max_values, " values are read"),
           "send fewer subjects at a time", "TOO_MANY_VALUES");
      return;
    }
    node.line = line_;
    node.column = column_;
    const char c = Peek();
    if (c == '{' || c == '[') {
      OpenContainer(c, std::move(node));
      return;
    }
    if (c == '"') {
      node.kind = ValueNode::Kind::kQuoted;
      if (!ReadString(&node.text)) return;
    } else if (!ReadPlain(&node.text)) {
      return;
    }
    Attach(std::move(node));
    if (open_.empty()) done_ = true;
  }

  void OpenContainer(char c, ValueNode node) {
    if (static_cast<int>(open_.size()) >= limits_.max_depth) {
      Fail(absl::StrCat("lists and objects nest at most ", limits_.max_depth,
                        " deep"),
           "facts nest about six deep; is this the right file?", "TOO_DEEP");
      return;
    }
    Advance();
    node.kind = c == '{' ? ValueNode::Kind::kMap : ValueNode::Kind::kList;
    const int32_t index = Attach(std::move(node));
    open_.push_back({index, c == '{' ? '}' : ']'});
    after_comma_ = false;
  }

  void Close() {
    open_.pop_back();
    if (open_.empty()) done_ = true;
  }

  int32_t Attach(ValueNode node) {
    return tree_->Add(open_.empty() ? -1 : open_.back().node, std::move(node));
  }

  bool ReadPlain(std::string* out) {
    const size_t start = pos_;
    const int column = column_;
    while (pos_ < text_.size() && IsPlainByte(text_[pos_])) Advance();
    *out = std::string(text_.substr(start, pos_ - start));
    if (*out == "true" || *out == "false" || *out == "null" ||
        IsJsonNumber(*out)) {
      return true;
    }
    column_ = column;
    if (out->empty()) {
      Fail("expected a value", start >= text_.size()
                                   ? "the text ends too early"
                                   : "a value is \"text\", a number, true, "
                                     "false, null, [list] or {object}");
    } else {
      Fail(absl::StrCat("not a JSON value: ", ShortValue(*out)),
           "put text in double quotes");
    }
    return false;
  }

  static bool IsPlainByte(char c) {
    return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '-' ||
           c == '+' || c == '.' || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
  }

  static bool IsJsonNumber(absl::string_view s) {
    size_t i = 0;
    const auto digits = [&] {
      const size_t from = i;
      while (i < s.size() && absl::ascii_isdigit(s[i])) ++i;
      return i > from;
    };
    if (i < s.size() && s[i] == '-') ++i;
    const size_t whole = i;
    if (!digits()) return false;
    if (s[whole] == '0' && i - whole > 1) return false;
    if (i < s.size() && s[i] == '.' && (++i, !digits())) return false;
    if (i < s.size() && (s[i] == 'e' || s[i] == 'E')) {
      ++i;
      if (i < s.size() && (s[i] == '+' || s[i] == '-')) ++i;
      if (!digits()) return false;
    }
    return i == s.size();
  }

  bool ReadString(std::string* out) {
    Advance();  // the opening quote
    while (true) {
      if (pos_ >= text_.size()) {
        Fail("a string is not closed", "a double quote is missing");
        return false;
      }
      const char c = text_[pos_];
      if (c == '"') {
        Advance();
        return true;
      }
      if (static_cast<unsigned char>(c) < 0x20) {
        Fail("a string may not hold a raw control character or line break",
             "write \\n for a line break, or close the quote");
        return false;
      }
      if (c == '\\') {
        if (!ReadEscape(out)) return false;
        continue;
      }
      out->push_back(c);
      Advance();
    }
  }

  bool ReadEscape(std::string* out) {
    static constexpr char kNames[] = "\"\\/bfnrt";
    static constexpr char kBytes[] = "\"\\/\b\f\n\r\t";
    Advance();
    const char c = Peek();
    if (c == 'u') return ReadUnicodeEscape(out);
    for (int i = 0; kNames[i] != '\0'; ++i) {
      if (c == kNames[i]) {
        out->push_back(kBytes[i]);
        Advance();
        return true;
      }
    }
    Fail("not an escape that JSON knows",
         "JSON knows \\\" \\\\ \\/ \\b \\f \\n \\r \\t and \\u with four "
         "digits");
    return false;
  }

  bool ReadUnicodeEscape(std::string* out) {
    char32_t unit = 0;
    if (!ReadHex(&unit)) return false;
    if (unit >= 0xD800 && unit <= 0xDBFF) {
      char32_t low = 0;
      if (Peek() != '\\') return LoneSurrogate();
      Advance();
      if (Peek() != 'u') return LoneSurrogate();
      if (!ReadHex(&low)) return false;
      if (low < 0xDC00 || low > 0xDFFF) return LoneSurrogate();
      unit = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
    } else if (unit >= 0xDC00 && unit <= 0xDFFF) {
      return LoneSurrogate();
    }
    AppendUtf8(unit, out);
    return true;
  }

  bool LoneSurrogate() {
    Fail("half a character: \\uD800 to \\uDFFF stand in pairs", "");
    return false;
  }

  bool ReadHex(char32_t* unit) {
    Advance();  // the u
    for (int i = 0; i < 4; ++i) {
      const char c = Peek();
      if (!absl::ascii_isxdigit(static_cast<unsigned char>(c))) {
        Fail("\\u takes four hexadecimal digits", "");
        return false;
      }
      *unit = *unit * 16 +
              (c <= '9' ? c - '0' : (absl::ascii_tolower(c) - 'a' + 10));
      Advance();
    }
    return true;
  }

  char Peek() const { return pos_ < text_.size() ? text_[pos_] : '\0'; }

  void Advance() {
    if (pos_ >= text_.size()) return;
    const unsigned char c = static_cast<unsigned char>(text_[pos_++]);
    if (c == '\n') {
      ++line_;
      column_ = 1;
    } else if ((c & 0xC0) != 0x80) {
      ++column_;
    }
  }

  void SkipBlanks() {
    while (pos_ < text_.size() &&
           (text_[pos_] == ' ' || text_[pos_] == '\n' || text_[pos_] == '\t' ||
            text_[pos_] == '\r')) {
      Advance();
    }
  }

  void Fail(std::string rule, std::string hint,
            std::string reason = "MALFORMED_JSON") {
    FactsProblem problem;
    problem.reason = std::move(reason);
    problem.line = line_;
    problem.column = column_;
    problem.rule = std::move(rule);
    problem.hint = std::move(hint);
    problem_ = std::move(problem);
  }

  const absl::string_view text_;
  const FactsLimits& limits_;
  ValueTree* const tree_;
  size_t pos_ = 0;
  int line_ = 1;
  int column_ = 1;
  bool after_comma_ = false;
  bool done_ = false;
  std::vector<Open> open_;
  std::optional<FactsProblem> problem_;
};

}  // namespace

std::optional<FactsProblem> ParseJsonValues(absl::string_view text,
                                            const FactsLimits& limits,
                                            ValueTree* tree) {
  return JsonScanner(text, limits, tree).Run();
}

}  // namespace zhiheng
