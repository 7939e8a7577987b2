// A pack as its author wrote it: the YAML file as plain data, every part with
// its place. Nothing here is compiled or resolved.
//
// Plain values; not synchronised.
#ifndef SERVICES_RULES_PACKS_PACK_SOURCE_H_
#define SERVICES_RULES_PACKS_PACK_SOURCE_H_

#include <yaml-cpp/node/node.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "services/common/exact/civil_date.h"
#include "services/rules/citation/notation.h"
#include "services/rules/diagnostic/diagnostic.h"

namespace zhiheng::rules {

enum class Kind { kRequirement, kConduct, kSanction, kDuty, kChecklist };
enum class RuleConfidence { kLow, kMedium, kHigh };
enum class RuleSeverity { kNone, kInfo, kMinor, kMajor, kCritical };

// A text, an expression, a path: what was written, and where.
struct Written {
  std::string text;
  Position at;
  bool empty() const { return text.empty(); }
};

struct WrittenTexts {
  Written zh;
  Written en;
  bool empty() const { return zh.empty() && en.empty(); }
};

struct InstrumentSource {
  std::string key;
  std::string instrument;
  std::string edition;
  WrittenTexts short_name;
  CitationForm form = CitationForm::kArticles;
  DateInterval interval;
  Position at;
};

struct DateCandidateSource {
  Written field;
  WrittenTexts reason;
};

struct DateSelectorSource {
  Written name;
  std::vector<DateCandidateSource> candidates;
};

struct LetSource {
  Written name;
  Written expression;
};

struct TermListSource {
  Written name;
  std::vector<std::string> terms;
};

// One end of a fine: an amount, or a multiple of the base.
struct FineEndSource {
  Written amount;
  Written times;
};

struct FineBaseSource {
  std::string name;
  Written field;
  WrittenTexts label;
};

struct FineSource {
  bool must = false;
  std::optional<FineBaseSource> base;
  std::optional<FineEndSource> min;
  std::optional<FineEndSource> max;
  bool min_exclusive = false;
  WrittenTexts reason;
  Written hypothetical;
  bool bands_thirds30 = false;
  Written reported;
  Position at;
};

struct DutySource {
  enum class Unit { kNone, kDays, kWorkingDays, kMonths, kYears };
  WrittenTexts action;
  WrittenTexts whose;
  Written trigger;
  Unit unit = Unit::kNone;
  int count = 0;
  // A last day that is no working day moves to the next one (民法典 203).
  bool roll = false;
  Written done;
};

struct ReferralSource {
  WrittenTexts to;
  WrittenTexts matter;
  WrittenTexts arithmetic;
  bool excludes_fine = false;
};

struct ConsequenceSource {
  enum class What { kOrder, kConfiscate, kFine, kRefer, kDuty, kRemark };
  What what = What::kRemark;
  Written when;
  std::vector<Written> cites;
  WrittenTexts text;        // order, confiscate, remark
  Written amount;           // confiscate
  WrittenTexts arithmetic;  // confiscate
  FineSource fine;
  DutySource duty;
  ReferralSource refer;
  Position at;
};

// What an example expects beside its outcome; each part is optional.
struct ExampleSource {
  Written name;
  Written base;
  YAML::Node facts;                                 // instead of a base
  std::vector<std::pair<Written, YAML::Node>> set;  // path, value
  std::vector<Written> unset;
  Written completeness;
  std::vector<Written> absent;   // paths that were looked for
  std::vector<Written> unknown;  // paths that nobody looked for
  std::optional<CivilDate> today;
  std::optional<CivilDate> as_of;
  Written expect;
  Written reason;  // review reason, as JUDGEMENT
  std::optional<std::vector<Written>> cites;
  std::vector<Written> fine;  // empty, or the two ends
  std::vector<Written> needs;
  std::vector<Written> duty;  // statuses, in order
  Written message;            // a part of the Chinese message
  Position at;
};

struct RuleSource {
  Written id;
  Kind kind = Kind::kRequirement;
  WrittenTexts title;
  std::vector<Written> cites;
  std::optional<DateInterval> in_force;
  Written date;
  Written when;
  Written finds;
  Written require;
  Written suspect;
  Written judge;
  RuleSeverity severity = RuleSeverity::kNone;
  RuleConfidence confidence = RuleConfidence::kHigh;
  std::string verification;
  WrittenTexts message;
  WrittenTexts remedy;
  WrittenTexts question;
  std::optional<CivilDate> announced;
  std::optional<CivilDate> warning;
  std::optional<CivilDate> binding;
  std::vector<ConsequenceSource> consequences;
  std::vector<ExampleSource> examples;
  Position at;
};

struct BaseSource {
  Written name;
  Written completeness;
  std::vector<Written> absent;
  std::vector<Written> unknown;
  YAML::Node facts;
};

// Rules of which exactly one applies wherever `over` holds; lint proves it.
struct AlternativesSource {
  Written name;
  Written over;
  std::vector<Written> rules;
};

struct PackSource {
  std::string file;
  std::string text;
  std::string canonical;  // see CanonicalText
  Written id;
  std::string version;
  WrittenTexts title;
  Written facts_type;
  // Files that define facts types, by their path from the folder of the pack.
  std::vector<Written> descriptors;
  Written subject;
  std::vector<InstrumentSource> instruments;
  std::vector<DateSelectorSource> dates;
  Written date;
  Written applies;
  std::vector<LetSource> lets;
  std::vector<TermListSource> terms;
  std::vector<RuleSource> rules;
  std::vector<AlternativesSource> alternatives;
  std::vector<BaseSource> bases;
};

}  // namespace zhiheng::rules

#endif  // SERVICES_RULES_PACKS_PACK_SOURCE_H_
