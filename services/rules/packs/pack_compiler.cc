// Compiling goes from outside in: the pack's frame (ids, instruments, facts
// type), then definitions, then rules. A mistake in one part does not hide the
// mistakes of another. Tested by pack_compiler_test.cc.
#include "services/rules/packs/pack_compiler.h"

#include <google/protobuf/descriptor.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/common/base/text.h"
#include "services/rules/digest/digest.h"
#include "services/rules/packs/citation_resolver.h"
#include "services/rules/packs/evidence_paths.h"
#include "services/rules/packs/expressions.h"
#include "services/rules/packs/intervals.h"

namespace zhiheng::rules {
namespace {

Texts Plain(const WrittenTexts& texts) {
  return {texts.zh.text, texts.en.text};
}

class Compiler {
 public:
  Compiler(std::shared_ptr<const PackSource> source,
           const CompileContext& context, Diagnostics* diagnostics)
      : source_(*source),
        context_(context),
        diagnostics_(diagnostics),
        pack_(std::make_shared<CompiledPack>()),
        citations_(*source) {
    pack_->types = context.types;
    pack_->source = std::move(source);
  }

  std::shared_ptr<const CompiledPack> Run() {
    const int errors_before = diagnostics_->error_count();
    CompileFrame();
    if (pack_->facts == nullptr) return nullptr;
    if (!CompileEnvironment()) return nullptr;
    CompileSelectors();
    pack_->applies = expressions_->Optional(source_.applies, cel::Type::Bool());
    for (const RuleSource& rule : source_.rules) CompileRule(rule);
    CheckAlternatives();
    FindUnused();
    if (diagnostics_->error_count() > errors_before) return nullptr;
    pack_->module = expressions_->Build();
    if (pack_->module == nullptr) return nullptr;
    pack_->evaluations = std::make_shared<cel::EvaluationPool>(*pack_->module);
    pack_->environment = expressions_->environment();
    pack_->decider = expressions_->MakeDecider();
    for (RuleProgram& rule : pack_->rules) {
      rule.reads = EvidencePaths(*pack_, rule);
    }
    FinishPack();
    return pack_;
  }

 private:
  void Error(absl::string_view code, Position at, std::string sentence,
             std::string hint = "") {
    diagnostics_->Error(code, source_.file, at, std::move(sentence),
                        std::move(hint));
  }
  void Warning(absl::string_view code, Position at, std::string sentence,
               std::string hint = "") {
    diagnostics_->Warning(code, source_.file, at, std::move(sentence),
                          std::move(hint));
  }

  void CompileFrame();
  void FindFactsType();
  bool CompileEnvironment();
  void CompileSelectors();
  int SelectorIndex(const Written& name);
  void CompileRule(const RuleSource& source);
  void CompileInForce(const RuleSource& source, RuleProgram* rule);
  std::vector<PackCitation> CompileCitations(const std::vector<Written>& cites);
  ConsequenceProgram CompileConsequence(const ConsequenceSource& source);
  FineProgram CompileFine(const FineSource& source);
  DutyProgram CompileDuty(const DutySource& source);
  FineEnd CompileFineEnd(const FineEndSource& source);
  std::optional<Decimal> CompileDecimal(const Written& text);
  void CheckAlternatives();
  void FindUnused();
  void FinishPack();

  const PackSource& source_;
  const CompileContext& context_;
  Diagnostics* diagnostics_;
  std::shared_ptr<CompiledPack> pack_;
  std::unique_ptr<Expressions> expressions_;
  CitationResolver citations_;
  std::set<std::string> used_selectors_;
};

bool IsPackId(absl::string_view id) {
  if (id.empty() || !absl::ascii_islower(id[0])) return false;
  char before = '.';
  for (char c : id) {
    const bool word = absl::ascii_islower(c) || absl::ascii_isdigit(c) ||
                      c == '_' || c == '-';
    if (!word && (c != '.' || before == '.')) return false;
    before = c;
  }
  return before != '.';
}

bool IsVersion(absl::string_view text) {
  int dots = 0;
  char before = '.';
  for (char c : text) {
    if (c == '.') {
      if (before == '.') return false;
      ++dots;
    } else if (!absl::ascii_isdigit(c)) {
      return false;
    }
    before = c;
  }
  return dots == 2 && before != '.';
}

void Compiler::CompileFrame() {
  pack_->id = source_.id.text;
  pack_->version = source_.version;
  pack_->title = Plain(source_.title);
  pack_->facts_type = source_.facts_type.text;
  pack_->subject = source_.subject.text;
  if (!IsPackId(pack_->id)) {
    Error("bad-pack-id", source_.id.at,
          absl::StrCat("'", pack_->id, "' is no pack id"),
          "dotted lower-case words, as cn.fertilizer.label");
  }
  if (!IsVersion(pack_->version)) {
    Error("bad-version", source_.id.at,
          absl::StrCat("'", pack_->version, "' is no version"),
          "three numbers, as 1.0.0");
  }
  for (const InstrumentSource& instrument : source_.instruments) {
    pack_->based_on.push_back({instrument.instrument, instrument.edition, "",
                               PrintedEdition(instrument),
                               instrument.interval});
  }
  FindFactsType();
}

void Compiler::FindFactsType() {
  pack_->facts = context_.pool->FindMessageTypeByName(pack_->facts_type);
  if (pack_->facts != nullptr) return;
  std::vector<std::string> names = {"zhiheng.facts.v1.ProductLabel",
                                    "zhiheng.facts.v1.EnforcementCase"};
  if (context_.types != nullptr) {
    const std::vector<std::string>& brought = context_.types->brought();
    names.insert(names.end(), brought.begin(), brought.end());
  }
  const std::string near = NearestWord(pack_->facts_type, names);
  Error("unknown-facts-type", source_.facts_type.at,
        absl::StrCat("there is no facts type '", pack_->facts_type, "'"),
        near.empty() ? "zhiheng.facts.v1.ProductLabel and "
                       "zhiheng.facts.v1.EnforcementCase are built in; a type "
                       "of your own is named under 'descriptors'"
                     : absl::StrCat("did you mean '", near, "'?"));
}

bool Compiler::CompileEnvironment() {
  expressions_ = Expressions::Create(source_, *pack_->facts, context_.pool,
                                     context_.factory, context_.allow_double,
                                     diagnostics_);
  return expressions_ != nullptr;
}

void Compiler::CompileSelectors() {
  for (const DateSelectorSource& source : source_.dates) {
    DateSelector selector{source.name.text, source.name.text + "_day", {}};
    for (const DateCandidateSource& candidate : source.candidates) {
      selector.candidates.push_back(
          {expressions_->Path(candidate.field, PathTarget::kDate),
           Plain(candidate.reason)});
    }
    pack_->selectors.push_back(std::move(selector));
  }
}

int Compiler::SelectorIndex(const Written& name) {
  if (name.empty()) return -1;
  std::vector<std::string> names;
  for (size_t i = 0; i < pack_->selectors.size(); ++i) {
    names.push_back(pack_->selectors[i].name);
    if (names.back() == name.text) {
      used_selectors_.insert(name.text);
      return static_cast<int>(i);
    }
  }
  const std::string near = NearestWord(name.text, names);
  Error("unknown-date-selector", name.at,
        absl::StrCat("there is no date selector '", name.text, "'"),
        near.empty() ? "define it under 'dates'"
                     : absl::StrCat("did you mean '", near, "'?"));
  return -1;
}

void Compiler::CompileRule(const RuleSource& source) {
  RuleProgram rule;
  rule.id = source.id.text;
  rule.kind = source.kind;
  rule.title = Plain(source.title);
  rule.severity = source.severity;
  rule.confidence = source.confidence;
  rule.verification = source.verification;
  rule.binding = source.binding;
  rule.selector =
      SelectorIndex(source.date.empty() ? source_.date : source.date);
  rule.citations = CompileCitations(source.cites);
  CompileInForce(source, &rule);
  const cel::Type yes_no = cel::Type::Bool();
  rule.when = expressions_->Optional(source.when, yes_no);
  rule.finds = expressions_->Optional(source.finds, yes_no);
  rule.require = expressions_->Optional(source.require, yes_no);
  rule.suspect = expressions_->Optional(source.suspect, yes_no);
  rule.judge = expressions_->Optional(source.judge, yes_no);
  rule.message = expressions_->Template(source.message);
  rule.remedy = expressions_->Template(source.remedy);
  rule.question = expressions_->Template(source.question);
  for (const ConsequenceSource& consequence : source.consequences) {
    rule.consequences.push_back(CompileConsequence(consequence));
  }
  pack_->rules.push_back(std::move(rule));
}

std::vector<PackCitation> Compiler::CompileCitations(
    const std::vector<Written>& cites) {
  return citations_.Resolve(cites, diagnostics_);
}

void Compiler::CompileInForce(const RuleSource& source, RuleProgram* rule) {
  std::vector<DateInterval> cited;
  for (const PackCitation& c : rule->citations) cited.push_back(c.interval);
  cited = Union(std::move(cited));
  if (!source.in_force.has_value()) {
    rule->in_force = std::move(cited);
  } else {
    rule->in_force = Union({*source.in_force});
    for (const DateInterval& gap : Subtract(*source.in_force, cited)) {
      Warning(
          "citation-gap", source.at,
          absl::StrCat("rule ", rule->id, " is in force in ", gap.ToString(),
                       ", when no edition that it cites is"),
          "cite the edition of that time, or shorten in_force");
    }
    for (const PackCitation& c : rule->citations) {
      if (c.interval.Intersect(*source.in_force).Empty()) {
        Warning("citation-outside", source.at,
                absl::StrCat("rule ", rule->id, " cites ", c.display,
                             ", whose edition is in force on none of its days"),
                "remove the citation, or widen in_force");
      }
    }
  }
  if (rule->in_force.empty()) {
    Error("never-in-force", source.at,
          absl::StrCat("rule ", rule->id, " is in force on no day"),
          "check the dates of the editions it cites and its in_force");
  }
}

ConsequenceProgram Compiler::CompileConsequence(
    const ConsequenceSource& source) {
  ConsequenceProgram out;
  out.what = source.what;
  out.when = expressions_->Optional(source.when, cel::Type::Bool());
  out.citations = CompileCitations(source.cites);
  out.text = expressions_->Template(source.text);
  out.amount = expressions_->Optional(source.amount, cel::Type::Money());
  out.arithmetic = expressions_->Template(source.arithmetic);
  if (source.what == ConsequenceSource::What::kFine) {
    out.fine = CompileFine(source.fine);
  } else if (source.what == ConsequenceSource::What::kDuty) {
    out.duty = CompileDuty(source.duty);
  } else if (source.what == ConsequenceSource::What::kRefer) {
    out.refer.to = expressions_->Template(source.refer.to);
    out.refer.matter = expressions_->Template(source.refer.matter);
    out.refer.arithmetic = expressions_->Template(source.refer.arithmetic);
    out.refer.excludes_fine = source.refer.excludes_fine;
  }
  return out;
}

std::optional<Decimal> Compiler::CompileDecimal(const Written& text) {
  if (text.empty()) return std::nullopt;
  const absl::StatusOr<Decimal> value = Decimal::Parse(text.text);
  if (!value.ok()) {
    Error("bad-number", text.at, std::string(value.status().message()),
          "write a plain number, as 250000 or 0.3");
    return std::nullopt;
  }
  if (value->is_negative()) {
    Error("bad-number", text.at,
          absl::StrCat("'", text.text, "' is below zero"));
  }
  return *value;
}

FineEnd Compiler::CompileFineEnd(const FineEndSource& source) {
  return {CompileDecimal(source.amount), CompileDecimal(source.times)};
}

FineProgram Compiler::CompileFine(const FineSource& source) {
  FineProgram out;
  out.must = source.must;
  if (source.base.has_value()) {
    out.base_name = source.base->name;
    out.base = expressions_->Path(source.base->field, PathTarget::kAmount);
    out.base_label = Plain(source.base->label);
  }
  if (source.min.has_value()) out.min = CompileFineEnd(*source.min);
  if (source.max.has_value()) out.max = CompileFineEnd(*source.max);
  if (out.max.has_value() && out.min.amount.has_value() &&
      out.max->amount.has_value() && *out.max->amount < *out.min.amount) {
    Error(
        "bad-fine", source.at,
        absl::StrCat("the fine's upper end ", out.max->amount->ToString(),
                     " lies below its lower end ", out.min.amount->ToString()),
        "swap the two ends");
  }
  if (out.max.has_value() && out.min.times.has_value() &&
      out.max->times.has_value() && *out.max->times < *out.min.times) {
    Error("bad-fine", source.at,
          absl::StrCat("the fine's upper multiple ", out.max->times->ToString(),
                       " lies below its lower multiple ",
                       out.min.times->ToString()),
          "swap the two ends");
  }
  out.min_exclusive = source.min_exclusive;
  out.reason = expressions_->Template(source.reason);
  out.hypothetical =
      expressions_->Optional(source.hypothetical, cel::Type::Bool());
  out.bands_thirds30 = source.bands_thirds30;
  out.reported = expressions_->Path(source.reported, PathTarget::kAmount);
  return out;
}

DutyProgram Compiler::CompileDuty(const DutySource& source) {
  DutyProgram out;
  out.action = expressions_->Template(source.action);
  out.whose = expressions_->Template(source.whose);
  out.trigger = expressions_->Path(source.trigger, PathTarget::kDate);
  out.done = expressions_->Path(source.done, PathTarget::kDate);
  out.unit = source.unit;
  out.count = source.count;
  out.roll = source.roll;
  return out;
}

// They are for lint; here their names and conditions must mean something.
void Compiler::CheckAlternatives() {
  std::vector<std::string> ids;
  for (const RuleSource& rule : source_.rules) ids.push_back(rule.id.text);
  for (const AlternativesSource& a : source_.alternatives) {
    expressions_->Optional(a.over, cel::Type::Bool());
    for (const Written& rule : a.rules) {
      if (std::find(ids.begin(), ids.end(), rule.text) != ids.end()) continue;
      const std::string near = NearestWord(rule.text, ids);
      Error("unknown-rule", rule.at,
            absl::StrCat("there is no rule '", rule.text, "'"),
            near.empty() ? "" : absl::StrCat("did you mean '", near, "'?"));
    }
  }
}

void Compiler::FindUnused() {
  for (const InstrumentSource& instrument : source_.instruments) {
    if (!citations_.Used(instrument.key)) {
      Warning("unused-instrument", instrument.at,
              absl::StrCat("no rule cites ", instrument.key),
              "remove it, or cite it");
    }
  }
  for (const DateSelectorSource& selector : source_.dates) {
    if (!used_selectors_.contains(selector.name.text) &&
        !expressions_->Mentions(selector.name.text + "_day")) {
      Warning(
          "unused-date-selector", selector.name.at,
          absl::StrCat("no rule uses the date selector ", selector.name.text),
          "remove it, or name it in 'date'");
    }
  }
  expressions_->WarnOfUnused();
}

// A facts type that was brought along is part of what a pack says.
void AppendSchema(const google::protobuf::Descriptor& facts,
                  std::string* content) {
  std::map<std::string, const google::protobuf::FileDescriptor*> files;
  std::vector<const google::protobuf::FileDescriptor*> todo = {facts.file()};
  while (!todo.empty()) {
    const google::protobuf::FileDescriptor* file = todo.back();
    todo.pop_back();
    if (file->pool() == google::protobuf::DescriptorPool::generated_pool() ||
        !files.emplace(file->name(), file).second) {
      continue;
    }
    for (int i = 0; i < file->dependency_count(); ++i)
      todo.push_back(file->dependency(i));
  }
  for (const auto& [name, file] : files)
    absl::StrAppend(content, "schema ", name, "\n", file->DebugString());
}

void Compiler::FinishPack() {
  std::vector<DateInterval> days;
  bool counts_working_days = false;
  for (const RuleProgram& rule : pack_->rules) {
    days.insert(days.end(), rule.in_force.begin(), rule.in_force.end());
    for (const ConsequenceProgram& c : rule.consequences) {
      counts_working_days = counts_working_days || c.duty.roll ||
                            c.duty.unit == DutySource::Unit::kWorkingDays;
    }
  }
  days = Union(std::move(days));
  if (!days.empty()) pack_->in_force = {days.front().from, days.back().until};
  std::string content = source_.canonical;
  if (counts_working_days) {
    absl::StrAppend(&content, "calendar ", context_.calendar_digest, "\n");
  }
  AppendSchema(*pack_->facts, &content);
  pack_->digest = Sha256Hex(content);
}

}  // namespace

bool RuleProgram::InForceOn(CivilDate day) const {
  return std::any_of(
      in_force.begin(), in_force.end(),
      [day](const DateInterval& interval) { return interval.Contains(day); });
}

std::shared_ptr<const CompiledPack> CompilePack(PackSource source,
                                                const CompileContext& context,
                                                Diagnostics* diagnostics) {
  return Compiler(std::make_shared<const PackSource>(std::move(source)),
                  context, diagnostics)
      .Run();
}

}  // namespace zhiheng::rules
