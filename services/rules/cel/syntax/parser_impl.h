// The parser's inside: a machine with stacks of its own, so that no text can
// make it recurse. For this room only; one thread, one text.
//
// It is in one of two states, wanting a value or wanting an operator. Open
// brackets are Frames; operators that still lack their right side are Pending.
// Every frame owns the pending operators above its `first_pending`.
#ifndef SERVICES_RULES_CEL_SYNTAX_PARSER_IMPL_H_
#define SERVICES_RULES_CEL_SYNTAX_PARSER_IMPL_H_

#include <optional>
#include <string>
#include <vector>

#include "services/rules/cel/syntax/ast_builder.h"
#include "services/rules/cel/syntax/parser.h"
#include "services/rules/cel/syntax/token.h"

namespace zhiheng::cel {

class Parser {
 public:
  Parser(absl::string_view text, const Limits& limits, const Dialect& dialect,
         std::vector<Issue>* issues)
      : text_(text),
        tokens_(Tokenize(text, limits, issues)),
        dialect_(dialect),
        builder_(limits, issues) {}

  // The root, or -1.
  int Run();
  std::vector<Node> TakeNodes() { return std::move(builder_.nodes()); }

 private:
  enum class Bracket : uint8_t {
    kNone,  // the whole text
    kParen,
    kIndex,
    kCall,
    kList,
    kMap,
    kStruct,
  };
  // A bracket that is open.
  struct Frame {
    Bracket bracket = Bracket::kNone;
    Token at;  // names the node that it will become
    size_t first_pending = 0;
    int target = -1;  // of an index or a member call
    bool optional_index = false;
    bool wants_key = false;  // a map: the colon is still to come
    Node node;               // what was read so far
  };
  // An operator that waits for its right side.
  struct Pending {
    enum class Kind : uint8_t { kPrefix, kBinary, kLogic, kThen, kElse };
    Kind kind = Kind::kBinary;
    int precedence = 0;  // larger binds tighter
    const char* function = "";
    Token at;
    std::vector<int> values;  // left side; of && and || all terms so far
    std::vector<Token> all;   // of && and ||: each operator
  };

  // parser.cc: operators and brackets.
  void Operator();
  bool BinaryOperator();
  void Ternary();
  void Colon();
  void Comma();
  bool Close();
  void Open(Bracket bracket, const Token& at);
  void Reduce(int precedence);
  int Build(Pending pending, int right);
  int Balanced(const char* function, const std::vector<int>& terms,
               const std::vector<Token>& at, int lo, int hi);
  void EndElement(int value);
  int Finish(Frame frame);
  bool PendingHere() const {
    return pending_.size() > frames_.back().first_pending;
  }
  absl::string_view WantedHere() const;

  // operands.cc: values, members and the starts of elements.
  void Operand();
  void Primary();
  bool StartElement();
  void Prefix(absl::string_view sign, const char* function);
  void OpenBracket();
  void Value(int node);
  void Named(const Token& at, std::string name);
  void Number(bool negative, const Token& at);
  void TextOrNull();
  bool Member();
  void Field();
  int CallOf(Frame frame);
  bool FieldName();
  std::optional<std::string> QualifiedName(int id);
  bool Optional();

  const Token& Now() const { return tokens_[pos_]; }
  bool Peek(TokenKind kind) const { return Now().kind == kind; }
  bool Peek(absl::string_view symbol) const {
    return Now().kind == TokenKind::kSymbol && Now().text == symbol;
  }
  const Token& Take() {
    const Token& token = tokens_[pos_];
    if (pos_ + 1 < tokens_.size()) ++pos_;
    return token;
  }
  bool Accept(absl::string_view symbol) {
    if (!Peek(symbol)) return false;
    Take();
    return true;
  }
  // Reports once; afterwards the machine stands still.
  void Fail(absl::string_view wanted);
  void FailWith(const Token& at, std::string code, std::string message,
                std::string hint);

  const absl::string_view text_;
  std::vector<Token> tokens_;
  const Dialect dialect_;
  AstBuilder builder_;
  size_t pos_ = 0;
  std::vector<Frame> frames_;
  std::vector<Pending> pending_;
  int value_ = -1;           // the value just read
  bool wants_value_ = true;  // the state
  bool done_ = false;
  bool failed_ = false;
};

}  // namespace zhiheng::cel

#endif  // SERVICES_RULES_CEL_SYNTAX_PARSER_IMPL_H_
