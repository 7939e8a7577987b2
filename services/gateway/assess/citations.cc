#include "services/gateway/assess/citations.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "absl/strings/str_cat.h"

namespace zhiheng::gateway {
namespace {

using type::v1::Citation;
using type::v1::Date;

std::string DayText(const Date& day) {
  return absl::StrCat(day.year(), "-", day.month(), "-", day.day());
}

// A citation to collect and the day it stands for.
class Collector {
 public:
  explicit Collector(const AssessOptions& options) : options_(options) {}

  void Add(const Citation& citation, const Date& day) {
    std::string key = CitationKey(citation, day);
    if (!seen_.insert(key).second) {
      return;
    }
    if (out_.all.size() >= options_.max_citations) {
      ++out_.left_out;
      return;
    }
    out_.all.push_back({std::move(key), citation, day});
  }
  Citations Take() { return std::move(out_); }

 private:
  const AssessOptions& options_;
  std::set<std::string> seen_;
  Citations out_;
};

// Only a whole day can be asked for: the first of what is known.
Date WholeDay(const Date& day, const Date& fallback) {
  if (day.year() == 0) {
    return fallback;
  }
  Date whole = day;
  whole.set_month(std::max(1, day.month()));
  whole.set_day(std::max(1, day.day()));
  return whole;
}

}  // namespace

std::string CitationKey(const Citation& citation, const Date& day) {
  return absl::StrCat(citation.instrument(), "/",
                      citation.edition().empty()
                          ? absl::StrCat("@", DayText(day))
                          : citation.edition(),
                      "/", citation.provision());
}

Citations CollectCitations(const FindingList& findings,
                           const AssessOptions& options) {
  Collector collector(options);
  for (const rules::v1::Finding& finding : findings) {
    for (const Citation& citation : finding.citations()) {
      collector.Add(citation, finding.date_applied());
    }
    for (const rules::v1::Consequence& consequence : finding.consequences()) {
      for (const Citation& citation : consequence.citations()) {
        collector.Add(citation, finding.date_applied());
      }
    }
  }
  return collector.Take();
}

std::vector<ProvisionBatch> BatchCitations(const Citations& citations,
                                           const std::string& snapshot_token,
                                           const Date& fallback,
                                           const AssessOptions& options) {
  // By day, then in order: few days, so few calls.
  std::map<std::string, std::vector<size_t>> by_day;
  for (size_t i = 0; i < citations.all.size(); ++i) {
    const CitedOnce& cited = citations.all[i];
    const bool dated = cited.citation.edition().empty();
    by_day[dated ? DayText(WholeDay(cited.day, fallback)) : ""].push_back(i);
  }
  std::vector<ProvisionBatch> batches;
  for (const auto& [day, indexes] : by_day) {
    for (size_t i = 0; i < indexes.size(); ++i) {
      if (i % options.citations_per_batch == 0) {
        batches.emplace_back();
        auto* read = batches.back().request.mutable_read();
        read->set_exactly(snapshot_token);
        *read->mutable_as_of() =
            WholeDay(citations.all[indexes[i]].day, fallback);
      }
      *batches.back().request.add_citations() =
          citations.all[indexes[i]].citation;
      batches.back().indexes.push_back(indexes[i]);
    }
  }
  return batches;
}

std::vector<std::string> InstrumentsOf(const Citations& citations,
                                       const AssessOptions& options) {
  std::vector<std::string> names;
  std::set<std::string> seen;
  for (const CitedOnce& cited : citations.all) {
    const std::string& instrument = cited.citation.instrument();
    if (names.size() < options.max_instruments && !instrument.empty() &&
        seen.insert(instrument).second) {
      names.push_back(absl::StrCat("instruments/", instrument));
    }
  }
  return names;
}

}  // namespace zhiheng::gateway
