#include "served/labels.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/util/json_util.h>

#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "served/cerbos.pb.h"
#include "served/label.pb.h"
#include "zhiheng/rules/v1/rules_service.pb.h"

namespace zhiheng::bench {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

// The same fields under the same names, a double as a Decimal. Labels are two
// messages deep.
void CopyLabel(const Message& from, Message* to) {
  const Reflection& in = *from.GetReflection();
  const Reflection& out = *to->GetReflection();
  const auto set_decimal = [](double number, Message* decimal) {
    static_cast<zhiheng::type::v1::Decimal*>(decimal)->set_value(
        absl::StrCat(number));
  };
  for (int i = 0; i < from.GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor* field = from.GetDescriptor()->field(i);
    const FieldDescriptor* same =
        to->GetDescriptor()->FindFieldByName(field->name());
    const int count = field->is_repeated() ? in.FieldSize(from, field) : 1;
    for (int at = 0; at < count; ++at) {
      const bool list = field->is_repeated();
      switch (field->cpp_type()) {
        case FieldDescriptor::CPPTYPE_MESSAGE:
          CopyLabel(in.GetRepeatedMessage(from, field, at),
                    out.AddMessage(to, same));
          break;
        case FieldDescriptor::CPPTYPE_DOUBLE:
          set_decimal(in.GetDouble(from, field), out.MutableMessage(to, same));
          break;
        case FieldDescriptor::CPPTYPE_BOOL:
          out.SetBool(to, same, in.GetBool(from, field));
          break;
        default:
          if (list) {
            out.AddString(to, same, in.GetRepeatedString(from, field, at));
          } else {
            out.SetString(to, same, in.GetString(from, field));
          }
      }
    }
  }
}

void SetSubject(const LabelCase& item, zhiheng::facts::v1::Subject* subject) {
  ::bench::served::v1::Label label;
  CopyLabel(item.label, &label);
  subject->set_id(item.label.id());
  subject->set_completeness(zhiheng::facts::v1::Subject::COMPLETENESS_COMPLETE);
  subject->mutable_other()->PackFrom(label);
}

template <typename Request>
void SetQuestion(Request* request) {
  request->set_detail(rules::v1::DETAIL_BRIEF);
  request->add_packs()->set_name("packs/bench.label");
  auto* today = request->mutable_dates()->mutable_today();
  today->set_year(2026);
  today->set_month(11);
  today->set_day(21);
}

absl::Status SetBroken(const std::string& rule, Broken* broken) {
  const size_t number = std::strtoul(rule.substr(1).c_str(), nullptr, 10);
  if (number < 1 || number > kRuleCount) {
    return absl::InvalidArgumentError(absl::StrCat("no such rule: ", rule));
  }
  broken->set(number - 1);
  return absl::OkStatus();
}

template <typename Packs>
absl::StatusOr<Broken> BrokenIn(const Packs& packs) {
  Broken broken;
  for (const auto& pack : packs) {
    if (pack.outcomes_size() != kRuleCount) {
      return absl::InvalidArgumentError("not every rule has an outcome");
    }
    for (const auto& rule : pack.unmet()) {
      if (rule.outcome() != rules::v1::OUTCOME_NON_COMPLIANT) {
        return absl::InvalidArgumentError(rule.ShortDebugString());
      }
      const absl::Status set = SetBroken(rule.rule(), &broken);
      if (!set.ok()) return set;
    }
  }
  return broken;
}

absl::Status Unreadable() {
  return absl::InvalidArgumentError("an answer cannot be parsed");
}

}  // namespace

std::string EvaluateRequestFor(const LabelCase& item) {
  rules::v1::EvaluateRequest request;
  SetQuestion(&request);
  SetSubject(item, request.mutable_subject());
  return request.SerializeAsString();
}

std::string BatchEvaluateRequestFor(absl::Span<const LabelCase> items) {
  rules::v1::BatchEvaluateRequest request;
  SetQuestion(&request);
  for (const LabelCase& item : items) SetSubject(item, request.add_subjects());
  return request.SerializeAsString();
}

std::string CerbosRequestFor(absl::Span<const LabelCase> items) {
  cerbos::v1::CheckResourcesRequest request;
  request.set_request_id("bench");
  request.mutable_principal()->set_id("inspector");
  request.mutable_principal()->add_roles("inspector");
  for (const LabelCase& item : items) {
    auto* entry = request.add_resources();
    entry->add_actions("check");
    entry->mutable_resource()->set_kind("label");
    entry->mutable_resource()->set_id(item.label.id());
    google::protobuf::Struct attributes;
    (void)google::protobuf::util::JsonStringToMessage(ToJson(item.label),
                                                      &attributes);
    entry->mutable_resource()->mutable_attr()->swap(
        *attributes.mutable_fields());
  }
  return request.SerializeAsString();
}

absl::StatusOr<std::vector<Broken>> ReadEvaluateResponse(
    const std::string& bytes) {
  rules::v1::EvaluateResponse response;
  if (!response.ParseFromString(bytes)) return Unreadable();
  const auto broken = BrokenIn(response.verdicts());
  if (!broken.ok()) return broken.status();
  return std::vector<Broken>{*broken};
}

absl::StatusOr<std::vector<Broken>> ReadBatchEvaluateResponse(
    const std::string& bytes) {
  rules::v1::BatchEvaluateResponse response;
  if (!response.ParseFromString(bytes)) return Unreadable();
  std::vector<Broken> out;
  for (const auto& result : response.results()) {
    if (result.has_error()) {
      return absl::InvalidArgumentError(result.error().message());
    }
    const auto broken = BrokenIn(result.verdicts().packs());
    if (!broken.ok()) return broken.status();
    out.push_back(*broken);
  }
  return out;
}

absl::StatusOr<std::vector<Broken>> ReadCerbosResponse(
    const std::string& bytes) {
  cerbos::v1::CheckResourcesResponse response;
  if (!response.ParseFromString(bytes)) return Unreadable();
  std::vector<Broken> out;
  for (const auto& result : response.results()) {
    Broken broken;
    for (const auto& output : result.outputs()) {
      const absl::Status set = SetBroken(output.val().string_value(), &broken);
      if (!set.ok()) return set;
    }
    out.push_back(broken);
  }
  return out;
}

}  // namespace zhiheng::bench
