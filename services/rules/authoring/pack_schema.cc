// One definition for each map of the tables, closed against unknown keys.
// Tested by pack_schema_test.cc, which holds the library to it.
#include "services/rules/authoring/pack_schema.h"

#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "services/rules/packs/pack_keys.h"

namespace zhiheng::rules {
namespace {

using Holds = KeySpec::Holds;

constexpr char kText[] = R"("type": ["string", "number", "boolean"])";
constexpr char kTextList[] =
    R"("type": "array", "items": {"type": ["string", "number", "boolean", "null"]})";

std::string Quoted(const std::string& text) {
  return absl::StrCat(
      "\"", absl::StrReplaceAll(text, {{"\\", "\\\\"}, {"\"", "\\\""}}), "\"");
}

std::string Reference(const std::string& map) {
  return absl::StrCat("\"$ref\": ", Quoted("#/$defs/" + map));
}

std::string ListOf(const std::string& map) {
  return absl::StrCat("\"type\": \"array\", \"items\": {", Reference(map), "}");
}

std::string Words(const std::vector<std::string>& words) {
  std::vector<std::string> out;
  for (const std::string& word : words) out.push_back(Quoted(word));
  return absl::StrCat("\"enum\": [", absl::StrJoin(out, ", "), "]");
}

std::string Named(const std::string& of) {
  std::string each;
  absl::string_view map = of;
  if (of == kNamedText) {
    each = kText;
  } else if (of == kNamedTexts) {
    each = kTextList;
  } else if (absl::ConsumeSuffix(&map, " list")) {
    each = ListOf(std::string(map));
  } else if (of != kNamedAny) {
    each = Reference(of);
  }
  return absl::StrCat("\"type\": \"object\", \"additionalProperties\": {", each,
                      "}");
}

std::string TypeOf(const KeySpec& key) {
  switch (key.holds) {
    case Holds::kText:
      return kText;
    case Holds::kWord:
      return Words(key.words);
    case Holds::kDate:
      return R"("type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$")";
    case Holds::kFlag:
      return R"("type": "boolean")";
    case Holds::kCount:
      return R"("type": "integer", "minimum": 0)";
    case Holds::kTextList:
      return kTextList;
    case Holds::kMap:
      return Reference(key.of);
    case Holds::kMapList:
      return ListOf(key.of);
    case Holds::kNamed:
      return Named(key.of);
    case Holds::kAny:
      return "";
  }
  return "";
}

std::string Definition(const MapSpec& map) {
  std::vector<std::string> properties, required;
  for (const KeySpec& key : map.keys) {
    const std::string type = TypeOf(key);
    properties.push_back(absl::StrCat(
        "        ", Quoted(key.key), ": {", type, type.empty() ? "" : ", ",
        "\"description\": ", Quoted(key.about), "}"));
    if (key.required) required.push_back(Quoted(key.key));
  }
  return absl::StrCat("    ", Quoted(map.name),
                      ": {\n      \"type\": \"object\",\n      "
                      "\"additionalProperties\": false,\n      \"required\": [",
                      absl::StrJoin(required, ", "),
                      "],\n      \"properties\": {\n",
                      absl::StrJoin(properties, ",\n"), "\n      }\n    }");
}

}  // namespace

std::string PackSchema(const std::string& root) {
  std::vector<std::string> definitions;
  for (const MapSpec& map : AllMaps()) definitions.push_back(Definition(map));
  return absl::StrCat(
      "{\n  \"$schema\": \"https://json-schema.org/draft/2020-12/schema\",\n"
      "  \"title\": \"Zhiheng ",
      root, "\",\n  ", Reference(root), ",\n  \"$defs\": {\n",
      absl::StrJoin(definitions, ",\n"), "\n  }\n}\n");
}

}  // namespace zhiheng::rules
