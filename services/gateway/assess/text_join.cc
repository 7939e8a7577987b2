#include "services/gateway/assess/text_join.h"

#include <map>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/common/problem/problem.h"

namespace zhiheng::gateway {
namespace {

using catalog::v1::BatchGetProvisionsResponse;
using catalog::v1::Edition;
using catalog::v1::ListEditionsResponse;
using catalog::v1::ProvisionResult;

constexpr int kEditionPage = 1000;

// Editions by resource name.
using Editions = std::map<std::string, Edition>;

class Joiner {
 public:
  Joiner(const CallContext& call, const TextJoinInput& input,
         const Citations& citations, const AssessOptions& options,
         BackendLog* log)
      : call_(call),
        input_(input),
        citations_(citations),
        options_(options),
        log_(log) {}

  JoinedTexts Run() {
    batches_ = BatchCitations(citations_, input_.snapshot_token, input_.today,
                              options_);
    FanOut fan_out(call_, input_.budget);
    std::vector<Slot<BatchGetProvisionsResponse>> provisions;
    for (const ProvisionBatch& batch : batches_) {
      provisions.push_back(fan_out.Start<BatchGetProvisionsResponse>(
          Need::kRequired, [&](const CallContext& inner, auto done) {
            input_.catalog->BatchGetProvisions(inner, batch.request,
                                               std::move(done));
          }));
    }
    std::vector<Slot<ListEditionsResponse>> editions;
    for (const std::string& instrument : InstrumentsOf(citations_, options_)) {
      editions.push_back(fan_out.Start<ListEditionsResponse>(
          Need::kOptional, [&](const CallContext& inner, auto done) {
            input_.catalog->ListEditions(inner, EditionsOf(instrument),
                                         std::move(done));
          }));
    }
    fan_out.Join();
    ReadEditions(editions);
    return ReadProvisions(provisions);
  }

 private:
  catalog::v1::ListEditionsRequest EditionsOf(const std::string& instrument) {
    catalog::v1::ListEditionsRequest request;
    request.set_parent(instrument);
    request.set_page_size(kEditionPage);
    request.mutable_read()->set_exactly(input_.snapshot_token);
    *request.mutable_read()->mutable_as_of() = input_.today;
    return request;
  }

  // Logs what one call did. An answer from another snapshot than the one asked
  // for would mix two states of the law, so it counts as a failure.
  template <typename Response>
  bool Accept(const Slot<Response>& slot) {
    CallState state = slot.state();
    absl::Status status =
        state == CallState::kOk ? absl::OkStatus() : slot.status();
    if (state == CallState::kOk &&
        slot.value().snapshot_token() != input_.snapshot_token) {
      state = CallState::kFailed;
      status = Problem(absl::StatusCode::kInternal, "SNAPSHOT_MIXED")
                   .Say("the catalog answered from another snapshot");
    }
    log_->Add(state, status, call_.clock().Now() - input_.check_start);
    return state == CallState::kOk;
  }

  void ReadEditions(const std::vector<Slot<ListEditionsResponse>>& slots) {
    for (const Slot<ListEditionsResponse>& slot : slots) {
      // An instrument that the catalog does not know shows in its provisions.
      if (slot.state() == CallState::kFailed &&
          slot.status().code() == absl::StatusCode::kNotFound) {
        continue;
      }
      if (Accept(slot)) {
        for (const Edition& edition : slot.value().editions()) {
          editions_[edition.name()] = edition;
        }
      }
    }
  }

  JoinedTexts ReadProvisions(
      const std::vector<Slot<BatchGetProvisionsResponse>>& slots) {
    JoinedTexts out = WithoutTexts(citations_, "the catalog did not answer");
    for (size_t b = 0; b < slots.size(); ++b) {
      if (!Accept(slots[b])) {
        continue;
      }
      const auto& results = slots[b].value().results();
      const std::vector<size_t>& indexes = batches_[b].indexes;
      for (size_t i = 0; i < indexes.size(); ++i) {
        if (static_cast<int>(i) < results.size()) {
          ReadOne(results[i], indexes[i], &out);
        }
      }
    }
    return out;
  }

  void ReadOne(const ProvisionResult& result, size_t index, JoinedTexts* out) {
    gateway::v1::CitedProvision& cited = out->provisions[index];
    if (!result.has_provision()) {
      cited.set_missing_reason(result.error().message());
      return;
    }
    cited.clear_missing_reason();
    *cited.mutable_provision() = result.provision();
    out->statuses[citations_.all[index].key] = result.provision().text_status();
    // instruments/{instrument}/editions/{edition}[/provisions/{provision}]
    const std::string& name = result.provision().name();
    const auto found =
        editions_.find(name.substr(0, name.find("/provisions/")));
    if (found != editions_.end()) {
      *cited.mutable_edition() = found->second;
    }
  }

  const CallContext& call_;
  const TextJoinInput& input_;
  const Citations& citations_;
  const AssessOptions& options_;
  BackendLog* const log_;
  std::vector<ProvisionBatch> batches_;
  Editions editions_;
};

}  // namespace

JoinedTexts JoinTexts(const CallContext& call, const TextJoinInput& input,
                      const Citations& citations, const AssessOptions& options,
                      BackendLog* log) {
  return Joiner(call, input, citations, options, log).Run();
}

JoinedTexts WithoutTexts(const Citations& citations,
                         const std::string& reason) {
  JoinedTexts out;
  for (const CitedOnce& cited : citations.all) {
    out.provisions.emplace_back();
    *out.provisions.back().mutable_citation() = cited.citation;
    out.provisions.back().set_missing_reason(reason);
  }
  return out;
}

}  // namespace zhiheng::gateway
