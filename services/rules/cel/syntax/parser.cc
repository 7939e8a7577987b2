// Operator precedence with a stack: linear time. Chains of && and || are built
// balanced, so that a long one is not deep. Tested by syntax_test.cc.
#include "services/rules/cel/syntax/parser.h"

#include "absl/strings/str_cat.h"
#include "services/rules/cel/syntax/parser_impl.h"

namespace zhiheng::cel {
namespace {

constexpr int kTernary = 0;
constexpr int kOrLevel = 1;
constexpr int kAndLevel = 2;

struct BinaryForm {
  absl::string_view symbol;
  const char* function;
  int precedence;
};

constexpr BinaryForm kBinary[] = {
    {"||", op::kOr, kOrLevel}, {"&&", op::kAnd, kAndLevel},
    {"<", op::kLess, 3},       {"<=", op::kLessEquals, 3},
    {">", op::kGreater, 3},    {">=", op::kGreaterEquals, 3},
    {"==", op::kEquals, 3},    {"!=", op::kNotEquals, 3},
    {"in", op::kIn, 3},        {"+", op::kAdd, 4},
    {"-", op::kSubtract, 4},   {"*", op::kMultiply, 5},
    {"/", op::kDivide, 5},     {"%", op::kModulo, 5},
};

}  // namespace

int Parser::Run() {
  Open(Bracket::kNone, Now());
  while (!failed_ && !done_ && !builder_.stopped()) {
    wants_value_ ? Operand() : Operator();
  }
  return failed_ || builder_.stopped() ? -1 : value_;
}

void Parser::FailWith(const Token& at, std::string code, std::string message,
                      std::string hint) {
  if (!failed_) {
    builder_.Report(at, std::move(code), std::move(message), std::move(hint));
  }
  failed_ = true;
}

void Parser::Fail(absl::string_view wanted) {
  const Token& token = Now();
  std::string hint;
  if (token.kind == TokenKind::kReserved) {
    hint = absl::StrCat(token.text, " is a reserved word; choose another name");
  }
  FailWith(
      token, "cel-syntax",
      token.kind == TokenKind::kEnd
          ? absl::StrCat("the expression ends where ", wanted, " should follow")
          : absl::StrCat("found ", token.text, " where ", wanted,
                         " should stand"),
      std::move(hint));
}

void Parser::Open(Bracket bracket, const Token& at) {
  if (static_cast<int>(frames_.size()) >= builder_.limits().parse_depth) {
    FailWith(Now(), "cel-too-deep",
             absl::StrCat("the expression nests deeper than ",
                          builder_.limits().parse_depth, " levels"),
             "split it into definitions");
    return;
  }
  Frame frame;
  frame.bracket = bracket;
  frame.at = at;
  frame.first_pending = pending_.size();
  frame.wants_key = bracket == Bracket::kMap;
  frames_.push_back(std::move(frame));
  wants_value_ = true;
}

// What may follow a value here, for the message.
absl::string_view Parser::WantedHere() const {
  for (size_t i = pending_.size(); i > frames_.back().first_pending; --i) {
    if (pending_[i - 1].kind == Pending::Kind::kThen) return ":";
  }
  switch (frames_.back().bracket) {
    case Bracket::kNone:
      return "an operator or the end of the expression";
    case Bracket::kParen:
      return ")";
    case Bracket::kIndex:
      return "]";
    case Bracket::kMap:
      return frames_.back().wants_key ? ":" : ",";
    default:
      return ",";
  }
}

// A value was read: an operator, a member, or the end of what is open.
void Parser::Operator() {
  if (Member() || BinaryOperator()) return;
  if (Peek("?")) return Ternary();
  if (Peek(":")) return Colon();
  if (Peek(",")) return Comma();
  if (!Close()) Fail(WantedHere());
}

bool Parser::BinaryOperator() {
  if (Now().kind != TokenKind::kSymbol && Now().kind != TokenKind::kIn) {
    return false;
  }
  for (const BinaryForm& form : kBinary) {
    if (form.symbol != Now().text) continue;
    const bool logic = form.precedence <= kAndLevel;
    // Left-associative; a chain of one logical operator stays open.
    Reduce(logic ? form.precedence + 1 : form.precedence);
    const Token at = Take();
    if (logic && PendingHere() && pending_.back().function == form.function) {
      pending_.back().values.push_back(value_);
      pending_.back().all.push_back(at);
    } else {
      Pending pending;
      pending.kind = logic ? Pending::Kind::kLogic : Pending::Kind::kBinary;
      pending.precedence = form.precedence;
      pending.function = form.function;
      pending.at = at;
      pending.values = {value_};
      pending.all = {at};
      pending_.push_back(std::move(pending));
    }
    wants_value_ = true;
    return true;
  }
  return false;
}

// Gives the operators of this frame that bind at least so tightly their right
// side.
void Parser::Reduce(int precedence) {
  while (!failed_ && PendingHere() &&
         pending_.back().precedence >= precedence &&
         pending_.back().kind != Pending::Kind::kThen) {
    Pending pending = std::move(pending_.back());
    pending_.pop_back();
    value_ = Build(std::move(pending), value_);
  }
}

int Parser::Build(Pending pending, int right) {
  pending.values.push_back(right);
  switch (pending.kind) {
    case Pending::Kind::kLogic:
      return Balanced(pending.function, pending.values, pending.all, 0,
                      static_cast<int>(pending.all.size()) - 1);
    default:
      return builder_.Call(pending.at, pending.function,
                           std::move(pending.values));
  }
}

// Terms lo … hi+1 joined by operators lo … hi; it recurses to the depth of the
// logarithm.
int Parser::Balanced(const char* function, const std::vector<int>& terms,
                     const std::vector<Token>& at, int lo, int hi) {
  if (lo > hi) return terms[static_cast<size_t>(lo)];
  const int mid = (lo + hi + 1) / 2;
  const int left = Balanced(function, terms, at, lo, mid - 1);
  const int right = Balanced(function, terms, at, mid + 1, hi);
  return builder_.Call(at[static_cast<size_t>(mid)], function, {left, right});
}

// a ? b : c. Between ? and : no other ?: may stand without brackets.
void Parser::Ternary() {
  Reduce(kOrLevel);
  if (PendingHere() && pending_.back().kind == Pending::Kind::kThen) {
    return Fail(":");
  }
  Pending pending;
  pending.kind = Pending::Kind::kThen;
  pending.precedence = kTernary;
  pending.function = op::kConditional;
  pending.at = Take();
  pending.values = {value_};
  pending_.push_back(std::move(pending));
  wants_value_ = true;
}

// Of a conditional, or between a key and its value.
void Parser::Colon() {
  Reduce(kOrLevel);
  if (PendingHere() && pending_.back().kind == Pending::Kind::kThen) {
    pending_.back().kind = Pending::Kind::kElse;
    pending_.back().values.push_back(value_);
    Take();
    wants_value_ = true;
    return;
  }
  Reduce(kTernary);
  Frame& frame = frames_.back();
  if (frame.bracket != Bracket::kMap || !frame.wants_key) {
    return Fail(WantedHere());
  }
  Take();
  frame.node.args.push_back(value_);
  frame.wants_key = false;
  wants_value_ = true;
}

void Parser::Comma() {
  const Bracket bracket = frames_.back().bracket;
  Reduce(kTernary);
  if (PendingHere() || bracket == Bracket::kNone ||
      bracket == Bracket::kParen || bracket == Bracket::kIndex ||
      frames_.back().wants_key) {
    return Fail(WantedHere());
  }
  Take();
  EndElement(value_);
  wants_value_ = true;
}

void Parser::EndElement(int value) {
  Frame& frame = frames_.back();
  frame.node.args.push_back(value);
  frame.wants_key = frame.bracket == Bracket::kMap;
  const size_t size = frame.bracket == Bracket::kMap
                          ? frame.node.args.size() / 2
                          : frame.node.args.size();
  if (static_cast<int64_t>(size) > builder_.limits().literal_size) {
    FailWith(Now(), "cel-too-large",
             absl::StrCat("a literal or call holds more than ",
                          builder_.limits().literal_size, " elements"),
             "");
  }
}

// The closing bracket of the innermost frame, or the end of the text.
bool Parser::Close() {
  constexpr absl::string_view kClosing[] = {"", ")", "]", ")", "]", "}", "}"};
  const Bracket bracket = frames_.back().bracket;
  if (bracket == Bracket::kNone
          ? !Peek(TokenKind::kEnd)
          : !Peek(kClosing[static_cast<size_t>(bracket)])) {
    return false;
  }
  if (!wants_value_) {
    Reduce(kTernary);
    if (failed_) return true;
    if (PendingHere() || frames_.back().wants_key) return false;
    if (bracket != Bracket::kNone && bracket != Bracket::kParen &&
        bracket != Bracket::kIndex) {
      EndElement(value_);
    }
  }
  if (failed_) return true;
  if (bracket == Bracket::kNone) {
    done_ = true;
    return true;
  }
  Take();
  Frame frame = std::move(frames_.back());
  frames_.pop_back();
  Value(Finish(std::move(frame)));
  return true;
}

// The node that a closed bracket makes.
int Parser::Finish(Frame frame) {
  switch (frame.bracket) {
    case Bracket::kIndex:
      return builder_.Call(
          frame.at, frame.optional_index ? op::kOptionalIndex : op::kIndex,
          {frame.target, value_});
    case Bracket::kCall:
      return CallOf(std::move(frame));
    case Bracket::kList:
    case Bracket::kMap:
    case Bracket::kStruct: {
      Node node = std::move(frame.node);
      const Node place =
          builder_.Start(frame.bracket == Bracket::kList  ? NodeKind::kList
                         : frame.bracket == Bracket::kMap ? NodeKind::kMap
                                                          : NodeKind::kStruct,
                         frame.at);
      node.kind = place.kind;
      node.offset = place.offset;
      node.length = place.length;
      return builder_.Add(std::move(node));
    }
    default:
      return value_;
  }
}

Parsed Parse(absl::string_view text, const Limits& limits,
             const Dialect& dialect) {
  Parsed parsed;
  parsed.ast.text = std::string(text);
  const absl::string_view source = parsed.ast.text;
  Parser parser(source, limits, dialect, &parsed.issues);
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
