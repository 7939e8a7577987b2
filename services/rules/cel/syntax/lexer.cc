// One pass over the bytes, linear in the length. Tested by syntax_test.cc.
#include <algorithm>
#include <array>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/common/base/text.h"
#include "services/rules/cel/syntax/escape.h"
#include "services/rules/cel/syntax/token.h"

namespace zhiheng::cel {
namespace {

constexpr std::array<absl::string_view, 17> kReservedWords = {
    "as",        "break",  "const",  "continue", "else", "for",
    "function",  "if",     "import", "let",      "loop", "package",
    "namespace", "return", "var",    "void",     "while"};

constexpr std::array<absl::string_view, 24> kSymbols = {
    "&&", "||", "<=", ">=", "==", "!=", "<", ">", "+", "-", "*", "/",
    "%",  "!",  "?",  ":",  ".",  ",",  "(", ")", "[", "]", "{", "}"};

bool IsIdentStart(char c) { return absl::ascii_isalpha(c) || c == '_'; }
bool IsIdentPart(char c) { return absl::ascii_isalnum(c) || c == '_'; }

class Lexer {
 public:
  Lexer(absl::string_view text, std::vector<Issue>* issues)
      : text_(text), issues_(issues) {}

  std::vector<Token> Run() {
    for (SkipBlank(); pos_ < text_.size(); SkipBlank()) {
      Next();
    }
    Push(TokenKind::kEnd, text_.size());
    return std::move(tokens_);
  }

 private:
  char At(size_t i) const { return i < text_.size() ? text_[i] : '\0'; }

  void SkipBlank() {
    while (pos_ < text_.size()) {
      if (absl::ascii_isspace(text_[pos_])) {
        ++pos_;
      } else if (text_[pos_] == '/' && At(pos_ + 1) == '/') {
        pos_ = std::min(text_.find('\n', pos_), text_.size());
      } else {
        return;
      }
    }
  }

  Token& Push(TokenKind kind, size_t start) {
    Token token;
    token.kind = kind;
    token.offset = static_cast<int>(start);
    token.text = text_.substr(start, pos_ - start);
    tokens_.push_back(std::move(token));
    return tokens_.back();
  }

  void Report(size_t offset, std::string message, std::string hint = "") {
    Issue issue;
    issue.code = "cel-syntax";
    issue.offset = static_cast<int>(offset);
    issue.message = std::move(message);
    issue.hint = std::move(hint);
    issues_->push_back(std::move(issue));
  }

  void Next() {
    const char c = text_[pos_];
    if (IsIdentStart(c)) {
      if (!StringPrefix()) Word();
    } else if (absl::ascii_isdigit(c) ||
               (c == '.' && absl::ascii_isdigit(At(pos_ + 1)))) {
      Number();
    } else if (c == '"' || c == '\'') {
      Quoted(pos_, false, false);
    } else if (c == '`') {
      QuotedIdent();
    } else {
      Symbol();
    }
  }

  // r"…", b"…", br"…", rb"…" in any case.
  bool StringPrefix() {
    size_t i = pos_;
    bool raw = false;
    bool bytes = false;
    for (; i < pos_ + 2; ++i) {
      const char c = absl::ascii_tolower(At(i));
      if (c == 'r' && !raw) {
        raw = true;
      } else if (c == 'b' && !bytes) {
        bytes = true;
      } else {
        break;
      }
    }
    if (i == pos_ || (At(i) != '"' && At(i) != '\'')) return false;
    const size_t start = pos_;
    pos_ = i;
    Quoted(start, raw, bytes);
    return true;
  }

  void Word() {
    const size_t start = pos_;
    while (IsIdentPart(At(pos_))) ++pos_;
    const absl::string_view word = text_.substr(start, pos_ - start);
    TokenKind kind = TokenKind::kIdent;
    if (word == "true") kind = TokenKind::kTrue;
    if (word == "false") kind = TokenKind::kFalse;
    if (word == "null") kind = TokenKind::kNull;
    if (word == "in") kind = TokenKind::kIn;
    if (std::find(kReservedWords.begin(), kReservedWords.end(), word) !=
        kReservedWords.end()) {
      kind = TokenKind::kReserved;
    }
    Push(kind, start);
  }

  void Digits() {
    while (absl::ascii_isdigit(At(pos_))) ++pos_;
  }

  void Number() {
    const size_t start = pos_;
    TokenKind kind = TokenKind::kInt;
    if (At(pos_) == '0' && absl::ascii_tolower(At(pos_ + 1)) == 'x' &&
        absl::ascii_isxdigit(At(pos_ + 2))) {
      pos_ += 2;
      while (absl::ascii_isxdigit(At(pos_))) ++pos_;
    } else {
      Digits();
      if (At(pos_) == '.' && absl::ascii_isdigit(At(pos_ + 1))) {
        kind = TokenKind::kDouble;
        ++pos_;
        Digits();
      }
      const size_t sign =
          pos_ + 1 + (At(pos_ + 1) == '+' || At(pos_ + 1) == '-' ? 1 : 0);
      if (absl::ascii_tolower(At(pos_)) == 'e' &&
          absl::ascii_isdigit(At(sign))) {
        kind = TokenKind::kDouble;
        pos_ = sign;
        Digits();
      }
    }
    if (kind == TokenKind::kInt && absl::ascii_tolower(At(pos_)) == 'u') {
      kind = TokenKind::kUint;
      ++pos_;
    }
    if (IsIdentPart(At(pos_))) {
      Report(pos_, "a number is followed by a letter",
             "put a blank or an operator between them");
    }
    Push(kind, start);
  }

  // pos_ stands at the opening quote; the literal began at `start`.
  void Quoted(size_t start, bool raw, bool bytes) {
    const char quote = text_[pos_];
    const bool triple = At(pos_ + 1) == quote && At(pos_ + 2) == quote;
    const std::string close(triple ? 3 : 1, quote);
    pos_ += close.size();
    const size_t body = pos_;
    for (;;) {
      if (pos_ >= text_.size() || (!triple && text_[pos_] == '\n')) {
        Report(start, "this string is not closed",
               absl::StrCat("end it with ", close));
        break;
      }
      if (text_.substr(pos_, close.size()) == absl::string_view(close)) break;
      pos_ += !raw && text_[pos_] == '\\' ? 2 : 1;
    }
    const size_t end = std::min(pos_, text_.size());
    pos_ = std::min(end + close.size(), text_.size());
    Token& token = Push(bytes ? TokenKind::kBytes : TokenKind::kString, start);
    const absl::string_view inside = text_.substr(body, end - body);
    if (raw) {
      token.value = std::string(inside);
      return;
    }
    std::string error;
    size_t at = 0;
    if (!Unescape(inside, bytes, &token.value, &error, &at)) {
      Report(body + at, error,
             "write \\\\ for a backslash, or use a raw string r\"…\"");
    }
  }

  void QuotedIdent() {
    const size_t start = pos_++;
    while (pos_ < text_.size() && text_[pos_] != '`' && text_[pos_] != '\n') {
      ++pos_;
    }
    if (At(pos_) != '`') {
      Report(start, "this quoted name is not closed", "end it with `");
      Push(TokenKind::kQuotedIdent, start);
      return;
    }
    ++pos_;
    Token& token = Push(TokenKind::kQuotedIdent, start);
    token.value = std::string(token.text.substr(1, token.text.size() - 2));
    const auto allowed = [](char c) {
      return IsIdentPart(c) || c == '.' || c == '-' || c == '/' || c == ' ';
    };
    if (token.value.empty() ||
        !std::all_of(token.value.begin(), token.value.end(), allowed)) {
      Report(start, "a quoted name holds letters, digits and _ . - / only");
    }
  }

  void Symbol() {
    const size_t start = pos_;
    for (const absl::string_view symbol : kSymbols) {
      if (text_.substr(pos_, symbol.size()) == symbol) {
        pos_ += symbol.size();
        Push(TokenKind::kSymbol, start);
        return;
      }
    }
    NextCodePoint(text_, &pos_);
    const absl::string_view odd = text_.substr(start, pos_ - start);
    std::string hint;
    if (odd == "=") hint = "compare with ==";
    if (odd == "&") hint = "and is &&";
    if (odd == "|") hint = "or is ||";
    if (odd == "，" || odd == "（" || odd == "）" || odd == "“" || odd == "”") {
      hint = "use the half-width form of this character";
    }
    Report(start, absl::StrCat("the character ", odd, " has no meaning here"),
           hint);
  }

  absl::string_view text_;
  std::vector<Issue>* issues_;
  size_t pos_ = 0;
  std::vector<Token> tokens_;
};

absl::string_view KindText(TokenKind kind) {
  constexpr std::array<absl::string_view, 14> kNames = {
      "end",   "identifier", "quoted", "int",  "uint", "double",   "string",
      "bytes", "true",       "false",  "null", "in",   "reserved", "symbol"};
  return kNames[static_cast<size_t>(kind)];
}

}  // namespace

std::vector<Token> Tokenize(absl::string_view text, const Limits& limits,
                            std::vector<Issue>* issues) {
  if (static_cast<int64_t>(text.size()) > limits.expression_length) {
    Issue issue;
    issue.code = "cel-too-long";
    issue.message =
        absl::StrCat("the expression has ", text.size(), " bytes; at most ",
                     limits.expression_length, " are read");
    issue.hint = "split it into definitions";
    issues->push_back(std::move(issue));
    return {Token{}};
  }
  return Lexer(text, issues).Run();
}

std::string DumpTokens(const std::vector<Token>& tokens) {
  std::string out;
  for (const Token& token : tokens) {
    absl::StrAppend(&out, token.offset, " ", KindText(token.kind), " ",
                    token.text, "\n");
  }
  return out;
}

}  // namespace zhiheng::cel
