// Values, members and the starts of elements. Tested by syntax_test.cc.
#include <cmath>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/rules/cel/syntax/ast_text.h"
#include "services/rules/cel/syntax/parser_impl.h"

namespace zhiheng::cel {
namespace {

constexpr int kPrefixLevel = 6;

bool Whole(absl::string_view text, uint64_t* out) {
  if (text.size() > 2 && (text[1] == 'x' || text[1] == 'X')) {
    return absl::SimpleHexAtoi(text, out);
  }
  return absl::SimpleAtoi(text, out);
}

}  // namespace

void Parser::Value(int node) {
  value_ = node;
  wants_value_ = false;
}

// A value is wanted: a literal, a name, a prefix, an opening bracket, or the
// closing bracket of an empty list.
void Parser::Operand() {
  if (StartElement()) Primary();
}

void Parser::Primary() {
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
      return Value(builder_.Bool(at, at.kind == TokenKind::kTrue));
    case TokenKind::kIdent:
      Take();
      return Named(at, std::string(at.text));
    default:
      break;
  }
  if (Peek("!")) return Prefix("!", op::kNot);
  if (Peek("-")) return Prefix("-", op::kNegate);
  if (Peek(".")) {
    Take();
    const Token name = Now();
    if (name.kind != TokenKind::kIdent) return Fail("a name");
    Take();
    return Named(name, absl::StrCat(".", name.text));
  }
  OpenBracket();
}

void Parser::OpenBracket() {
  const Token at = Now();
  if (Accept("(")) return Open(Bracket::kParen, at);
  if (Accept("[")) return Open(Bracket::kList, at);
  if (Accept("{")) return Open(Bracket::kMap, at);
  const bool argument = frames_.back().bracket == Bracket::kCall &&
                        !frames_.back().node.args.empty() && !PendingHere();
  Fail(argument ? "an argument" : "a value");
}

// Where an element may begin: the closing bracket, ? and the name of a field.
// False when no value follows at once.
bool Parser::StartElement() {
  Frame& frame = frames_.back();
  if (PendingHere()) return true;
  const bool key_read = frame.bracket == Bracket::kMap && !frame.wants_key;
  if (frame.bracket == Bracket::kNone || frame.bracket == Bracket::kParen ||
      frame.bracket == Bracket::kIndex || key_read) {
    return true;
  }
  // A comma may end a list, a map or a message, but not the arguments.
  if (frame.bracket != Bracket::kCall || frame.node.args.empty()) {
    if (Close()) return false;
  }
  if (frame.bracket == Bracket::kCall) return true;
  const bool optional = Peek("?");
  if (optional && !Optional()) return false;
  if (optional || !frame.node.optional.empty()) {
    const size_t count = frame.bracket == Bracket::kMap
                             ? frame.node.args.size() / 2
                             : frame.node.args.size();
    frame.node.optional.resize(count + 1);
    frame.node.optional[count] = optional;
  }
  return frame.bracket != Bracket::kStruct || FieldName();
}

// Takes a ? that makes something optional.
bool Parser::Optional() {
  if (!dialect_.optional_syntax) {
    Fail("a value");
    return false;
  }
  Take();
  return true;
}

bool Parser::FieldName() {
  const Token field = Now();
  const bool quoted = field.kind == TokenKind::kQuotedIdent;
  if (field.kind != TokenKind::kIdent && field.kind != TokenKind::kReserved &&
      field.kind != TokenKind::kIn && !(quoted && dialect_.quoted_names)) {
    Fail("a field name");
    return false;
  }
  Take();
  Frame& frame = frames_.back();
  frame.node.fields.push_back(quoted ? field.value : std::string(field.text));
  frame.node.field_offsets.push_back(field.offset);
  if (!Accept(":")) {
    Fail(":");
    return false;
  }
  return true;
}

// Pairs of the same sign cancel out; - and a number is a number.
void Parser::Prefix(absl::string_view sign, const char* function) {
  const Token at = Now();
  bool odd = false;
  while (Accept(sign)) odd = !odd;
  if (sign == "-" && (Peek(TokenKind::kInt) || Peek(TokenKind::kDouble))) {
    return Number(odd, at);
  }
  if (Peek("!") || Peek("-")) return Fail("a value");
  if (!odd) return Primary();
  Pending pending;
  pending.kind = Pending::Kind::kPrefix;
  pending.precedence = kPrefixLevel;
  pending.function = function;
  pending.at = at;
  pending_.push_back(std::move(pending));
}

void Parser::Named(const Token& at, std::string name) {
  if (!Accept("(")) return Value(builder_.Ident(at, std::move(name)));
  Open(Bracket::kCall, at);
  if (!failed_) frames_.back().node.name = std::move(name);
}

void Parser::TextOrNull() {
  const Token& token = Take();
  Node node = builder_.Start(NodeKind::kLiteral, token);
  node.literal.kind = token.kind == TokenKind::kString  ? Literal::Kind::kString
                      : token.kind == TokenKind::kBytes ? Literal::Kind::kBytes
                                                        : Literal::Kind::kNull;
  node.literal.text = token.value;
  Value(builder_.Add(std::move(node)));
}

void Parser::Number(bool negative, const Token& at) {
  const Token token = Take();
  Node node = builder_.Start(NodeKind::kLiteral, at);
  node.length = token.offset + static_cast<int>(token.text.size()) - at.offset;
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
    lit.int_value = static_cast<int64_t>(negative ? 0 - magnitude : magnitude);
  }
  if (!ok) {
    return FailWith(token, "cel-number",
                    absl::StrCat("the number ", token.text, " is out of range"),
                    "for exact numbers of any size write decimal('…')");
  }
  Value(builder_.Add(std::move(node)));
}

// .field .method( [index] and T{ after a value.
bool Parser::Member() {
  const Token at = Now();
  if (Accept("[")) {
    const bool optional = Peek("?");
    if (optional && !Optional()) return true;
    const int target = value_;
    Open(Bracket::kIndex, at);
    if (failed_) return true;
    frames_.back().target = target;
    frames_.back().optional_index = optional;
    return true;
  }
  if (Accept(".")) {
    Field();
    return true;
  }
  if (!Peek("{")) return false;
  std::optional<std::string> name = QualifiedName(value_);
  if (!name.has_value()) return false;
  Take();
  Token place = at;
  place.offset = builder_.at(value_).offset;
  place.text = text_.substr(static_cast<size_t>(place.offset),
                            static_cast<size_t>(builder_.at(value_).length));
  Open(Bracket::kStruct, place);
  if (!failed_) frames_.back().node.name = *std::move(name);
  return true;
}

void Parser::Field() {
  const bool optional = Peek("?");
  if (optional && !Optional()) return;
  const Token name = Now();
  const bool quoted = name.kind == TokenKind::kQuotedIdent;
  if (name.kind != TokenKind::kIdent && name.kind != TokenKind::kReserved &&
      !(quoted && dialect_.quoted_names)) {
    return Fail("a field name");
  }
  Take();
  std::string field = quoted ? name.value : std::string(name.text);
  const int operand = value_;
  if (optional) {
    const int id = builder_.Text(name, std::move(field));
    return Value(builder_.Call(name, op::kOptionalSelect, {operand, id}));
  }
  if (!quoted && Accept("(")) {
    Open(Bracket::kCall, name);
    if (failed_) return;
    frames_.back().node.name = std::move(field);
    frames_.back().target = operand;
    return;
  }
  Node node = builder_.Start(NodeKind::kSelect, name);
  node.name = std::move(field);
  node.args = {operand};
  Value(builder_.Add(std::move(node)));
}

int Parser::CallOf(Frame frame) {
  std::vector<int> args = std::move(frame.node.args);
  const bool has_target = frame.target >= 0;
  if (has_target) args.insert(args.begin(), frame.target);
  const MacroResult macro =
      ExpandMacro(builder_, frame.at, frame.node.name, has_target, args,
                  dialect_.extension_macros);
  if (macro.wrong) failed_ = true;
  if (macro.node >= 0 || macro.wrong) return macro.node;
  return builder_.Call(frame.at, std::move(frame.node.name), std::move(args),
                       has_target);
}

// a.b.C when the node is a chain of names; no part may need quotes: a type has
// none that does.
std::optional<std::string> Parser::QualifiedName(int id) {
  std::vector<absl::string_view> parts;
  while (builder_.at(id).kind == NodeKind::kSelect &&
         !builder_.at(id).test_only) {
    const std::string& part = builder_.at(id).name;
    if (FieldText(part) != part) return std::nullopt;
    parts.push_back(builder_.at(id).name);
    id = builder_.at(id).args[0];
  }
  if (builder_.at(id).kind != NodeKind::kIdent) return std::nullopt;
  std::string name = builder_.at(id).name;
  for (auto it = parts.rbegin(); it != parts.rend(); ++it) {
    absl::StrAppend(&name, ".", *it);
  }
  return name;
}

}  // namespace zhiheng::cel
