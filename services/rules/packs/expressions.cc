#include "services/rules/packs/expressions.h"

#include <google/protobuf/descriptor.h>

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/common/base/text.h"
#include "services/rules/yaml/yaml_file.h"

namespace zhiheng::rules {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

constexpr char kDateType[] = "zhiheng.type.v1.Date";
constexpr char kMoneyType[] = "zhiheng.type.v1.Money";
constexpr char kAmountType[] = "zhiheng.type.v1.Amount";

bool IsWordCharacter(char c) { return absl::ascii_isalnum(c) || c == '_'; }

// `word` stands in `text` as an identifier of its own. Good enough to find
// definitions nobody uses; a mention inside a string only hides a warning.
bool HoldsWord(absl::string_view text, absl::string_view word) {
  for (size_t at = text.find(word); at != absl::string_view::npos;
       at = text.find(word, at + 1)) {
    const size_t end = at + word.size();
    if ((at == 0 || (!IsWordCharacter(text[at - 1]) && text[at - 1] != '.')) &&
        (end == text.size() || !IsWordCharacter(text[end]))) {
      return true;
    }
  }
  return false;
}

bool Leads(const FieldDescriptor& field, PathTarget target) {
  if (field.message_type() == nullptr) return false;
  const std::string& type = field.message_type()->full_name();
  return target == PathTarget::kDate
             ? type == kDateType
             : type == kMoneyType || type == kAmountType;
}

}  // namespace

Expressions::Expressions(const PackSource& source, const Descriptor& facts,
                         std::shared_ptr<const cel::Environment> environment,
                         Diagnostics* diagnostics)
    : source_(source),
      facts_(facts),
      environment_(std::move(environment)),
      builder_(environment_),
      diagnostics_(diagnostics) {}

std::unique_ptr<Expressions> Expressions::Create(
    const PackSource& source, const Descriptor& facts,
    const google::protobuf::DescriptorPool* pool,
    google::protobuf::MessageFactory* factory, bool allow_double,
    Diagnostics* diagnostics) {
  cel::EnvironmentBuilder builder(pool, factory);
  builder.SetContainer(facts.file()->package());
  builder.AllowDouble(allow_double);
  builder.AddVariable(source.subject.text, cel::Type::OfMessage(&facts));
  builder.AddVariable("today", cel::Type::Date());
  for (const DateSelectorSource& selector : source.dates) {
    builder.AddVariable(selector.name.text + "_day", cel::Type::Date());
  }
  for (const TermListSource& list : source.terms) {
    builder.AddConstant(list.name.text,
                        cel::ConstantValue::Strings(list.terms));
  }
  auto environment = builder.Build();
  if (!environment.ok()) {
    diagnostics->Error("bad-name", source.file, source.subject.at,
                       std::string(environment.status().message()),
                       "the subject, 'today', <date selector>_day and the "
                       "term lists share one space of names");
    return nullptr;
  }
  auto out = std::unique_ptr<Expressions>(
      new Expressions(source, facts, *std::move(environment), diagnostics));
  out->Define();
  return out;
}

void Expressions::Define() {
  for (const LetSource& let : source_.lets) {
    if (let.expression.empty()) continue;
    const cel::Added added =
        builder_.Define(let.name.text, let.expression.text);
    Report(let.expression, added.issues);
  }
}

void Expressions::Report(const Written& text,
                         const std::vector<cel::Issue>& issues) {
  for (const cel::Issue& issue : issues) {
    diagnostics_->Error(
        issue.code, source_.file,
        PositionInScalar(source_.text, text.at, text.text, issue.offset),
        issue.message, issue.hint);
  }
}

cel::ExprId Expressions::Optional(const Written& text, const cel::Type& type) {
  if (text.empty()) return {};
  texts_.push_back(text.text);
  // Rules often share a guard: one expression, asked once for a subject.
  const auto known = ids_.find({text.text, type.kind()});
  if (known != ids_.end()) return known->second;
  const cel::Added added = builder_.Add(text.text, type);
  Report(text, added.issues);
  if (!added.ok()) return {};
  ids_[{text.text, type.kind()}] = added.id;
  return added.id;
}

cel::TemplateId Expressions::TemplateOf(const Written& text) {
  texts_.push_back(text.text);
  const cel::AddedTemplate added = builder_.AddTemplate(text.text);
  Report(text, added.issues);
  return added.ok() ? added.id : cel::TemplateId{};
}

TextTemplates Expressions::Template(const WrittenTexts& texts) {
  if (texts.zh.empty() || texts.en.empty()) return {};
  return {TemplateOf(texts.zh), TemplateOf(texts.en)};
}

FieldPath Expressions::Path(const Written& text, PathTarget target) {
  if (text.empty()) return {};
  FieldPath path{text.text, {}};
  const auto fail = [&](const std::string& sentence, const std::string& hint) {
    diagnostics_->Error("bad-path", source_.file, text.at, sentence, hint);
    return FieldPath{};
  };
  const std::vector<std::string> steps = absl::StrSplit(text.text, '.');
  if (steps[0] != source_.subject.text) {
    return fail(absl::StrCat("'", text.text, "' does not start with '",
                             source_.subject.text, "'"),
                "a path starts with the name of the facts");
  }
  const Descriptor* message = &facts_;
  for (size_t i = 1; i < steps.size(); ++i) {
    if (message == nullptr) {
      return fail(absl::StrCat("'", steps[i - 1], "' has no fields"), "");
    }
    const FieldDescriptor* field = message->FindFieldByName(steps[i]);
    if (field == nullptr) {
      std::vector<std::string> names;
      for (int f = 0; f < message->field_count(); ++f) {
        names.push_back(message->field(f)->name());
      }
      const std::string near = NearestWord(steps[i], names);
      return fail(
          absl::StrCat(message->name(), " has no field '", steps[i], "'"),
          near.empty() ? "" : absl::StrCat("did you mean '", near, "'?"));
    }
    path.fields.push_back(field);
    message = field->message_type();
  }
  if (path.empty() || !Leads(*path.fields.back(), target)) {
    return fail(absl::StrCat("'", text.text, "' is no ",
                             target == PathTarget::kDate ? "date" : "amount"),
                target == PathTarget::kDate
                    ? "name a field of type Date"
                    : "name a field of type Money or Amount");
  }
  return path;
}

bool Expressions::Mentions(absl::string_view identifier) const {
  const auto holds = [&](const std::string& text) {
    return HoldsWord(text, identifier);
  };
  return std::any_of(texts_.begin(), texts_.end(), holds) ||
         std::any_of(
             source_.lets.begin(), source_.lets.end(),
             [&](const LetSource& let) { return holds(let.expression.text); });
}

void Expressions::WarnOfUnused() {
  const auto warn = [&](const Written& name, absl::string_view what) {
    if (Mentions(name.text)) return;
    diagnostics_->Warning(
        "unused-definition", source_.file, name.at,
        absl::StrCat("nothing uses the ", what, " '", name.text, "'"),
        "remove it, or use it");
  };
  for (const LetSource& let : source_.lets) warn(let.name, "definition");
  for (const TermListSource& list : source_.terms) warn(list.name, "term list");
}

std::shared_ptr<const cel::Module> Expressions::Build() {
  auto module = builder_.Build();
  if (!module.ok()) {
    diagnostics_->Error("cannot-build", source_.file, {},
                        std::string(module.status().message()));
    return nullptr;
  }
  return *std::move(module);
}

std::shared_ptr<const cel::Decider> Expressions::MakeDecider() const {
  cel::Definitions definitions;
  for (const LetSource& let : source_.lets) {
    if (let.expression.empty()) continue;
    definitions.emplace_back(let.name.text, let.expression.text);
  }
  cel::Decider::StandsFor days;
  for (const DateSelectorSource& selector : source_.dates) {
    for (const DateCandidateSource& candidate : selector.candidates)
      days[selector.name.text + "_day"].push_back(candidate.field.text);
  }
  return std::make_shared<const cel::Decider>(
      environment_, std::move(definitions), std::move(days));
}

}  // namespace zhiheng::rules
