#include "tests/conformance/cel_spec_data.h"

#include <fstream>
#include <sstream>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "google/protobuf/descriptor.pb.h"
#include "google/protobuf/text_format.h"
#include "tests/conformance/cel_spec_generated.h"

namespace zhiheng::conformance {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return absl::NotFoundError(absl::StrCat("no file ", path));
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

const FieldDescriptor* Field(const Message& message, const char* field) {
  const FieldDescriptor* found =
      message.GetDescriptor()->FindFieldByName(field);
  if (found == nullptr) {
    std::fprintf(stderr, "no field %s in %s\n", field,
                 message.GetDescriptor()->full_name().c_str());
    std::abort();
  }
  return found;
}

std::string Decode(absl::string_view base64) {
  std::string out;
  return absl::Base64Unescape(base64, &out) ? out : "";
}

}  // namespace

bool CelSpecData::HasGenerated() { return LinkGeneratedMessages(); }

const google::protobuf::DescriptorPool* CelSpecData::pool() const {
  return types_ == MessageTypes::kDynamic
             ? &pool_
             : google::protobuf::DescriptorPool::generated_pool();
}

google::protobuf::MessageFactory* CelSpecData::factory() {
  if (types_ == MessageTypes::kDynamic) return &factory_;
  return google::protobuf::MessageFactory::generated_factory();
}

// The suite's trees name google.expr.proto3.test where the data that come with
// it have cel.expr.conformance.proto3.
absl::Status CelSpecData::AddOldNames(
    const google::protobuf::FileDescriptorProto& file) {
  std::string text;
  if (!google::protobuf::TextFormat::PrintToString(file, &text)) {
    return absl::InternalError("cannot print a descriptor");
  }
  const std::string renamed = absl::StrReplaceAll(
      text, {{"cel.expr.conformance.proto2", "google.expr.proto2.test"},
             {"cel.expr.conformance.proto3", "google.expr.proto3.test"},
             {"cel/expr/conformance/", "old/"},
             // What the fields of its group were called then.
             {"\"single_id\"", "\"nested_id\""},
             {"\"single_name\"", "\"nested_name\""}});
  google::protobuf::FileDescriptorProto old;
  if (!google::protobuf::TextFormat::ParseFromString(renamed, &old) ||
      pool_.BuildFile(old) == nullptr) {
    return absl::DataLossError(absl::StrCat("cannot rename ", file.name()));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::unique_ptr<CelSpecData>> CelSpecData::Load(
    absl::string_view folder, MessageTypes types) {
  std::unique_ptr<CelSpecData> data(new CelSpecData(folder, types));
  absl::StatusOr<std::string> bytes =
      ReadFile(absl::StrCat(folder, "/descriptors.binpb"));
  if (!bytes.ok()) return bytes.status();
  google::protobuf::FileDescriptorSet files;
  if (!files.ParseFromString(*bytes)) {
    return absl::DataLossError("descriptors.binpb does not parse");
  }
  for (const auto& file : files.file()) {
    if (data->pool_.BuildFile(file) == nullptr) {
      return absl::DataLossError(absl::StrCat("cannot use ", file.name()));
    }
    if (absl::StrContains(file.package(), "conformance.proto")) {
      const absl::Status renamed = data->AddOldNames(file);
      if (!renamed.ok()) return renamed;
    }
  }
  return data;
}

absl::StatusOr<std::vector<CelSpecCase>> CelSpecData::Cases(
    absl::string_view suite) {
  absl::StatusOr<std::string> text =
      ReadFile(absl::StrCat(folder_, "/", suite, ".tsv"));
  if (!text.ok()) return text.status();
  const auto* type =
      pool_.FindMessageTypeByName("cel.expr.conformance.test.SimpleTest");
  std::vector<CelSpecCase> cases;
  for (absl::string_view line :
       absl::StrSplit(*text, '\n', absl::SkipEmpty())) {
    const std::vector<std::string> cells = absl::StrSplit(line, '\t');
    CelSpecCase item;
    item.section = cells[0];
    item.name = cells[1];
    item.test.reset(factory_.GetPrototype(type)->New());
    if (cells.size() != 7 || !item.test->ParseFromString(Decode(cells[2]))) {
      return absl::DataLossError(absl::StrCat("cannot read case ", cells[1]));
    }
    item.ast = Decode(cells[3]);
    item.checked_ast = Decode(cells[4]);
    item.type = Decode(cells[5]);
    cases.push_back(std::move(item));
  }
  return cases;
}

std::unique_ptr<Message> CelSpecData::Unpack(const Message& any) {
  const std::string url = TextField(any, "type_url");
  const auto* type =
      pool()->FindMessageTypeByName(url.substr(url.rfind('/') + 1));
  if (type == nullptr) return nullptr;
  std::unique_ptr<Message> out(factory()->GetPrototype(type)->New());
  if (!out->ParsePartialFromString(TextField(any, "value"))) return nullptr;
  return out;
}

std::string TextField(const Message& message, const char* field) {
  return message.GetReflection()->GetString(message, Field(message, field));
}

bool BoolField(const Message& message, const char* field) {
  return message.GetReflection()->GetBool(message, Field(message, field));
}

const Message& MessageField(const Message& message, const char* field) {
  return message.GetReflection()->GetMessage(message, Field(message, field));
}

std::vector<const Message*> RepeatedField(const Message& message,
                                          const char* field) {
  const auto* reflection = message.GetReflection();
  const FieldDescriptor* descriptor = Field(message, field);
  std::vector<const Message*> out;
  for (int i = 0; i < reflection->FieldSize(message, descriptor); ++i) {
    out.push_back(&reflection->GetRepeatedMessage(message, descriptor, i));
  }
  return out;
}

std::string WhichOneof(const Message& message, const char* oneof) {
  const auto* descriptor = message.GetDescriptor()->FindOneofByName(oneof);
  const FieldDescriptor* field =
      message.GetReflection()->GetOneofFieldDescriptor(message, descriptor);
  return field == nullptr ? "" : field->name();
}

}  // namespace zhiheng::conformance
