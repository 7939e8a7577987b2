// Tested by formats_test.cc.
#include "services/catalog/importer/formats/standard_records.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"
#include "services/catalog/citation/fold.h"
#include "services/catalog/citation/standard_number.h"
#include "services/catalog/importer/files/xml_reader.h"
#include "services/catalog/importer/text/clean_line.h"
#include "services/common/base/status_macros.h"
#include "yaml-cpp/yaml.h"

namespace zhiheng::catalog {
namespace {

struct Record {
  std::string identifier;
  std::string title_zh;
  std::string title_en;
  std::string published;
  std::string effective;
  std::string issuer;
  std::string replaces;
  int line = 0;
};

std::string OneLine(absl::string_view text) {
  OddCharacters odd;
  std::string clean = CleanLine(text, 2, &odd);
  std::string out;
  for (char c : clean) {
    if (c == '\n' || (c == ' ' && (out.empty() || out.back() == ' '))) continue;
    out.push_back(c);
  }
  return out;
}

void Note(const std::string& file, const Record& record, Level level,
          absl::string_view code, absl::string_view message,
          absl::string_view hint, RecordList* out) {
  out->diagnostics.push_back({file, record.line, record.line > 0 ? 1 : 0,
                              std::string(code), std::string(message),
                              std::string(hint), level});
}

std::optional<CivilDate> DateOf(const std::string& file, const Record& record,
                                const std::string& text, const char* field,
                                RecordList* out) {
  if (text.empty()) return std::nullopt;
  if (const auto date = CivilDate::Parse(text); date.ok()) return *date;
  Note(file, record, Level::kNote, "date-in-words",
       absl::StrCat(record.identifier, ": ", field, " is \"", text,
                    "\", no date"),
       "left unknown", out);
  return std::nullopt;
}

void AddRecord(const std::string& origin, const std::string& file,
               const Record& record, RecordList* out) {
  const auto number = ParseStandardNumber(FoldCitation(record.identifier));
  if (!number.has_value() || number->number.size() > 100) {
    Note(file, record, Level::kError, "no-number",
         absl::StrCat("\"", record.identifier, "\" is no number of a standard"),
         "as GB 18382-2021", out);
    return;
  }
  ImportedEdition edition;
  edition.origin = origin;
  edition.file = file;
  edition.title = OneLine(record.title_zh);
  edition.title_en = OneLine(record.title_en);
  edition.kind = KindOfStandard(number->number);
  edition.number = number->number;
  edition.issuer = OneLine(record.issuer);
  edition.published = DateOf(file, record, record.published, "published", out);
  edition.effective = DateOf(file, record, record.effective, "effective", out);
  std::string year = number->year;
  if (year.empty() && edition.published.has_value()) {
    year = absl::StrCat(edition.published->year());
  }
  edition.edition_number =
      year.empty() ? number->number : absl::StrCat(number->number, "-", year);
  if (edition.effective.has_value()) {
    edition.basis = InForceBasis::kStated;
  } else if (edition.published.has_value()) {
    edition.effective = edition.published;
    edition.basis = InForceBasis::kAssumed;
  }
  edition.replaces = record.replaces;
  if (!number->year.empty() && edition.published.has_value() &&
      number->year != absl::StrCat(edition.published->year())) {
    Note(file, record, Level::kNote, "year-differs",
         absl::StrCat(record.identifier,
                      " carries another year than its day "
                      "of publication, ",
                      edition.published->ToString()),
         "both are kept", out);
  }
  out->editions.push_back(std::move(edition));
}

class RelatonHandler final : public XmlHandler {
 public:
  Record record;
  bool seen = false;

  void Open(const std::string& element, const XmlAttributes& attributes,
            int line) override {
    if (element == "bibdata" || element == "bibitem") {
      seen = true;
      if (++depth_ == 1) record.line = line;
    }
    if (element == "relation") ++relation_;
    text_.clear();
    language_ = std::string(AttributeOf(attributes, "language"));
    type_ = std::string(AttributeOf(attributes, "type"));
    if (element == "date") date_type_ = type_;
    if (element == "docidentifier") {
      primary_ = AttributeOf(attributes, "primary") == "true";
    }
  }
  void Close(const std::string& element) override {
    if (element == "relation") --relation_;
    if (relation_ > 0) return;
    if (element == "docidentifier" && (primary_ || record.identifier.empty())) {
      record.identifier = text_;
    }
    if (element == "title" && language_ == "zh" && record.title_zh.empty()) {
      record.title_zh = text_;
    }
    if (element == "title" && language_ == "en" && record.title_en.empty()) {
      record.title_en = text_;
    }
    if (element == "on" && date_type_ == "published") record.published = text_;
    if (element == "on" &&
        (date_type_ == "implemented" || date_type_ == "activated")) {
      record.effective = text_;
    }
    if (element == "name" && language_ == "zh" && record.issuer.empty()) {
      record.issuer = text_;
    }
  }
  void Characters(absl::string_view text) override {
    absl::StrAppend(&text_, text);
  }

 private:
  int depth_ = 0;
  int relation_ = 0;
  bool primary_ = false;
  std::string text_;
  std::string language_;
  std::string type_;
  std::string date_type_;
};

std::string Scalar(const YAML::Node& node, const char* key) {
  if (!node.IsMap()) return "";
  const YAML::Node value = node[key];
  return value.IsDefined() && value.IsScalar() ? value.Scalar() : "";
}

// A value or a list of values: always a list.
std::vector<YAML::Node> Each(const YAML::Node& node) {
  std::vector<YAML::Node> out;
  if (!node.IsDefined()) return out;
  if (!node.IsSequence()) return {node};
  for (const YAML::Node& item : node) out.push_back(item);
  return out;
}

Record YamlRecord(const YAML::Node& root) {
  Record record;
  record.line = root.Mark().line + 1;
  for (const YAML::Node& id : Each(root["docid"])) {
    if (!record.identifier.empty()) break;
    const std::string type = Scalar(id, "type");
    const std::string number = Scalar(id, "id");
    // id: T13368, type: JB is JB/T 13368.
    if (absl::StartsWith(number, "T") && type.size() == 2) {
      record.identifier = absl::StrCat(type, "/T ", number.substr(1));
    } else {
      record.identifier = number;
    }
  }
  for (const YAML::Node& title : Each(root["title"])) {
    const std::string language = Scalar(title, "language");
    std::string* field = language == "zh" ? &record.title_zh : &record.title_en;
    if (field->empty()) *field = Scalar(title, "content");
  }
  for (const YAML::Node& date : Each(root["date"])) {
    std::string value = Scalar(date, "value");
    if (value.empty()) value = Scalar(date, "on");
    if (Scalar(date, "type") == "published") record.published = value;
    if (Scalar(date, "type") == "implemented") record.effective = value;
  }
  return record;
}

std::string FieldOf(const google::protobuf::Struct& object,
                    const std::string& key) {
  const auto found = object.fields().find(key);
  return found == object.fields().end() ? "" : found->second.string_value();
}

}  // namespace

absl::StatusOr<RecordList> ReadRelatonXml(const NamedText& file,
                                          const FileLimits& limits) {
  RelatonHandler handler;
  RETURN_IF_ERROR(ReadXml(file.content, limits, &handler));
  if (!handler.seen) {
    return absl::InvalidArgumentError(
        "there is no bibdata or bibitem element; this is no relaton record");
  }
  RecordList out;
  AddRecord("relaton", file.name, handler.record, &out);
  return out;
}

absl::StatusOr<RecordList> ReadRelatonYaml(const NamedText& file) {
  RecordList out;
  try {
    const YAML::Node root = YAML::Load(file.content);
    if (!root.IsMap() || !root["docid"].IsDefined()) {
      return absl::InvalidArgumentError(
          "there is no docid; this is no relaton record");
    }
    AddRecord("relaton", file.name, YamlRecord(root), &out);
  } catch (const YAML::Exception& error) {
    return absl::InvalidArgumentError(
        absl::StrCat("line ", error.mark.line + 1, ": ", error.msg));
  }
  return out;
}

absl::StatusOr<RecordList> ReadStandardsJson(const NamedText& file) {
  google::protobuf::ListValue list;
  const auto parsed = google::protobuf::util::JsonStringToMessage(
      google::protobuf::StringPiece(file.content.data(), file.content.size()),
      &list);
  if (!parsed.ok()) {
    return absl::InvalidArgumentError(absl::StrCat(
        "expected a JSON list of standards: ",
        absl::string_view(parsed.message().data(), parsed.message().size())));
  }
  if (list.values_size() > kMaxRecords) {
    return absl::ResourceExhaustedError(
        absl::StrCat("more than ", kMaxRecords, " records (kMaxRecords)"));
  }
  RecordList out;
  bool any = list.values_size() == 0;
  for (const google::protobuf::Value& value : list.values()) {
    const google::protobuf::Struct& object = value.struct_value();
    Record record;
    record.identifier = FieldOf(object, "number");
    if (record.identifier.empty()) continue;
    any = true;
    record.title_zh = FieldOf(object, "title_zh");
    record.published = FieldOf(object, "approval_date");
    record.effective = FieldOf(object, "effective_date");
    record.replaces = FieldOf(object, "replaces");
    AddRecord("standards-json", file.name, record, &out);
  }
  if (!any) {
    return absl::InvalidArgumentError(
        "no object of the list has a \"number\"; this is no list of "
        "standards");
  }
  return out;
}

}  // namespace zhiheng::catalog
