// Backends that do as the test says: answer, fail, answer late, never answer;
// and remember what they were asked. Test only. Thread-safe.
//
// The fakes complete on the caller's thread; kept completions are dropped with
// the fake.
#ifndef SERVICES_GATEWAY_TESTING_FAKE_BACKENDS_H_
#define SERVICES_GATEWAY_TESTING_FAKE_BACKENDS_H_

#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/common/base/mutex.h"
#include "services/gateway/backends/catalog_backend.h"
#include "services/gateway/backends/rules_backend.h"

namespace zhiheng::gateway {

// One method of a fake: the handler answers; without one the call hangs.
template <typename Request, typename Response>
class FakeMethod {
 public:
  using Handler = std::function<absl::StatusOr<Response>(const Request&)>;

  void Set(Handler handler) {
    MutexLock lock(&mutex_);
    handler_ = std::move(handler);
  }
  void Fail(absl::Status status) {
    Set([status](const Request&) { return status; });
  }
  void Hang() { Set(nullptr); }

  void Call(const Request& request, Completion<Response> done) {
    Handler handler;
    {
      MutexLock lock(&mutex_);
      requests_.push_back(request);
      handler = handler_;
      if (handler == nullptr) {
        hanging_.push_back(std::move(done));
        return;
      }
    }
    done(handler(request));
  }
  std::vector<Request> requests() const {
    MutexLock lock(&mutex_);
    return requests_;
  }

 private:
  mutable Mutex mutex_;
  Handler handler_ ABSL_GUARDED_BY(mutex_);
  std::vector<Request> requests_ ABSL_GUARDED_BY(mutex_);
  std::vector<Completion<Response>> hanging_ ABSL_GUARDED_BY(mutex_);
};

// One live pack over product labels and one finding that cites GB 18382.
class FakeRules final : public RulesBackend {
 public:
  FakeRules() {
    list_packs.Set([this](const rules::v1::ListPacksRequest&) {
      rules::v1::ListPacksResponse response;
      *response.add_packs() = pack;
      response.set_engine_semantics("1");
      return response;
    });
    evaluate.Set([this](const rules::v1::EvaluateRequest&) {
      rules::v1::EvaluateResponse response;
      *response.add_packs() = pack;
      for (const rules::v1::Finding& finding : findings) {
        *response.add_findings() = finding;
      }
      response.set_engine_semantics("1");
      return response;
    });
    pack.set_name("packs/cn.fertilizer.label");
    pack.set_digest("d1");
    pack.set_facts_type("zhiheng.facts.v1.ProductLabel");
    findings.push_back(MakeFinding("FERT-1", "gb-18382", "2021", "cl7.3"));
  }

  static rules::v1::Finding MakeFinding(const std::string& rule,
                                        const std::string& instrument,
                                        const std::string& edition,
                                        const std::string& provision) {
    rules::v1::Finding finding;
    finding.set_id(absl::StrCat("cn.fertilizer.label/", rule, "/s"));
    finding.set_pack("cn.fertilizer.label");
    finding.set_rule(rule);
    finding.set_outcome(rules::v1::OUTCOME_NON_COMPLIANT);
    finding.mutable_title()->set_en("title");
    auto* citation = finding.add_citations();
    citation->set_instrument(instrument);
    citation->set_edition(edition);
    citation->set_provision(provision);
    finding.mutable_date_applied()->set_year(2024);
    finding.mutable_date_applied()->set_month(9);
    finding.mutable_date_applied()->set_day(30);
    return finding;
  }

  void Evaluate(const CallContext&, rules::v1::EvaluateRequest request,
                Completion<rules::v1::EvaluateResponse> done) override {
    evaluate.Call(request, std::move(done));
  }
  void ListPacks(const CallContext&, rules::v1::ListPacksRequest request,
                 Completion<rules::v1::ListPacksResponse> done) override {
    list_packs.Call(request, std::move(done));
  }

  FakeMethod<rules::v1::EvaluateRequest, rules::v1::EvaluateResponse> evaluate;
  FakeMethod<rules::v1::ListPacksRequest, rules::v1::ListPacksResponse>
      list_packs;
  rules::v1::Pack pack;
  std::vector<rules::v1::Finding> findings;
};

// Holds every provision it is asked for, at snapshot `s1`.
class FakeCatalog final : public CatalogBackend {
 public:
  FakeCatalog() {
    list_instruments.Set([this](const auto&) {
      catalog::v1::ListInstrumentsResponse response;
      response.set_snapshot_token(snapshot);
      return response;
    });
    list_editions.Set([](const catalog::v1::ListEditionsRequest& request) {
      catalog::v1::ListEditionsResponse response;
      response.set_snapshot_token(request.read().exactly());
      auto* edition = response.add_editions();
      edition->set_name(request.parent() + "/editions/2021");
      edition->mutable_title()->set_en("the 2021 edition");
      return response;
    });
    batch_get.Set([this](const auto& request) { return Batch(request); });
  }

  void ListInstruments(
      const CallContext&, catalog::v1::ListInstrumentsRequest request,
      Completion<catalog::v1::ListInstrumentsResponse> done) override {
    list_instruments.Call(request, std::move(done));
  }
  void ListEditions(
      const CallContext&, catalog::v1::ListEditionsRequest request,
      Completion<catalog::v1::ListEditionsResponse> done) override {
    list_editions.Call(request, std::move(done));
  }
  void BatchGetProvisions(
      const CallContext&, catalog::v1::BatchGetProvisionsRequest request,
      Completion<catalog::v1::BatchGetProvisionsResponse> done) override {
    batch_get.Call(request, std::move(done));
  }

  FakeMethod<catalog::v1::ListInstrumentsRequest,
             catalog::v1::ListInstrumentsResponse>
      list_instruments;
  FakeMethod<catalog::v1::ListEditionsRequest,
             catalog::v1::ListEditionsResponse>
      list_editions;
  FakeMethod<catalog::v1::BatchGetProvisionsRequest,
             catalog::v1::BatchGetProvisionsResponse>
      batch_get;
  std::string snapshot = "s1";
  catalog::v1::TextStatus text_status = catalog::v1::TEXT_STATUS_SUMMARY;
  // Provisions (by id) that are not there.
  std::map<std::string, std::string> missing;

 private:
  catalog::v1::BatchGetProvisionsResponse Batch(
      const catalog::v1::BatchGetProvisionsRequest& request) {
    catalog::v1::BatchGetProvisionsResponse response;
    response.set_snapshot_token(request.read().exactly());
    for (const type::v1::Citation& citation : request.citations()) {
      auto* result = response.add_results();
      const auto gone = missing.find(citation.provision());
      if (gone != missing.end()) {
        result->mutable_error()->set_code(5);
        result->mutable_error()->set_message(gone->second);
        continue;
      }
      auto* provision = result->mutable_provision();
      provision->set_name(absl::StrCat("instruments/", citation.instrument(),
                                       "/editions/2021/provisions/",
                                       citation.provision()));
      provision->set_text_status(text_status);
    }
    return response;
  }
};

}  // namespace zhiheng::gateway

#endif  // SERVICES_GATEWAY_TESTING_FAKE_BACKENDS_H_
