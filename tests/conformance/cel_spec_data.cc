#include "tests/conformance/cel_spec_data.h"

#include <fstream>
#include <sstream>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "google/protobuf/descriptor.pb.h"

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

absl::StatusOr<std::unique_ptr<CelSpecData>> CelSpecData::Load(
    absl::string_view folder) {
  std::unique_ptr<CelSpecData> data(new CelSpecData(folder));
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
      pool_.FindMessageTypeByName(url.substr(url.rfind('/') + 1));
  if (type == nullptr) return nullptr;
  std::unique_ptr<Message> out(factory_.GetPrototype(type)->New());
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
