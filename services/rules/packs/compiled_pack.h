// A pack ready to evaluate: every expression compiled into one module, every
// citation resolved to ids and printed form, every date and path looked up.
//
// Immutable after compiling, thread-safe. Points into the descriptor pool it
// was compiled with, which must outlive it.
#ifndef SERVICES_RULES_PACKS_COMPILED_PACK_H_
#define SERVICES_RULES_PACKS_COMPILED_PACK_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "services/common/exact/civil_date.h"
#include "services/common/exact/decimal.h"
#include "services/rules/cel/module/evaluation_pool.h"
#include "services/rules/cel/module/module.h"
#include "services/rules/cel/residual/decider.h"
#include "services/rules/packs/pack_source.h"
#include "services/rules/schema/facts_types.h"

namespace zhiheng::rules {

struct Texts {
  std::string zh;
  std::string en;
  bool empty() const { return zh.empty() && en.empty(); }
};

// A message with values to fill in.
struct TextTemplates {
  cel::TemplateId zh;
  cel::TemplateId en;
  bool empty() const { return !zh.valid(); }
};

// A provision of an edition, and the days on which the edition is the law.
struct PackCitation {
  std::string instrument;
  std::string edition;
  std::string provision;
  std::string display;
  DateInterval interval;
};

// A path of fields from the subject, lists passed through: case.acts.last_day.
struct FieldPath {
  std::string text;
  std::vector<const google::protobuf::FieldDescriptor*> fields;
  bool empty() const { return fields.empty(); }
};

struct DateCandidate {
  FieldPath field;
  Texts reason;
};

struct DateSelector {
  std::string name;
  std::string variable;  // act_day: the day as expressions see it
  std::vector<DateCandidate> candidates;
};

struct FineEnd {
  std::optional<Decimal> amount;
  std::optional<Decimal> times;
};

struct FineProgram {
  bool must = false;
  std::string base_name;  // V; empty: no base
  FieldPath base;
  Texts base_label;
  FineEnd min;
  std::optional<FineEnd> max;
  bool min_exclusive = false;
  TextTemplates reason;
  cel::ExprId hypothetical;
  bool bands_thirds30 = false;
  FieldPath reported;
};

struct DutyProgram {
  TextTemplates action;
  TextTemplates whose;
  FieldPath trigger;
  DutySource::Unit unit = DutySource::Unit::kNone;
  int count = 0;
  bool roll = false;
  FieldPath done;
};

struct ReferralProgram {
  TextTemplates to;
  TextTemplates matter;
  TextTemplates arithmetic;
  bool excludes_fine = false;
};

struct ConsequenceProgram {
  ConsequenceSource::What what = ConsequenceSource::What::kRemark;
  cel::ExprId when;
  std::vector<PackCitation> citations;
  TextTemplates text;
  cel::ExprId amount;
  TextTemplates arithmetic;
  FineProgram fine;
  DutyProgram duty;
  ReferralProgram refer;
};

struct RuleProgram {
  std::string id;
  Kind kind = Kind::kRequirement;
  Texts title;
  std::vector<PackCitation> citations;
  // Sorted, apart, not empty: the days the rule is in force.
  std::vector<DateInterval> in_force;
  int selector = -1;  // index into CompiledPack::selectors
  cel::ExprId when;
  cel::ExprId finds;
  cel::ExprId require;
  cel::ExprId suspect;
  cel::ExprId judge;
  RuleSeverity severity = RuleSeverity::kNone;
  RuleConfidence confidence = RuleConfidence::kHigh;
  std::string verification;
  TextTemplates message;
  TextTemplates remedy;
  TextTemplates question;
  std::optional<CivilDate> binding;  // first binding day, where phased
  std::vector<ConsequenceProgram> consequences;
  // What the rule can read, sorted, each once.
  std::vector<cel::ReadPath> reads;

  bool InForceOn(CivilDate day) const;
};

struct CompiledPack {
  // First, so that it goes last: descriptors below point into it. Null for a
  // pack over types that are built in.
  std::shared_ptr<const FactsTypes> types;
  std::string id;
  std::string version;
  std::string digest;
  Texts title;
  std::string facts_type;
  const google::protobuf::Descriptor* facts = nullptr;
  std::string subject;
  std::vector<PackCitation> based_on;
  // From the first to the last day on which any rule is in force.
  DateInterval in_force;
  std::vector<DateSelector> selectors;
  cel::ExprId applies;
  std::vector<RuleProgram> rules;
  std::shared_ptr<const cel::Module> module;
  // Of the module; made with it.
  std::shared_ptr<cel::EvaluationPool> evaluations;
  // What its expressions may name, definitions left out.
  std::shared_ptr<const cel::Environment> environment;
  // Orders what a condition waits for.
  std::shared_ptr<const cel::Decider> decider;
  // What the author wrote: examples, fixtures and places.
  std::shared_ptr<const PackSource> source;
};

}  // namespace zhiheng::rules

#endif  // SERVICES_RULES_PACKS_COMPILED_PACK_H_
