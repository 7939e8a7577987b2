#include "services/rules/cel/syntax/ast_builder.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace zhiheng::cel {

int AstBuilder::Add(Node node) {
  int height = 0;
  const auto under = [&](int child) {
    if (child >= 0) height = std::max(height, at(child).height);
  };
  for (const int child : node.args) under(child);
  for (const int child : {node.loop.range, node.loop.init, node.loop.condition,
                          node.loop.step, node.loop.result}) {
    under(child);
  }
  node.height = height + 1;
  Token where;
  where.offset = node.offset;
  if (!stopped_ && node.height > limits_.tree_height) {
    stopped_ = true;
    Report(where, "cel-too-deep",
           absl::StrCat("the expression is more than ", limits_.tree_height,
                        " operations deep"),
           "split it into definitions, or use a list");
  }
  if (!stopped_ && static_cast<int>(nodes_.size()) >= limits_.nodes) {
    stopped_ = true;
    Report(
        where, "cel-too-large",
        absl::StrCat("the expression has more than ", limits_.nodes, " nodes"),
        "split it into definitions");
  }
  nodes_.push_back(std::move(node));
  return static_cast<int>(nodes_.size()) - 1;
}

Node AstBuilder::Start(NodeKind kind, const Token& at) const {
  Node node;
  node.kind = kind;
  node.offset = at.offset;
  node.length = std::max<int>(1, static_cast<int>(at.text.size()));
  return node;
}

int AstBuilder::Call(const Token& at, std::string function,
                     std::vector<int> args, bool has_target) {
  Node node = Start(NodeKind::kCall, at);
  node.name = std::move(function);
  node.args = std::move(args);
  node.has_target = has_target;
  return Add(std::move(node));
}

int AstBuilder::Ident(const Token& at, std::string name) {
  Node node = Start(NodeKind::kIdent, at);
  node.name = std::move(name);
  return Add(std::move(node));
}

int AstBuilder::Bool(const Token& at, bool value) {
  Node node = Start(NodeKind::kLiteral, at);
  node.literal.kind = Literal::Kind::kBool;
  node.literal.bool_value = value;
  return Add(std::move(node));
}

int AstBuilder::Int(const Token& at, int64_t value) {
  Node node = Start(NodeKind::kLiteral, at);
  node.literal.kind = Literal::Kind::kInt;
  node.literal.int_value = value;
  return Add(std::move(node));
}

int AstBuilder::Text(const Token& at, std::string value) {
  Node node = Start(NodeKind::kLiteral, at);
  node.literal.kind = Literal::Kind::kString;
  node.literal.text = std::move(value);
  return Add(std::move(node));
}

int AstBuilder::List(const Token& at, std::vector<int> elements) {
  Node node = Start(NodeKind::kList, at);
  node.args = std::move(elements);
  return Add(std::move(node));
}

void AstBuilder::Report(const Token& at, std::string code, std::string message,
                        std::string hint) {
  Issue issue;
  issue.code = std::move(code);
  issue.offset = at.offset;
  issue.length = std::max<int>(1, static_cast<int>(at.text.size()));
  issue.message = std::move(message);
  issue.hint = std::move(hint);
  issues_->push_back(std::move(issue));
}

}  // namespace zhiheng::cel
