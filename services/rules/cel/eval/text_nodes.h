// Tests of text against what the author wrote: equality, sets and tables of
// strings, parts, terms and patterns. Immutable, thread-safe.
#ifndef SERVICES_RULES_CEL_EVAL_TEXT_NODES_H_
#define SERVICES_RULES_CEL_EVAL_TEXT_NODES_H_

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "services/rules/cel/eval/byte_matcher.h"
#include "services/rules/cel/eval/node.h"
#include "services/rules/cel/eval/term_scanner.h"
#include "services/rules/cel/eval/text_table.h"

namespace re2 {
class RE2;
}  // namespace re2

namespace zhiheng::cel {

// What is common to tests of one text. A value that is no text: an abnormal one
// is the answer, another is handed to Otherwise().
class TextTestNode : public BoolNode {
 public:
  explicit TextTestNode(NodePtr operand) : operand_(std::move(operand)) {}
  std::vector<const EvalNode*> Children() const override {
    return {operand_.get()};
  }

 protected:
  // For frame.other after operand_->Text(): leaves an abnormal value there.
  Truth NotText(Frame& f, const char* function) const;
  NodePtr operand_;
};

// x == 'constant' and x != 'constant'.
class TextEqualsNode : public TextTestNode {
 public:
  TextEqualsNode(bool negated, NodePtr operand, absl::string_view text)
      : TextTestNode(std::move(operand)), negated_(negated), text_(text) {}
  Truth Test(Frame& f) const override;
  std::string Label() const override;

 private:
  bool negated_;
  absl::string_view text_;  // a constant of the program
};

// x in ['constants']: one look-up.
class InTextsNode : public TextTestNode {
 public:
  InTextsNode(NodePtr operand, TextTable table)
      : TextTestNode(std::move(operand)), table_(std::move(table)) {}
  Truth Test(Frame& f) const override;
  std::string Label() const override;

 private:
  TextTable table_;
};

// {'constant': constant}[x]: one look-up.
class TextMapNode : public EvalNode {
 public:
  TextMapNode(NodePtr key, TextTable table, std::vector<Value> values)
      : key_(std::move(key)),
        table_(std::move(table)),
        values_(std::move(values)) {}
  Value Eval(Frame& f) const override;
  GotDouble Double(Frame& f) const override;
  std::string Label() const override;
  std::vector<const EvalNode*> Children() const override {
    return {key_.get()};
  }

 private:
  const Value* Find(Frame& f) const;  // null: see frame.other
  NodePtr key_;
  TextTable table_;
  std::vector<Value> values_;
};

// x.contains('constant').
class ContainsNode : public TextTestNode {
 public:
  ContainsNode(NodePtr operand, absl::string_view part)
      : TextTestNode(std::move(operand)), part_(part) {}
  Truth Test(Frame& f) const override;
  std::string Label() const override;

 private:
  absl::string_view part_;
};

// TERMS.exists(t, x.contains(t)) and x.containsAny(TERMS) in one pass over x.
class HoldsTermNode : public TextTestNode {
 public:
  HoldsTermNode(NodePtr operand, std::shared_ptr<const TermScanner> terms)
      : TextTestNode(std::move(operand)), terms_(std::move(terms)) {}
  Truth Test(Frame& f) const override;
  std::string Label() const override;

 private:
  std::shared_ptr<const TermScanner> terms_;
};

// x.firstOf(TERMS): the first in the order of the list, or ''. x.allOf(TERMS).
class FindTermsNode : public EvalNode {
 public:
  FindTermsNode(bool all, NodePtr operand, const ListValue& list,
                std::shared_ptr<const TermScanner> terms)
      : all_(all),
        operand_(std::move(operand)),
        list_(list),
        terms_(std::move(terms)) {}
  Value Eval(Frame& f) const override;
  std::string Label() const override;
  std::vector<const EvalNode*> Children() const override {
    return {operand_.get()};
  }

 private:
  bool all_;
  NodePtr operand_;
  const ListValue& list_;  // a constant of the program
  std::shared_ptr<const TermScanner> terms_;
};

// x.matches('constant'): the pattern is compiled with the program, a format as
// a table.
class MatchNode : public TextTestNode {
 public:
  MatchNode(NodePtr operand, std::unique_ptr<const re2::RE2> regex);
  ~MatchNode() override;
  Truth Test(Frame& f) const override;
  std::string Label() const override;

 private:
  std::unique_ptr<const re2::RE2> regex_;
  std::unique_ptr<const ByteMatcher> format_;  // null: ask regex_
};

}  // namespace zhiheng::cel

#endif  // SERVICES_RULES_CEL_EVAL_TEXT_NODES_H_
