#include "services/rules/outcomes/asker.h"

#include <google/protobuf/descriptor.h>

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/base/status_macros.h"

namespace zhiheng::rules {

namespace {

using Truth = Answer::Truth;

// Inside a Date, Money or Amount there is nothing to ask for: the fact is the
// whole of it.
const cel::AttributeNode& WholeFact(const cel::AttributeNode& node) {
  const cel::AttributeNode* at = &node;
  while (at->field != nullptr && at->parent != nullptr &&
         at->field->containing_type()->file()->package() == "zhiheng.type.v1") {
    at = at->parent;
  }
  return *at;
}

}  // namespace

std::vector<std::string> MissingFacts(const cel::UnknownSet& unknown) {
  std::vector<std::string> out;
  for (const cel::AttributeNode* node : unknown.paths()) {
    std::string path = cel::PathString(WholeFact(*node));
    if (std::find(out.begin(), out.end(), path) == out.end()) {
      out.push_back(std::move(path));
    }
  }
  return out;
}

Answer Both(Answer a, Answer b) {
  if (a.IsFalse()) return a;
  if (b.IsFalse()) return b;
  if (a.IsError()) return a;
  if (b.IsError()) return b;
  if (a.IsUnknown()) {
    a.missing.insert(a.missing.end(), b.missing.begin(), b.missing.end());
    return a;
  }
  return b;
}

Asker::Asker(const CompiledPack& pack, const FactsView& facts)
    : pack_(pack),
      facts_(facts),
      evaluation_(pack.evaluations->Take()),
      guards_(static_cast<size_t>(pack.module->expression_count()), -1) {}

absl::Status Asker::Bind(CivilDate today, const std::vector<AppliedDay>& days) {
  RETURN_IF_ERROR(evaluation_->Bind(pack_.subject, facts_.message()));
  RETURN_IF_ERROR(evaluation_->SetKnowledge(pack_.subject, facts_.knowledge()));
  RETURN_IF_ERROR(evaluation_->Bind("today", cel::Value::Date(today)));
  for (size_t i = 0; i < pack_.selectors.size(); ++i) {
    RETURN_IF_ERROR(BindDay(pack_.selectors[i].variable, days[i]));
  }
  return absl::OkStatus();
}

absl::Status Asker::BindDay(const std::string& variable,
                            const AppliedDay& day) {
  if (day.certain()) {
    return evaluation_->Bind(variable, cel::Value::Date(day.days.from));
  }
  // A day that is not certain is as unknown as the fact it comes from.
  cel::AttributeNode root;
  root.name = pack_.subject;
  nodes_.push_back(root);
  for (const DateSelector& selector : pack_.selectors) {
    for (const DateCandidate& candidate : selector.candidates) {
      if (candidate.field.text != day.path || nodes_.back().field != nullptr) {
        continue;
      }
      for (const auto* field : candidate.field.fields) {
        cel::AttributeNode node;
        node.parent = &nodes_.back();
        node.step = cel::AttributeNode::Step::kField;
        node.field = field;
        nodes_.push_back(node);
      }
    }
  }
  node_pointers_.push_back(&nodes_.back());
  unknowns_.emplace_back(absl::MakeConstSpan(&node_pointers_.back(), 1));
  return evaluation_->Bind(variable, cel::Value::Unknown(&unknowns_.back()));
}

Answer Asker::Ask(cel::ExprId id, bool missing_expression) {
  Answer answer;
  if (!id.valid()) {
    answer.truth = missing_expression ? Truth::kTrue : Truth::kFalse;
    return answer;
  }
  const cel::Value value = evaluation_->Evaluate(id);
  if (value.IsUnknown()) {
    answer.truth = Truth::kUnknown;
    answer.missing = MissingFacts(value.unknown());
    if (rank_missing_ && answer.missing.size() > 1) {
      std::vector<std::string> ranked;
      for (cel::RankedFact& fact :
           pack_.decider->Rank(pack_.module->info(id).text, answer.missing)) {
        ranked.push_back(std::move(fact.path));
      }
      answer.missing = std::move(ranked);
    }
  } else if (value.Is(cel::Kind::kBool)) {
    answer.truth = value.IsTrue() ? Truth::kTrue : Truth::kFalse;
  } else {
    answer.truth = Truth::kError;
    answer.error =
        value.IsError()
            ? absl::StrCat(std::string(value.error().message),
                           " in: ", pack_.module->info(id).text)
            : absl::StrCat("not true or false but ", cel::DebugString(value),
                           ": ", pack_.module->info(id).text);
  }
  return answer;
}

cel::Truth Asker::Guard(cel::ExprId id) {
  if (!id.valid()) return cel::Truth::kTrue;
  int8_t& guard = guards_[static_cast<size_t>(id.index)];
  if (guard < 0) guard = static_cast<int8_t>(Test(id));
  return static_cast<cel::Truth>(guard);
}

const Answer& Asker::PackApplies() {
  if (!pack_applies_.has_value()) pack_applies_ = Ask(pack_.applies);
  return *pack_applies_;
}

Texts Asker::Render(const TextTemplates& templates) {
  if (templates.empty()) return {};
  return {evaluation_->Render(templates.zh).text,
          evaluation_->Render(templates.en).text};
}

}  // namespace zhiheng::rules
