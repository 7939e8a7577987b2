// Messages are visited with a stack of our own, in the order of their fields.
// Types are known by their full names, so a message of a dynamic type is held
// to the same rules as a compiled one. Tested by validate_test.cc.
#include "services/common/facts/validate.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <set>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/common/base/text.h"
#include "services/common/exact/civil_date.h"
#include "services/common/exact/decimal.h"
#include "services/common/facts/field_names.h"

namespace zhiheng {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumValueDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

void Add(std::vector<FactsProblem>* problems, std::string reason,
         std::string path, std::string value, std::string rule,
         std::string hint) {
  FactsProblem problem;
  problem.reason = std::move(reason);
  problem.path = std::move(path);
  problem.value = ShortValue(value);
  problem.rule = std::move(rule);
  problem.hint = std::move(hint);
  problems->push_back(std::move(problem));
}

const FieldDescriptor* Field(const Message& message, const char* name) {
  return message.GetDescriptor()->FindFieldByName(name);
}

std::string StringOf(const Message& message, const char* name) {
  return message.GetReflection()->GetString(message, Field(message, name));
}

int IntOf(const Message& message, const char* name) {
  return message.GetReflection()->GetInt32(message, Field(message, name));
}

// The reason alone out of "'x' is not a decimal: reason; advice".
absl::string_view Reason(absl::string_view message) {
  constexpr absl::string_view kLead = "is not a decimal: ";
  const size_t lead = message.find(kLead);
  if (lead == absl::string_view::npos) return message;
  message.remove_prefix(lead + kLead.size());
  return message.substr(0, message.rfind("; "));
}

void CheckDecimalText(const std::string& text, const std::string& path,
                      std::vector<FactsProblem>* problems) {
  const absl::StatusOr<Decimal> parsed = Decimal::Parse(text);
  if (parsed.ok()) return;
  std::string hint = "write digits with an optional point, as 18.0";
  if (text.find('%') != std::string::npos) {
    hint = "leave the per cent sign out";
  } else if (text.find(',') != std::string::npos) {
    hint = "leave the grouping commas out";
  } else if (text.find_first_of("eE") != std::string::npos) {
    hint = "write the number out without an exponent";
  }
  Add(problems, "MALFORMED_DECIMAL", path, text,
      text.empty() ? "a decimal number is set and empty"
                   : absl::StrCat("not a decimal number: ",
                                  Reason(parsed.status().message())),
      std::move(hint));
}

void CheckMoney(const Message& money, const std::string& path,
                std::vector<FactsProblem>* problems) {
  CheckDecimalText(StringOf(money, "amount"), path, problems);
  const std::string currency = StringOf(money, "currency_code");
  const bool letters =
      currency.size() == 3 &&
      std::all_of(currency.begin(), currency.end(),
                  [](unsigned char c) { return absl::ascii_isupper(c); });
  if (!currency.empty() && !letters) {
    Add(problems, "MALFORMED_CURRENCY", JoinPath(path, "currency_code"),
        currency, "a currency is three capital letters of ISO 4217",
        "write CNY, or leave it out for CNY");
  }
}

std::optional<DateInterval> DaysOf(const Message& date) {
  const auto days = PossibleDays(IntOf(date, "year"), IntOf(date, "month"),
                                 IntOf(date, "day"));
  if (!days.ok()) return std::nullopt;
  return *days;
}

std::string DateText(const Message& date) {
  std::string out = absl::StrCat(IntOf(date, "year"));
  if (IntOf(date, "month") != 0 || IntOf(date, "day") != 0) {
    absl::StrAppend(&out, "-", IntOf(date, "month"));
  }
  if (IntOf(date, "day") != 0) absl::StrAppend(&out, "-", IntOf(date, "day"));
  return out;
}

void CheckDate(const Message& date, const std::string& path,
               std::vector<FactsProblem>* problems) {
  const auto days = PossibleDays(IntOf(date, "year"), IntOf(date, "month"),
                                 IntOf(date, "day"));
  if (days.ok()) return;
  Add(problems, "IMPOSSIBLE_DATE", path, DateText(date),
      absl::StrCat("not a day of the calendar: ", days.status().message()),
      "write 2024-09-30, or 2024-09 when the day is not known");
}

// Two dates in one message of which the second may not come before the first.
struct DatePair {
  const char* type;
  const char* first;
  const char* second;
  bool second_excluded;  // half-open: the second is the day after
};
constexpr DatePair kDatePairs[] = {
    {"zhiheng.type.v1.Period", "start", "end", true},
    {"zhiheng.facts.v1.Act", "from", "last_day", false},
    {"zhiheng.facts.v1.Procedure", "seizure_from", "seizure_end", false},
};

void CheckDatePair(const Message& message, const DatePair& pair,
                   const std::string& path,
                   std::vector<FactsProblem>* problems) {
  const Reflection& reflection = *message.GetReflection();
  const FieldDescriptor* first = Field(message, pair.first);
  const FieldDescriptor* second = Field(message, pair.second);
  if (first == nullptr || second == nullptr ||
      !reflection.HasField(message, first) ||
      !reflection.HasField(message, second)) {
    return;
  }
  const Message& from = reflection.GetMessage(message, first);
  const Message& to = reflection.GetMessage(message, second);
  const auto from_days = DaysOf(from);
  const auto to_days = DaysOf(to);
  if (!from_days.has_value() || !to_days.has_value()) return;
  // A partial date may still be in order on some day it can mean.
  const CivilDate last = to_days->until.value_or(CivilDate::Max());
  const CivilDate limit =
      pair.second_excluded ? from_days->from.PlusDays(1) : from_days->from;
  if (limit < last) return;
  Add(problems, "PERIOD_REVERSED", JoinPath(path, pair.second), DateText(to),
      absl::StrCat(pair.second, " ", DateText(to), " lies ",
                   pair.second_excluded ? "on or before " : "before ",
                   pair.first, " ", DateText(from)),
      pair.second_excluded ? "the end is the day after the last day"
                           : "check the two dates");
}

// A path of a field mask from `type` down; an empty string when it is right.
std::string MaskPathFault(const Descriptor& type, const std::string& path,
                          std::string* hint) {
  const Descriptor* at = &type;
  const std::vector<std::string> words = absl::StrSplit(path, '.');
  for (size_t i = 0; i < words.size(); ++i) {
    if (at == nullptr) {
      *hint = "end the path one name earlier";
      return "the path goes on below a field that has no fields";
    }
    // Exactly the name: what evaluates the facts compares paths as they are.
    const FieldDescriptor* field = at->FindFieldByName(words[i]);
    if (field == nullptr) {
      *hint = i == 0 ? UnknownFieldHint(type, words[i])
                     : UnknownFieldHint(*at, words[i]);
      if (i == 0 && words.size() > 1 &&
          FindFieldByAnyName(type, words[1]) != nullptr) {
        *hint = absl::StrCat("paths start inside the facts: write ",
                             path.substr(words[0].size() + 1));
      }
      return absl::StrCat("no field ", words[i], " in ", at->name());
    }
    if (field->is_repeated() && i + 1 < words.size()) {
      *hint = absl::StrCat("name the whole list: ", field->name());
      return "a path may not go on below a list";
    }
    at = field->message_type();
  }
  return "";
}

// True when the field that `path` names holds a value.
bool HasMaskPath(const Message& facts, const std::string& path) {
  const Message* at = &facts;
  for (const auto word : absl::StrSplit(path, '.')) {
    const FieldDescriptor* field =
        FindFieldByAnyName(*at->GetDescriptor(), word);
    if (field == nullptr) return false;
    const Reflection& reflection = *at->GetReflection();
    if (field->is_repeated()) return reflection.FieldSize(*at, field) > 0;
    if (!reflection.HasField(*at, field)) return false;
    if (field->message_type() == nullptr) return true;
    at = &reflection.GetMessage(*at, field);
  }
  return true;
}

const Message* FactsOf(const Message& subject) {
  const auto* oneof = subject.GetDescriptor()->FindOneofByName("facts");
  if (oneof == nullptr) return nullptr;
  const FieldDescriptor* set =
      subject.GetReflection()->GetOneofFieldDescriptor(subject, oneof);
  if (set == nullptr || set->message_type() == nullptr ||
      set->message_type()->full_name() == "google.protobuf.Any") {
    return nullptr;
  }
  return &subject.GetReflection()->GetMessage(subject, set);
}

// Facts of a type that only the pack knows: paths into them are its to judge.
bool HasForeignFacts(const Message& subject) {
  const FieldDescriptor* other = Field(subject, "other");
  return other != nullptr && subject.GetReflection()->HasField(subject, other);
}

void CheckMask(const Message& subject, const char* mask_name,
               const std::string& path, std::set<std::string>* seen,
               std::vector<FactsProblem>* problems) {
  const Message* facts = FactsOf(subject);
  const FieldDescriptor* mask_field = Field(subject, mask_name);
  const Reflection& reflection = *subject.GetReflection();
  if (mask_field == nullptr || !reflection.HasField(subject, mask_field)) {
    return;
  }
  const Message& mask = reflection.GetMessage(subject, mask_field);
  const FieldDescriptor* paths = Field(mask, "paths");
  const int count = mask.GetReflection()->FieldSize(mask, paths);
  if (facts == nullptr && count > 0 && !HasForeignFacts(subject)) {
    Add(problems, "UNKNOWN_PATH", JoinPath(path, mask_name), "",
        "paths are listed, and there are no facts they could name",
        "put the facts under `label` or `case`");
  }
  for (int i = 0; facts != nullptr && i < count; ++i) {
    const std::string written =
        mask.GetReflection()->GetRepeatedString(mask, paths, i);
    const std::string here =
        absl::StrCat(JoinPath(path, mask_name), "[", i, "]");
    std::string hint;
    std::string fault = MaskPathFault(*facts->GetDescriptor(), written, &hint);
    if (!fault.empty()) {
      Add(problems, "UNKNOWN_PATH", here, written, std::move(fault),
          std::move(hint));
    } else if (HasMaskPath(*facts, written)) {
      Add(problems, "CONTRADICTORY_PATH", here, written,
          absl::StrCat("the field has a value and is listed as ", mask_name),
          "remove the value or the path");
    } else if (!seen->insert(written).second) {
      Add(problems, "CONTRADICTORY_PATH", here, written,
          "the path is listed twice", "say `absent` or `unknown`, once");
    }
  }
}

void CheckSubject(const Message& subject, const std::string& path,
                  std::vector<FactsProblem>* problems) {
  constexpr size_t kMaxIdCharacters = 128;
  const std::string id = StringOf(subject, "id");
  if (Utf8Length(id) > kMaxIdCharacters) {
    Add(problems, "TOO_LONG", JoinPath(path, "id"), id,
        absl::StrCat("an id has at most ", kMaxIdCharacters, " characters"),
        "");
  }
  std::set<std::string> seen;
  CheckMask(subject, "absent", path, &seen, problems);
  CheckMask(subject, "unknown", path, &seen, problems);
}

// What is to be looked at in messages of one type, so that a message costs only
// its own fields and no comparing of names.
struct TypePlan {
  enum class Kind { kOther, kDecimal, kMoney, kDate, kSubject };
  Kind kind = Kind::kOther;
  const FieldDescriptor* decimal = nullptr;  // the text of a decimal
  const DatePair* dates = nullptr;
  std::vector<const FieldDescriptor*> enums;
  std::vector<const FieldDescriptor*> messages;
};

TypePlan PlanFor(const Descriptor& type) {
  TypePlan plan;
  const std::string& name = type.full_name();
  if (name == "zhiheng.type.v1.Decimal") {
    plan.kind = TypePlan::Kind::kDecimal;
    plan.decimal = type.FindFieldByName("value");
  } else if (name == "zhiheng.type.v1.Money") {
    plan.kind = TypePlan::Kind::kMoney;
  } else if (name == "zhiheng.type.v1.Date") {
    plan.kind = TypePlan::Kind::kDate;
  } else if (name == "zhiheng.facts.v1.Subject") {
    plan.kind = TypePlan::Kind::kSubject;
  }
  for (const DatePair& pair : kDatePairs) {
    if (name == pair.type) plan.dates = &pair;
  }
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor* field = type.field(i);
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_ENUM) {
      plan.enums.push_back(field);
    } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      plan.messages.push_back(field);
    }
  }
  return plan;
}

// Plans that were made before. Those of types that are compiled in live as long
// as the thread; others are types of a pack, which may go, and are kept for one
// message only.
class Plans {
 public:
  const TypePlan& Of(const Message& message) {
    const Descriptor* type = message.GetDescriptor();
    if (type->file()->pool() ==
        google::protobuf::DescriptorPool::generated_pool()) {
      thread_local absl::flat_hash_map<const Descriptor*,
                                       std::unique_ptr<TypePlan>>
          compiled_in;
      std::unique_ptr<TypePlan>& plan = compiled_in[type];
      if (plan == nullptr) plan = std::make_unique<TypePlan>(PlanFor(*type));
      return *plan;
    }
    std::unique_ptr<TypePlan>& plan = of_packs_[type];
    if (plan == nullptr) plan = std::make_unique<TypePlan>(PlanFor(*type));
    return *plan;
  }

 private:
  absl::flat_hash_map<const Descriptor*, std::unique_ptr<TypePlan>> of_packs_;
};

void CheckEnums(const Message& message, const TypePlan& plan,
                const std::string& path, std::vector<FactsProblem>* problems) {
  const Reflection& reflection = *message.GetReflection();
  for (const FieldDescriptor* field : plan.enums) {
    const bool list = field->is_repeated();
    const int count = list ? reflection.FieldSize(message, field)
                           : (reflection.HasField(message, field) ? 1 : 0);
    for (int k = 0; k < count; ++k) {
      const int number =
          list ? reflection.GetRepeatedEnumValue(message, field, k)
               : reflection.GetEnumValue(message, field);
      if (field->enum_type()->FindValueByNumber(number) != nullptr) continue;
      std::string here = JoinPath(path, FieldPathName(*field));
      if (list) absl::StrAppend(&here, "[", k, "]");
      Add(problems, "UNKNOWN_ENUM_VALUE", std::move(here), absl::StrCat(number),
          absl::StrCat("no value of ", field->enum_type()->name()),
          EnumHint(*field->enum_type(), ""));
    }
  }
}

void CheckByPlan(const Message& message, const TypePlan& plan,
                 const std::string& path, std::vector<FactsProblem>* problems) {
  switch (plan.kind) {
    case TypePlan::Kind::kDecimal: {
      std::string scratch;
      CheckDecimalText(message.GetReflection()->GetStringReference(
                           message, plan.decimal, &scratch),
                       path, problems);
      break;
    }
    case TypePlan::Kind::kMoney:
      CheckMoney(message, path, problems);
      break;
    case TypePlan::Kind::kDate:
      CheckDate(message, path, problems);
      break;
    case TypePlan::Kind::kSubject:
      CheckSubject(message, path, problems);
      break;
    case TypePlan::Kind::kOther:
      break;
  }
  if (plan.dates != nullptr) {
    CheckDatePair(message, *plan.dates, path, problems);
  }
  CheckEnums(message, plan, path, problems);
}

// A message on the way through facts, and how one got there. Its path is made
// only when something is wrong with it.
struct Place {
  const Message* message;
  int parent;  // index of the place that holds it; -1: the root
  const FieldDescriptor* field;
  int index;  // in a list; -1: none
};

std::string PathOf(const std::vector<Place>& places, int at,
                   absl::string_view root) {
  std::vector<const Place*> way;
  for (; at > 0; at = places[static_cast<size_t>(at)].parent) {
    way.push_back(&places[static_cast<size_t>(at)]);
  }
  std::string path(root);
  for (auto place = way.rbegin(); place != way.rend(); ++place) {
    path = JoinPath(path, FieldPathName(*(*place)->field));
    if ((*place)->index >= 0) absl::StrAppend(&path, "[", (*place)->index, "]");
  }
  return path;
}

}  // namespace

void CheckOneMessage(const Message& message, const std::string& path,
                     std::vector<FactsProblem>* problems) {
  CheckByPlan(message, Plans().Of(message), path, problems);
}

std::vector<FactsProblem> ValidateFacts(const Message& message,
                                        absl::string_view root,
                                        const FactsLimits& limits) {
  std::vector<FactsProblem> problems;
  std::vector<Place> places = {{&message, -1, nullptr, -1}};
  std::vector<int> work = {0};
  Plans plans;
  while (!work.empty() && problems.size() < limits.max_problems) {
    const int at = work.back();
    work.pop_back();
    const Message& here = *places[static_cast<size_t>(at)].message;
    const size_t before = problems.size();
    const TypePlan& plan = plans.Of(here);
    CheckByPlan(here, plan, "", &problems);
    if (problems.size() > before) {  // once more, with its path
      problems.resize(before);
      CheckByPlan(here, plan, PathOf(places, at, root), &problems);
    }
    const Reflection& reflection = *here.GetReflection();
    const auto add = [&](const Message& inner, const FieldDescriptor* field,
                         int index) {
      work.push_back(static_cast<int>(places.size()));
      places.push_back({&inner, at, field, index});
    };
    // Pushed last to first, so that the first field is visited first.
    for (auto it = plan.messages.rbegin(); it != plan.messages.rend(); ++it) {
      const FieldDescriptor* field = *it;
      if (field->is_repeated()) {
        for (int i = reflection.FieldSize(here, field) - 1; i >= 0; --i) {
          add(reflection.GetRepeatedMessage(here, field, i), field, i);
        }
      } else if (reflection.HasField(here, field)) {
        add(reflection.GetMessage(here, field), field, -1);
      }
    }
  }
  return problems;
}

}  // namespace zhiheng
