// Both questions are joins over indexes: rules by id, rules by what they cite.
// Tested by coverage_test.cc.
#include "services/rules/authoring/coverage.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/common/base/text.h"

namespace zhiheng::rules {
namespace {

struct RuleEntry {
  std::string name;  // pack/RULE
  bool has_case = false;
};
// By rule id; an id may stand in several packs.
using RuleIndex = std::map<std::string, std::vector<RuleEntry>>;

RuleIndex IndexRules(const PackSet& packs) {
  RuleIndex out;
  for (const auto& pack : packs.packs()) {
    for (const RuleSource& rule : pack->source->rules) {
      out[rule.id.text].push_back(
          {absl::StrCat(pack->id, "/", rule.id.text), !rule.examples.empty()});
    }
  }
  return out;
}

void Unknown(const CoverageFile& file, const Written& name,
             const std::string& what, const std::vector<std::string>& known,
             Diagnostics* diagnostics) {
  const std::string near = NearestWord(name.text, known);
  diagnostics->Error(
      "unknown-name", file.name, name.at,
      absl::StrCat("there is no ", what, " '", name.text, "'"),
      near.empty() ? "" : absl::StrCat("did you mean '", near, "'?"));
}

class RowCoverer {
 public:
  RowCoverer(const CoverageFile& file, const PackSet& packs,
             Diagnostics* diagnostics)
      : file_(file), rules_(IndexRules(packs)), diagnostics_(diagnostics) {}

  std::vector<RowCoverage> Cover() {
    for (const CoverageFile::Row& row : file_.rows) {
      at_[row.id.text] = rows_.size();
      ids_.push_back(row.id.text);
      rows_.push_back({row.id.text, row.letter, row.id.at});
      const auto own = rules_.find(row.id.text);
      if (own != rules_.end()) Answer(own->second, &rows_.back());
    }
    for (const CoverageFile::CoveredBy& by : file_.covered_by) AddRules(by);
    for (const CoverageFile::Reason& reason : file_.not_checkable)
      AddReason(reason);
    return std::move(rows_);
  }

 private:
  RowCoverage* Find(const Written& id) {
    const auto found = at_.find(id.text);
    if (found != at_.end()) return &rows_[found->second];
    Unknown(file_, id, "row", ids_, diagnostics_);
    return nullptr;
  }

  static void Answer(const std::vector<RuleEntry>& rules, RowCoverage* row) {
    if (row->covered == Covered::kUncovered) row->covered = Covered::kTested;
    for (const RuleEntry& rule : rules) {
      row->rules.push_back(rule.name);
      if (!rule.has_case) row->covered = Covered::kRuled;
    }
  }

  void AddRules(const CoverageFile::CoveredBy& by) {
    RowCoverage* row = Find(by.row);
    if (row == nullptr) return;
    for (const Written& rule : by.rules) {
      const auto found = rules_.find(rule.text);
      if (found != rules_.end()) {
        Answer(found->second, row);
        continue;
      }
      std::vector<std::string> known;
      for (const auto& [id, entries] : rules_) known.push_back(id);
      Unknown(file_, rule, "rule", known, diagnostics_);
    }
  }

  void AddReason(const CoverageFile::Reason& reason) {
    RowCoverage* row = Find(reason.name);
    if (row == nullptr) return;
    if (!row->rules.empty()) {
      diagnostics_->Error(
          "answered-after-all", file_.name, reason.name.at,
          absl::StrCat("row ", row->id, " is said to be not checkable, and ",
                       absl::StrJoin(row->rules, ", "), " answers it"),
          "take the reason away, or the rule");
      return;
    }
    row->covered = Covered::kNotCheckable;
    row->why = {reason.why.zh.text, reason.why.en.text};
  }

  const CoverageFile& file_;
  const RuleIndex rules_;
  Diagnostics* const diagnostics_;
  std::vector<RowCoverage> rows_;
  std::vector<std::string> ids_;
  std::map<std::string, size_t> at_;
};

std::string EditionOf(const std::string& instrument,
                      const std::string& edition) {
  return absl::StrCat(instrument, "@", edition);
}

// Who cites what, by edition and provision.
class CitationIndex {
 public:
  explicit CitationIndex(const PackSet& packs) {
    for (const auto& pack : packs.packs()) {
      for (const PackCitation& c : pack->based_on)
        editions_.insert(EditionOf(c.instrument, c.edition));
      for (size_t i = 0; i < pack->rules.size(); ++i) {
        const RuleProgram& rule = pack->rules[i];
        const RuleEntry entry{absl::StrCat(pack->id, "/", rule.id),
                              !pack->source->rules[i].examples.empty()};
        Add(rule.citations, entry);
        for (const ConsequenceProgram& c : rule.consequences)
          Add(c.citations, entry);
      }
    }
  }

  bool States(const std::string& edition) const {
    return editions_.count(edition) > 0;
  }

  // Rules that cite the provision, a part of it, or a whole it is part of.
  std::vector<RuleEntry> Citing(const BasisProvision& p) const {
    std::vector<RuleEntry> out;
    const auto found = cited_.find(EditionOf(p.instrument, p.edition));
    if (found == cited_.end()) return out;
    for (const auto& [provision, rules] : found->second) {
      if (provision != p.provision && !IsPart(provision, p.provision) &&
          !IsPart(p.provision, provision)) {
        continue;
      }
      for (const auto& [name, has_case] : rules)
        out.push_back({name, has_case});
    }
    return out;
  }

 private:
  // A citation of the whole edition speaks of no provision in particular.
  static bool IsPart(const std::string& part, const std::string& whole) {
    return !whole.empty() && part.size() > whole.size() &&
           part.compare(0, whole.size(), whole) == 0 &&
           part[whole.size()] == '.';
  }

  void Add(const std::vector<PackCitation>& citations, const RuleEntry& rule) {
    for (const PackCitation& c : citations) {
      cited_[EditionOf(c.instrument, c.edition)][c.provision][rule.name] =
          rule.has_case;
    }
  }

  std::set<std::string> editions_;
  std::map<std::string, std::map<std::string, std::map<std::string, bool>>>
      cited_;
};

using ReasonIndex =
    std::map<std::pair<std::string, std::string>, const CoverageFile::Reason*>;

ProvisionCoverage CoverOne(const BasisProvision& p, const CitationIndex& cited,
                           const CoverageFile::Reason* reason,
                           const CoverageFile& file, Diagnostics* diagnostics) {
  ProvisionCoverage out{p, Covered::kUncovered, {}, {}};
  std::set<std::string> names;
  bool all_tested = true;
  for (const RuleEntry& rule : cited.Citing(p)) {
    names.insert(rule.name);
    all_tested = all_tested && rule.has_case;
  }
  out.rules.assign(names.begin(), names.end());
  if (!out.rules.empty()) {
    out.covered = all_tested ? Covered::kTested : Covered::kRuled;
  }
  if (reason == nullptr) return out;
  if (!out.rules.empty()) {
    diagnostics->Error("answered-after-all", file.name, reason->name.at,
                       absl::StrCat(reason->edition, "/", p.provision,
                                    " is said to be not checkable, and ",
                                    out.rules.front(), " rests on it"),
                       "take the reason away");
    return out;
  }
  out.covered = Covered::kNotCheckable;
  out.why = {reason->why.zh.text, reason->why.en.text};
  return out;
}

}  // namespace

std::vector<RowCoverage> CoverRows(const CoverageFile& file,
                                   const PackSet& packs,
                                   Diagnostics* diagnostics) {
  return RowCoverer(file, packs, diagnostics).Cover();
}

std::vector<ProvisionCoverage> CoverProvisions(
    const CoverageFile& file, const std::vector<BasisProvision>& basis,
    const PackSet& packs, Diagnostics* diagnostics) {
  const CitationIndex cited(packs);
  ReasonIndex reasons;
  for (const CoverageFile::Reason& reason : file.provisions)
    reasons[{reason.edition, reason.name.text}] = &reason;
  std::vector<ProvisionCoverage> out;
  for (const BasisProvision& p : basis) {
    const std::string edition = EditionOf(p.instrument, p.edition);
    if (!cited.States(edition)) continue;
    const auto reason = reasons.find({edition, p.provision});
    out.push_back(CoverOne(p, cited,
                           reason == reasons.end() ? nullptr : reason->second,
                           file, diagnostics));
    if (reason != reasons.end()) reasons.erase(reason);
  }
  for (const auto& [name, reason] : reasons) {
    diagnostics->Error(
        "unknown-name", file.name, reason->name.at,
        absl::StrCat("no pack states a provision ", name.first, "/",
                     name.second),
        "name it as the catalog does, as trademark-law@2019: {art3: …}");
  }
  return out;
}

}  // namespace zhiheng::rules
