#include "services/rules/engine/pack_message.h"

#include "absl/strings/str_cat.h"
#include "services/rules/outcomes/proto_parts.h"

namespace zhiheng::rules {
namespace {

namespace pb = ::zhiheng::rules::v1;

// A rule that was always in force has no first day.
template <typename Message>
void SetInForce(const DateInterval& days, Message* out) {
  if (days.from != CivilDate::Min()) {
    SetDate(days.from, out->mutable_in_force_from());
  }
  if (days.until.has_value()) {
    SetDate(*days.until, out->mutable_in_force_until());
  }
}

}  // namespace

void SetIdentity(const CompiledPack& pack, pb::Pack* out) {
  out->set_name(absl::StrCat("packs/", pack.id));
  out->set_version(pack.version);
  out->set_digest(pack.digest);
}

pb::Pack ToMessage(const CompiledPack& pack, bool with_rules) {
  pb::Pack out;
  SetIdentity(pack, &out);
  SetTexts(pack.title, out.mutable_title());
  out.set_facts_type(pack.facts_type);
  SetInForce(pack.in_force, &out);
  for (const PackCitation& edition : pack.based_on) {
    SetCitation(edition, out.add_based_on());
  }
  out.set_rule_count(static_cast<int>(pack.rules.size()));
  if (!with_rules) return out;
  for (const RuleProgram& rule : pack.rules) {
    pb::RuleSummary* summary = out.add_rules();
    summary->set_rule(rule.id);
    summary->set_kind(
        static_cast<pb::RuleKind>(static_cast<int>(rule.kind) + 1));
    SetTexts(rule.title, summary->mutable_title());
    for (const PackCitation& citation : rule.citations) {
      SetCitation(citation, summary->add_citations());
    }
    SetInForce({rule.in_force.front().from, rule.in_force.back().until},
               summary);
    summary->set_confidence(
        static_cast<pb::Confidence>(static_cast<int>(rule.confidence) + 1));
  }
  return out;
}

}  // namespace zhiheng::rules
