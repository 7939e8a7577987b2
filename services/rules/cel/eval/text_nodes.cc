// Tested by module/fast_paths_test.cc and language_test.cc.
#include "services/rules/cel/eval/text_nodes.h"

#include <re2/re2.h>
#include <string.h>

#include "absl/strings/str_cat.h"
#include "services/rules/cel/functions/regex.h"

namespace zhiheng::cel {

Truth TextTestNode::NotText(Frame& f, const char* function) const {
  if (!f.other.IsAbnormal()) {
    const Value args[] = {f.other};
    f.other = f.context.NoOverload(function, args);
  }
  return Truth::kNeither;
}

Truth TextEqualsNode::Test(Frame& f) const {
  const GotText x = operand_->Text(f);
  if (x.ok()) {
    return ToTruth((x.size == text_.size() &&
                    memcmp(x.data, text_.data(), x.size) == 0) != negated_);
  }
  // A value of another kind is not equal to a text.
  return f.other.IsAbnormal() ? Truth::kNeither : ToTruth(negated_);
}
std::string TextEqualsNode::Label() const {
  return absl::StrCat(negated_ ? "!= " : "== ",
                      DebugString(Value::String(text_)));
}

Truth InTextsNode::Test(Frame& f) const {
  const GotText x = operand_->Text(f);
  if (x.ok()) return ToTruth(table_.Find(x.view()) >= 0);
  return f.other.IsAbnormal() ? Truth::kNeither : Truth::kFalse;
}
std::string InTextsNode::Label() const {
  return absl::StrCat("in table of ", table_.size(), " texts");
}

const Value* TextMapNode::Find(Frame& f) const {
  const GotText x = key_->Text(f);
  if (x.ok()) {
    const int at = table_.Find(x.view());
    if (at >= 0) return &values_[static_cast<size_t>(at)];
    f.other = Value::String(x.view());
  } else if (f.other.IsAbnormal()) {
    return nullptr;
  }
  f.other = f.context.Error(
      "no_such_key", absl::StrCat("no such key: ", DebugString(f.other)));
  return nullptr;
}
Value TextMapNode::Eval(Frame& f) const {
  const Value* found = Find(f);
  return found == nullptr ? f.other : *found;
}
GotDouble TextMapNode::Double(Frame& f) const {
  const Value* found = Find(f);
  if (found != nullptr && found->Is(Kind::kDouble)) {
    return {found->double_value(), true};
  }
  if (found != nullptr) f.other = *found;
  return {0, false};
}
std::string TextMapNode::Label() const {
  return absl::StrCat("index of a table of ", table_.size(), " texts");
}

Truth ContainsNode::Test(Frame& f) const {
  const GotText x = operand_->Text(f);
  if (!x.ok()) return NotText(f, "contains");
  return ToTruth(memmem(x.data, x.size, part_.data(), part_.size()) != nullptr);
}
std::string ContainsNode::Label() const {
  return absl::StrCat("contains ", DebugString(Value::String(part_)));
}

Truth HoldsTermNode::Test(Frame& f) const {
  const GotText x = operand_->Text(f);
  return x.ok() ? ToTruth(terms_->AnyIn(x.view())) : NotText(f, "contains");
}
std::string HoldsTermNode::Label() const {
  return absl::StrCat("holds one of ", terms_->size(), " terms");
}

Value FindTermsNode::Eval(Frame& f) const {
  const GotText x = operand_->Text(f);
  if (!x.ok()) {
    if (f.other.IsAbnormal()) return f.other;
    const Value args[] = {f.other, Value::List(&list_)};
    return f.context.NoOverload(all_ ? "allOf" : "firstOf", args);
  }
  if (!all_) {
    const int first = terms_->FirstIn(x.view());
    return first < 0 ? Value::String("") : list_.Get(first);
  }
  const std::vector<int> found = terms_->AllIn(x.view());
  Value* values = f.context.arena.NewArray<Value>(found.size());
  for (size_t i = 0; i < found.size(); ++i) values[i] = list_.Get(found[i]);
  return f.context.ListOf(values, found.size());
}
std::string FindTermsNode::Label() const {
  return absl::StrCat(all_ ? "all" : "first", " of ", terms_->size(), " terms");
}

MatchNode::MatchNode(NodePtr operand, std::unique_ptr<const re2::RE2> regex)
    : TextTestNode(std::move(operand)),
      regex_(std::move(regex)),
      format_(ByteMatcher::Compile(
          {regex_->pattern().data(), regex_->pattern().size()})) {}
MatchNode::~MatchNode() = default;

Truth MatchNode::Test(Frame& f) const {
  const GotText x = operand_->Text(f);
  if (!x.ok()) return NotText(f, "matches");
  return ToTruth(format_ != nullptr ? format_->Matches(x.view())
                                    : RegexSearch(*regex_, x.view()));
}

std::string MatchNode::Label() const {
  return absl::StrCat(format_ != nullptr ? "has format " : "matches ",
                      regex_->pattern());
}

}  // namespace zhiheng::cel
