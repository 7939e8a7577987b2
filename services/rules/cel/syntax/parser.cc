// Recursive descent with one level a nesting, bounded by Limits::parse_depth;
// chains of operators and member selections are loops. Chains of && and || are
// built balanced, so that a long one is not deep. Tested by syntax_test.cc.
#include "services/rules/cel/syntax/parser.h"

#include <cmath>
#include <optional>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/rules/cel/syntax/ast_builder.h"

namespace zhiheng::cel {
namespace {

struct Operator {
  absl::string_view symbol;
  const char* function;
  int precedence;  // larger binds tighter
};

constexpr Operator kBinary[] = {
    {"<", op::kLess, 1},     {"<=", op::kLessEquals, 1},
    {">", op::kGreater, 1},  {">=", op::kGreaterEquals, 1},
    {"==", op::kEquals, 1},  {"!=", op::kNotEquals, 1},
    {"in", op::kIn, 1},      {"+", op::kAdd, 2},
    {"-", op::kSubtract, 2}, {"*", op::kMultiply, 3},
    {"/", op::kDivide, 3},   {"%", op::kModulo, 3},
};

class Parser {
 public:
  Parser(absl::string_view text, const Limits& limits,
         std::vector<Issue>* issues)
      : tokens_(Tokenize(text, limits, issues)), builder_(limits, issues) {}

  // The root, or -1.
  int Run() {
    const int root = Expression();
    if (!failed_ && !Peek(TokenKind::kEnd)) {
      Fail("an operator or the end of the expression");
    }
    return failed_ || builder_.stopped() ? -1 : root;
  }
  std::vector<Node> TakeNodes() { return std::move(builder_.nodes()); }

 private:
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
  void Expect(absl::string_view symbol) {
    if (!Accept(symbol)) Fail(symbol);
  }

  // Reports once; afterwards every method returns quickly.
  int Fail(absl::string_view wanted) {
    if (failed_) return -1;
    failed_ = true;
    const Token& token = Now();
    std::string hint;
    if (token.kind == TokenKind::kReserved) {
      hint =
          absl::StrCat(token.text, " is a reserved word; choose another name");
    }
    builder_.Report(token, "cel-syntax",
                    token.kind == TokenKind::kEnd
                        ? absl::StrCat("the expression ends where ", wanted,
                                       " should follow")
                        : absl::StrCat("found ", token.text, " where ", wanted,
                                       " should stand"),
                    hint);
    return -1;
  }

  bool Enter() {
    if (++depth_ <= builder_.limits().parse_depth) return true;
    if (!failed_) {
      builder_.Report(Now(), "cel-too-deep",
                      absl::StrCat("the expression nests deeper than ",
                                   builder_.limits().parse_depth, " levels"),
                      "split it into definitions");
    }
    failed_ = true;
    return false;
  }

  // a ? b : c ? d : e …; the chain of elses is a loop.
  int Expression() {
    if (!Enter()) return -1;
    std::vector<std::pair<Token, std::pair<int, int>>> chain;
    int value = Disjunction();
    while (!failed_ && Peek("?")) {
      const Token question = Take();
      const int yes = Disjunction();
      Expect(":");
      chain.push_back({question, {value, yes}});
      value = failed_ ? -1 : Disjunction();
    }
    for (; !failed_ && !chain.empty(); chain.pop_back()) {
      const auto& [at, parts] = chain.back();
      value = builder_.Call(at, op::kConditional,
                            {parts.first, parts.second, value});
    }
    --depth_;
    return failed_ ? -1 : value;
  }

  int Disjunction() { return Logical("||", op::kOr, &Parser::Conjunction); }
  int Conjunction() { return Logical("&&", op::kAnd, &Parser::Relation); }
  int Relation() { return Binary(1); }

  int Logical(absl::string_view symbol, const char* function,
              int (Parser::*operand)()) {
    std::vector<int> terms = {(this->*operand)()};
    std::vector<Token> at;
    while (!failed_ && Peek(symbol)) {
      at.push_back(Take());
      terms.push_back((this->*operand)());
    }
    if (failed_) return -1;
    return Balanced(function, terms, at, 0, static_cast<int>(at.size()) - 1);
  }

  // Terms lo … hi+1 joined by operators lo … hi; depth is the logarithm.
  int Balanced(const char* function, const std::vector<int>& terms,
               const std::vector<Token>& at, int lo, int hi) {
    if (lo > hi) return terms[static_cast<size_t>(lo)];
    const int mid = (lo + hi + 1) / 2;
    const int left = Balanced(function, terms, at, lo, mid - 1);
    const int right = Balanced(function, terms, at, mid + 1, hi);
    return builder_.Call(at[static_cast<size_t>(mid)], function, {left, right});
  }

  const Operator* BinaryOperator() const {
    if (Now().kind != TokenKind::kSymbol && Now().kind != TokenKind::kIn) {
      return nullptr;
    }
    for (const Operator& o : kBinary) {
      if (o.symbol == Now().text) return &o;
    }
    return nullptr;
  }

  // Operators of at least this precedence; left-associative.
  int Binary(int precedence) {
    int left = Unary();
    while (!failed_) {
      const Operator* o = BinaryOperator();
      if (o == nullptr || o->precedence < precedence) break;
      const Token at = Take();
      const int right = Binary(o->precedence + 1);
      if (failed_) return -1;
      left = builder_.Call(at, o->function, {left, right});
    }
    return failed_ ? -1 : left;
  }

  // Pairs of the same sign cancel out.
  int Unary() {
    const Token at = Now();
    if (Peek("!")) {
      bool odd = false;
      while (Accept("!")) odd = !odd;
      const int operand = Member();
      return odd && !failed_ ? builder_.Call(at, op::kNot, {operand}) : operand;
    }
    if (Peek("-")) {
      bool odd = false;
      while (Accept("-")) odd = !odd;
      if (Peek(TokenKind::kInt) || Peek(TokenKind::kDouble)) {
        return MemberOf(Number(odd, at));
      }
      const int operand = Member();
      return odd && !failed_ ? builder_.Call(at, op::kNegate, {operand})
                             : operand;
    }
    return Member();
  }

  int Member() { return MemberOf(Primary()); }

  int MemberOf(int value) {
    while (!failed_) {
      const Token at = Now();
      if (Accept("[")) {
        const int index = Expression();
        Expect("]");
        if (failed_) return -1;
        value = builder_.Call(at, op::kIndex, {value, index});
      } else if (Peek("{") && QualifiedName(value).has_value()) {
        value = Struct(value);
      } else if (Accept(".")) {
        value = Field(value);
      } else {
        return value;
      }
    }
    return -1;
  }

  int Field(int operand) {
    const Token name = Now();
    if (name.kind != TokenKind::kIdent && name.kind != TokenKind::kReserved &&
        name.kind != TokenKind::kQuotedIdent) {
      return Fail("a field name");
    }
    Take();
    if (name.kind != TokenKind::kQuotedIdent && Peek("(")) {
      return CallOf(name, std::string(name.text), operand);
    }
    Node node = builder_.Start(NodeKind::kSelect, name);
    node.name = name.kind == TokenKind::kQuotedIdent ? name.value
                                                     : std::string(name.text);
    node.args = {operand};
    return builder_.Add(std::move(node));
  }

  // Arguments follow at "(".
  int CallOf(const Token& name, std::string function, int target) {
    Expect("(");
    std::vector<int> args;
    if (target >= 0) args.push_back(target);
    if (!Elements(")", &args)) return -1;
    const bool has_target = target >= 0;
    const int macro = ExpandMacro(builder_, name, function, has_target, args);
    if (macro == -2) {
      failed_ = true;
      return -1;
    }
    if (macro >= 0) return macro;
    return builder_.Call(name, std::move(function), std::move(args),
                         has_target);
  }

  bool RoomFor(size_t size) {
    if (static_cast<int64_t>(size) <= builder_.limits().literal_size)
      return true;
    if (!failed_) {
      builder_.Report(
          Now(), "cel-too-large",
          absl::StrCat("a literal or call holds more than ",
                       builder_.limits().literal_size, " elements"));
    }
    failed_ = true;
    return false;
  }

  // Comma-separated expressions up to `close`.
  bool Elements(absl::string_view close, std::vector<int>* out) {
    while (!failed_ && !Peek(close)) {
      out->push_back(Expression());
      if (!RoomFor(out->size())) break;
      if (!Peek(close)) Expect(",");
      if (close == ")" && Peek(close) && tokens_[pos_ - 1].text == ",") {
        Fail("an argument");
      }
    }
    Expect(close);
    return !failed_;
  }

  int Primary() {
    const Token at = Now();
    switch (at.kind) {
      case TokenKind::kInt:
      case TokenKind::kUint:
      case TokenKind::kDouble:
        return Number(false, at);
      case TokenKind::kString:
      case TokenKind::kBytes:
      case TokenKind::kNull:
        return TextOrNull();
      case TokenKind::kTrue:
      case TokenKind::kFalse:
        Take();
        return builder_.Bool(at, at.kind == TokenKind::kTrue);
      case TokenKind::kIdent:
        Take();
        return Named(at, std::string(at.text));
      default:
        break;
    }
    if (Accept("(")) {
      const int inner = Expression();
      Expect(")");
      return inner;
    }
    if (Accept("[")) {
      std::vector<int> elements;
      if (!Elements("]", &elements)) return -1;
      return builder_.List(at, std::move(elements));
    }
    if (Accept("{")) return Map(at);
    if (Peek(".")) {
      Take();
      const Token name = Now();
      if (name.kind != TokenKind::kIdent) return Fail("a name");
      Take();
      return Named(name, absl::StrCat(".", name.text));
    }
    return Fail("a value");
  }

  int Named(const Token& at, std::string name) {
    if (Peek("(")) return CallOf(at, std::move(name), -1);
    return builder_.Ident(at, std::move(name));
  }

  int TextOrNull() {
    const Token& token = Take();
    Node node = builder_.Start(NodeKind::kLiteral, token);
    node.literal.kind =
        token.kind == TokenKind::kString  ? Literal::Kind::kString
        : token.kind == TokenKind::kBytes ? Literal::Kind::kBytes
                                          : Literal::Kind::kNull;
    node.literal.text = token.value;
    return builder_.Add(std::move(node));
  }

  int Number(bool negative, const Token& at) {
    const Token token = Take();
    Node node = builder_.Start(NodeKind::kLiteral, at);
    node.length =
        token.offset + static_cast<int>(token.text.size()) - at.offset;
    Literal& lit = node.literal;
    absl::string_view text = token.text;
    bool ok = false;
    if (token.kind == TokenKind::kDouble) {
      lit.kind = Literal::Kind::kDouble;
      ok = absl::SimpleAtod(text, &lit.double_value) &&
           std::isfinite(lit.double_value);
      if (negative) lit.double_value = -lit.double_value;
    } else if (token.kind == TokenKind::kUint) {
      lit.kind = Literal::Kind::kUint;
      text.remove_suffix(1);
      ok = Whole(text, &lit.uint_value);
    } else {
      lit.kind = Literal::Kind::kInt;
      uint64_t magnitude = 0;
      const uint64_t most = uint64_t{1} << 63;
      ok = Whole(text, &magnitude) && magnitude < most + (negative ? 1 : 0);
      lit.int_value =
          static_cast<int64_t>(negative ? 0 - magnitude : magnitude);
    }
    if (!ok) {
      builder_.Report(
          token, "cel-number",
          absl::StrCat("the number ", token.text, " is out of range"),
          "for exact numbers of any size write decimal('…')");
      failed_ = true;
      return -1;
    }
    return builder_.Add(std::move(node));
  }

  static bool Whole(absl::string_view text, uint64_t* out) {
    if (text.size() > 2 && (text[1] == 'x' || text[1] == 'X')) {
      return absl::SimpleHexAtoi(text, out);
    }
    return absl::SimpleAtoi(text, out);
  }

  int Map(const Token& at) {
    Node node = builder_.Start(NodeKind::kMap, at);
    while (!failed_ && !Peek("}")) {
      node.args.push_back(Expression());
      Expect(":");
      node.args.push_back(failed_ ? -1 : Expression());
      if (!RoomFor(node.args.size() / 2)) break;
      if (!Peek("}")) Expect(",");
    }
    Expect("}");
    return failed_ ? -1 : builder_.Add(std::move(node));
  }

  // a.b.C when the node is a chain of names.
  std::optional<std::string> QualifiedName(int id) {
    std::string name;
    while (builder_.at(id).kind == NodeKind::kSelect &&
           !builder_.at(id).test_only) {
      name = absl::StrCat(".", builder_.at(id).name, name);
      id = builder_.at(id).args[0];
    }
    if (builder_.at(id).kind != NodeKind::kIdent) return std::nullopt;
    return absl::StrCat(builder_.at(id).name, name);
  }

  int Struct(int type) {
    Node node = builder_.Start(NodeKind::kStruct, Now());
    node.offset = builder_.at(type).offset;
    node.length = builder_.at(type).length;
    node.name = *QualifiedName(type);
    Expect("{");
    while (!failed_ && !Peek("}")) {
      const Token field = Take();
      if (field.kind != TokenKind::kIdent &&
          field.kind != TokenKind::kReserved && field.kind != TokenKind::kIn &&
          field.kind != TokenKind::kQuotedIdent) {
        --pos_;
        return Fail("a field name");
      }
      node.fields.push_back(field.kind == TokenKind::kQuotedIdent
                                ? field.value
                                : std::string(field.text));
      node.field_offsets.push_back(field.offset);
      Expect(":");
      node.args.push_back(failed_ ? -1 : Expression());
      if (!RoomFor(node.args.size())) break;
      if (!Peek("}")) Expect(",");
    }
    Expect("}");
    return failed_ ? -1 : builder_.Add(std::move(node));
  }

  std::vector<Token> tokens_;
  AstBuilder builder_;
  size_t pos_ = 0;
  int depth_ = 0;
  bool failed_ = false;
};

}  // namespace

Parsed Parse(absl::string_view text, const Limits& limits) {
  Parsed parsed;
  parsed.ast.text = std::string(text);
  const absl::string_view source = parsed.ast.text;
  Parser parser(source, limits, &parsed.issues);
  if (parsed.issues.empty()) {
    parsed.ast.root = parser.Run();
    parsed.ast.nodes = parser.TakeNodes();
  }
  for (Issue& issue : parsed.issues) PlaceIssue(source, &issue);
  SortIssues(&parsed.issues);
  if (!parsed.issues.empty()) parsed.ast.root = -1;
  return parsed;
}

}  // namespace zhiheng::cel
