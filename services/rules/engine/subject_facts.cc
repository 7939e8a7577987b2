#include "services/rules/engine/subject_facts.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/common/base/status_macros.h"
#include "services/common/base/text.h"
#include "services/common/facts/validate.h"
#include "services/common/problem/problem.h"
#include "services/rules/schema/facts_types.h"
#include "zhiheng/facts/v1/subject.pb.h"

namespace zhiheng::rules {
namespace {

using zhiheng::facts::v1::Subject;

absl::Status NoFacts() {
  return Problem(absl::StatusCode::kInvalidArgument, "FACTS_MISSING")
      .Field("subject", "it holds no facts",
             "set `label`, `enforcement_case` or another kind of facts");
}

absl::Status CheckSubject(const Subject& subject) {
  if (!IsValidUtf8(subject.id()) ||
      Utf8Length(subject.id()) > static_cast<size_t>(kMaxSubjectIdLength)) {
    return Problem(absl::StatusCode::kInvalidArgument, "SUBJECT_ID_TOO_LONG")
        .Field("subject.id", absl::StrCat("it has more than ",
                                          kMaxSubjectIdLength, " characters"));
  }
  const std::vector<FactsProblem> problems = ValidateFacts(subject, "subject");
  if (problems.empty()) return absl::OkStatus();
  Problem problem(absl::StatusCode::kInvalidArgument, problems[0].reason);
  for (const FactsProblem& p : problems) {
    problem.Field(
        p.path,
        p.value.empty() ? p.rule : absl::StrCat("\"", p.value, "\": ", p.rule),
        p.hint);
  }
  return problem;
}

absl::Status Unpack(const Subject& subject, const FactsTypes& types,
                    google::protobuf::Arena* arena, SubjectFacts* out) {
  const std::string& url = subject.other().type_url();
  out->type = url.substr(url.rfind('/') + 1);
  const auto* descriptor = types.Find(out->type);
  if (descriptor == nullptr) {
    return Problem(absl::StatusCode::kInvalidArgument, "FACTS_TYPE_UNKNOWN")
        .Field("subject.other",
               absl::StrCat("there is no facts type '", out->type, "'"),
               "use a type that a live pack is over; see ListPacks")
        .With("facts_type", out->type);
  }
  google::protobuf::Message* message = types.New(descriptor, arena);
  if (!message->ParseFromString(subject.other().value())) {
    return Problem(absl::StatusCode::kInvalidArgument, "FACTS_MALFORMED")
        .Field("subject.other", absl::StrCat("its bytes are no ", out->type));
  }
  out->message = message;
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<SubjectFacts> FactsOf(const Subject& subject,
                                     const FactsTypes& types,
                                     google::protobuf::Arena* arena) {
  RETURN_IF_ERROR(CheckSubject(subject));
  SubjectFacts out;
  out.subject = &subject;
  const auto& reflection = *subject.GetReflection();
  const auto* field = reflection.GetOneofFieldDescriptor(
      subject, Subject::descriptor()->FindOneofByName("facts"));
  if (field == nullptr) return NoFacts();
  out.message = &reflection.GetMessage(subject, field);
  if (subject.facts_case() == Subject::kOther) {
    RETURN_IF_ERROR(Unpack(subject, types, arena, &out));
    const auto problems = ValidateFacts(*out.message, "subject.other");
    if (!problems.empty()) {
      return Problem(absl::StatusCode::kInvalidArgument, problems[0].reason)
          .Field(problems[0].path, problems[0].rule, problems[0].hint);
    }
  }
  out.type = out.message->GetDescriptor()->full_name();
  return out;
}

std::string KnowledgePath(absl::string_view variable, absl::string_view path,
                          const google::protobuf::Descriptor* type) {
  std::string out(variable);
  const std::vector<std::string> steps = absl::StrSplit(path, '.');
  for (size_t i = 0; i < steps.size(); ++i) {
    absl::StrAppend(&out, ".", steps[i]);
    const auto* field =
        type == nullptr ? nullptr : type->FindFieldByName(steps[i]);
    if (field != nullptr && field->is_repeated() && i + 1 < steps.size()) {
      out += "[*]";
    }
    type = field == nullptr ? nullptr : field->message_type();
  }
  return out;
}

cel::Knowledge KnowledgeOf(const SubjectFacts& facts,
                           const std::string& variable) {
  const Subject& subject = *facts.subject;
  const auto* type = facts.message->GetDescriptor();
  cel::Knowledge out;
  out.unset = subject.completeness() == Subject::COMPLETENESS_COMPLETE
                  ? cel::Unset::kIsAbsent
                  : cel::Unset::kIsUnknown;
  for (const std::string& path : subject.absent().paths()) {
    out.absent.push_back(KnowledgePath(variable, path, type));
  }
  for (const std::string& path : subject.unknown().paths()) {
    out.unknown.push_back(KnowledgePath(variable, path, type));
  }
  return out;
}

}  // namespace zhiheng::rules
