#include "services/rules/engine/rules_engine.h"

#include <google/protobuf/arena.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "services/common/base/status_macros.h"
#include "services/common/base/text.h"
#include "services/common/problem/problem.h"
#include "services/common/problem/rpc_status.h"
#include "services/rules/engine/pack_message.h"
#include "services/rules/engine/subject_facts.h"
#include "services/rules/outcomes/pack_evaluator.h"

namespace zhiheng::rules {
namespace {

constexpr absl::StatusCode kInvalid = absl::StatusCode::kInvalidArgument;

struct Query {
  std::vector<const CompiledPack*> packs;  // empty: all over the facts type
  EvaluateOptions options;
  bool brief = false;
};

// Where the answer about one subject goes: one of the two is asked for.
struct Answer {
  google::protobuf::RepeatedPtrField<v1::Finding>* findings = nullptr;
  google::protobuf::RepeatedPtrField<v1::PackVerdicts>* verdicts = nullptr;
};

absl::StatusOr<CivilDate> WholeDay(const zhiheng::type::v1::Date& date,
                                   const std::string& field) {
  const absl::StatusOr<CivilDate> day =
      CivilDate::FromYmd(date.year(), date.month(), date.day());
  if (day.ok()) return *day;
  return Problem(kInvalid, "DATE_INVALID")
      .Field(field, std::string(day.status().message()),
             "give year, month and day of a day that exists");
}

absl::Status NoSuchPack(const PackSet& set, const std::string& field,
                        const std::string& name) {
  const std::string id(absl::StripPrefix(name, "packs/"));
  const std::string near = NearestWord(id, set.Ids());
  return Problem(absl::StatusCode::kNotFound, "PACK_NOT_FOUND")
      .Field(field, absl::StrCat("there is no live pack '", name, "'"),
             near.empty() ? "see ListPacks for the live packs"
                          : absl::StrCat("did you mean 'packs/", near, "'?"))
      .With("pack", name);
}

const CompiledPack* FindByName(const PackSet& set, const std::string& name) {
  if (!absl::StartsWith(name, "packs/")) return nullptr;
  return set.Find(absl::StripPrefix(name, "packs/"));
}

absl::StatusOr<const CompiledPack*> FindPack(const PackSet& set,
                                             const v1::PackRef& ref,
                                             const std::string& field) {
  const CompiledPack* pack = FindByName(set, ref.name());
  if (pack == nullptr) return NoSuchPack(set, field + ".name", ref.name());
  if (!ref.digest().empty() && ref.digest() != pack->digest) {
    return Problem(absl::StatusCode::kFailedPrecondition,
                   "PACK_DIGEST_MISMATCH")
        .Field(field + ".digest",
               absl::StrCat("the live ", ref.name(),
                            " has another content: ", pack->digest),
               "ask again with the digest that ListPacks gives")
        .With("pack", ref.name())
        .With("live_digest", pack->digest);
  }
  return pack;
}

template <typename Request>
absl::StatusOr<Query> ReadQuery(const PackSet& set, const Request& request) {
  Query query;
  if (request.packs_size() > kMaxPacksPerRequest) {
    return Problem(kInvalid, "TOO_MANY_PACKS")
        .Field("packs",
               absl::StrCat("at most ", kMaxPacksPerRequest,
                            " packs; there are ", request.packs_size()));
  }
  for (int i = 0; i < request.packs_size(); ++i) {
    ASSIGN_OR_RETURN(
        const CompiledPack* pack,
        FindPack(set, request.packs(i), absl::StrCat("packs[", i, "]")));
    query.packs.push_back(pack);
  }
  if (!request.dates().has_today()) {
    return Problem(kInvalid, "TODAY_MISSING")
        .Field("dates.today", "it is required",
               "give the day on which the question is asked");
  }
  ASSIGN_OR_RETURN(query.options.today,
                   WholeDay(request.dates().today(), "dates.today"));
  if (request.dates().has_as_of()) {
    ASSIGN_OR_RETURN(query.options.as_of,
                     WholeDay(request.dates().as_of(), "dates.as_of"));
  }
  if (!v1::Detail_IsValid(request.detail())) {
    return Problem(kInvalid, "DETAIL_UNKNOWN")
        .Field("detail", absl::StrCat(request.detail(), " is no Detail"));
  }
  query.brief = request.detail() == v1::DETAIL_BRIEF;
  query.options.verdicts_only =
      query.brief || request.detail() == v1::DETAIL_VERDICTS;
  query.options.with_not_applicable =
      query.options.verdicts_only || request.detail() == v1::DETAIL_ALL;
  query.options.with_compliant = request.detail() != v1::DETAIL_UNMET;
  return query;
}

// The packs to use for facts of this type.
absl::StatusOr<std::vector<const CompiledPack*>> PacksFor(
    const PackSet& set, const Query& query, const std::string& facts_type) {
  std::vector<const CompiledPack*> out;
  if (query.packs.empty()) {
    for (const auto& pack : set.packs()) {
      if (pack->facts_type == facts_type) out.push_back(pack.get());
    }
    if (!out.empty()) return out;
    return Problem(absl::StatusCode::kFailedPrecondition, "NO_PACK")
        .Say(absl::StrCat("no live pack is over ", facts_type))
        .With("facts_type", facts_type);
  }
  for (const CompiledPack* pack : query.packs) {
    if (pack->facts_type == facts_type) {
      out.push_back(pack);
      continue;
    }
    return Problem(absl::StatusCode::kFailedPrecondition,
                   "PACK_OVER_OTHER_FACTS")
        .Field("packs",
               absl::StrCat("packs/", pack->id, " is over ", pack->facts_type,
                            ", the subject is a ", facts_type))
        .With("pack", pack->id);
  }
  return out;
}

absl::Status JudgeBriefly(const CompiledPack& pack, const FactsView& facts,
                          const Calendar& calendar,
                          const EvaluateOptions& options,
                          v1::PackVerdicts* out) {
  std::vector<RuleVerdict> verdicts;
  verdicts.reserve(pack.rules.size());
  RETURN_IF_ERROR(JudgePack(pack, facts, calendar, options, &verdicts));
  out->set_pack(pack.id);
  out->mutable_outcomes()->Reserve(static_cast<int>(verdicts.size()));
  for (const RuleVerdict& verdict : verdicts) {
    out->add_outcomes(verdict.outcome);
    if (verdict.outcome == v1::OUTCOME_COMPLIANT ||
        verdict.outcome == v1::OUTCOME_NOT_APPLICABLE) {
      continue;
    }
    v1::RuleVerdict* unmet = out->add_unmet();
    unmet->set_rule(verdict.rule->id);
    unmet->set_outcome(verdict.outcome);
    unmet->set_review_reason(verdict.review_reason);
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<const CompiledPack*>> EvaluateSubject(
    const CallContext& call, const PackSet& set, const Query& query,
    const zhiheng::facts::v1::Subject& subject, const Answer& answer) {
  google::protobuf::Arena arena;
  ASSIGN_OR_RETURN(const SubjectFacts facts,
                   FactsOf(subject, *set.types(), &arena));
  ASSIGN_OR_RETURN(const std::vector<const CompiledPack*> packs,
                   PacksFor(set, query, facts.type));
  EvaluateOptions options = query.options;
  options.subject_id = subject.id();
  options.check = [&call] { return call.Check(); };
  for (const CompiledPack* pack : packs) {
    ASSIGN_OR_RETURN(const std::unique_ptr<FactsView> view,
                     FactsView::Create(pack->subject, *facts.message,
                                       KnowledgeOf(facts, pack->subject)));
    if (query.brief) {
      RETURN_IF_ERROR(JudgeBriefly(*pack, *view, set.calendar(), options,
                                   answer.verdicts->Add()));
    } else {
      RETURN_IF_ERROR(
          EvaluatePack(*pack, *view, set.calendar(), options, answer.findings));
    }
  }
  return packs;
}

Answer AnswerIn(const Query& query, v1::EvaluateResult* result) {
  if (query.brief) {
    return {nullptr, result->mutable_verdicts()->mutable_packs()};
  }
  return {result->mutable_findings()->mutable_findings(), nullptr};
}

void AddPacks(const std::vector<const CompiledPack*>& packs, const Query& query,
              google::protobuf::RepeatedPtrField<v1::Pack>* out) {
  for (const CompiledPack* pack : packs) {
    if (query.brief) {
      SetIdentity(*pack, out->Add());
    } else {
      *out->Add() = ToMessage(*pack, /*with_rules=*/false);
    }
  }
}

}  // namespace

absl::StatusOr<std::unique_ptr<RulesEngine>> RulesEngine::Create(
    const std::string& folder) {
  ASSIGN_OR_RETURN(std::shared_ptr<const PackSet> packs, LoadLivePacks(folder));
  return std::make_unique<RulesEngine>(std::move(packs));
}

RulesEngine::RulesEngine(std::shared_ptr<const PackSet> packs)
    : registry_(std::move(packs)) {}

absl::StatusOr<v1::EvaluateResponse> RulesEngine::Evaluate(
    const CallContext& call, const v1::EvaluateRequest& request) const {
  const std::shared_ptr<const PackSet> set = registry_.Current();
  ASSIGN_OR_RETURN(const Query query, ReadQuery(*set, request));
  v1::EvaluateResponse response;
  ASSIGN_OR_RETURN(const std::vector<const CompiledPack*> packs,
                   EvaluateSubject(call, *set, query, request.subject(),
                                   {response.mutable_findings(),
                                    response.mutable_verdicts()}));
  AddPacks(packs, query, response.mutable_packs());
  response.set_engine_semantics(kEngineSemantics);
  return response;
}

absl::StatusOr<v1::BatchEvaluateResponse> RulesEngine::BatchEvaluate(
    const CallContext& call, const v1::BatchEvaluateRequest& request) const {
  const std::shared_ptr<const PackSet> set = registry_.Current();
  if (request.subjects_size() < 1 ||
      request.subjects_size() > kMaxSubjectsPerBatch) {
    return Problem(kInvalid, "BATCH_SIZE")
        .Field("subjects",
               absl::StrCat("1 to ", kMaxSubjectsPerBatch,
                            " subjects; there are ", request.subjects_size()));
  }
  ASSIGN_OR_RETURN(const Query query, ReadQuery(*set, request));
  v1::BatchEvaluateResponse response;
  std::vector<const CompiledPack*> used;
  for (const auto& subject : request.subjects()) {
    RETURN_IF_ERROR(call.Check());
    v1::EvaluateResult* result = response.add_results();
    const auto packs =
        EvaluateSubject(call, *set, query, subject, AnswerIn(query, result));
    if (!packs.ok()) {
      RETURN_IF_ERROR(call.Check());  // out of time: not this subject's fault
      *result->mutable_error() = ToRpcStatus(packs.status(), "rules.zhiheng");
      continue;
    }
    for (const CompiledPack* pack : *packs) {
      if (std::find(used.begin(), used.end(), pack) == used.end()) {
        used.push_back(pack);
      }
    }
  }
  AddPacks(used, query, response.mutable_packs());
  response.set_engine_semantics(kEngineSemantics);
  return response;
}

absl::StatusOr<v1::GetPackResponse> RulesEngine::GetPack(
    const CallContext&, const v1::GetPackRequest& request) const {
  const std::shared_ptr<const PackSet> set = registry_.Current();
  const CompiledPack* pack = FindByName(*set, request.name());
  if (pack == nullptr) return NoSuchPack(*set, "name", request.name());
  v1::GetPackResponse response;
  *response.mutable_pack() = ToMessage(*pack, /*with_rules=*/true);
  return response;
}

absl::StatusOr<v1::ListPacksResponse> RulesEngine::ListPacks(
    const CallContext&, const v1::ListPacksRequest& request) const {
  const std::shared_ptr<const PackSet> set = registry_.Current();
  if (request.page_size() < 0 || request.page_size() > kMaxPageSize) {
    return Problem(kInvalid, "PAGE_SIZE")
        .Field("page_size", absl::StrCat("0 to ", kMaxPageSize, ", not ",
                                         request.page_size()));
  }
  size_t start = 0;
  if (!request.page_token().empty()) {
    std::string token;
    const bool readable =
        absl::WebSafeBase64Unescape(request.page_token(), &token);
    const std::vector<std::string> parts = absl::StrSplit(token, '|');
    if (!readable || parts.size() != 2 || parts[0] != set->digest() ||
        !absl::SimpleAtoi(parts[1], &start)) {
      return Problem(kInvalid, "PAGE_TOKEN_INVALID")
          .Field("page_token", "it does not belong to the live packs",
                 "the packs may have changed: start again without a token");
    }
  }
  const size_t size =
      request.page_size() == 0 ? kDefaultPageSize : request.page_size();
  v1::ListPacksResponse response;
  size_t i = start;
  for (; i < set->packs().size() && i < start + size; ++i) {
    *response.add_packs() = ToMessage(*set->packs()[i], /*with_rules=*/false);
  }
  if (i < set->packs().size()) {
    response.set_next_page_token(
        absl::WebSafeBase64Escape(absl::StrCat(set->digest(), "|", i)));
  }
  response.set_engine_semantics(kEngineSemantics);
  if (const auto refusal = registry_.refusal(); refusal.has_value()) {
    v1::RefusedPacks* refused = response.mutable_refused();
    refused->set_reason(refusal->reason);
    const absl::Duration since = refusal->time - absl::UnixEpoch();
    refused->mutable_refuse_time()->set_seconds(absl::ToInt64Seconds(since));
  }
  return response;
}

}  // namespace zhiheng::rules
