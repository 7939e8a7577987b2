// The schema that editors use is the one made from the readers' tables, and
// every pack and suite that ships fits it. A validator of the few keywords that
// the schema uses stands here: JSON is YAML, so one parser reads both.
#include "services/rules/authoring/pack_schema.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <re2/re2.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "absl/strings/match.h"

namespace zhiheng::rules {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::string ReadFile(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

fs::path Library() {
  return fs::path(std::getenv("ZHIHENG_SOURCE_DIR")) / "services/rules/library";
}

class Validator {
 public:
  explicit Validator(const std::string& schema) : root_(YAML::Load(schema)) {}

  std::vector<std::string> Check(const YAML::Node& value) {
    mistakes_.clear();
    Check(root_, value, "");
    return mistakes_;
  }

 private:
  // The type that an editor sees; dates and quoted texts are strings.
  static std::string TypeOf(const YAML::Node& value) {
    if (value.IsMap()) return "object";
    if (value.IsSequence()) return "array";
    if (value.IsNull()) return "null";
    if (value.Tag() == "!") return "string";
    const std::string& text = value.Scalar();
    if (text == "true" || text == "false") return "boolean";
    if (RE2::FullMatch(text, "-?[0-9]+")) return "integer";
    return RE2::FullMatch(text, "-?[0-9]+\\.[0-9]+") ? "number" : "string";
  }

  static bool Fits(const std::string& want, const std::string& got) {
    return want == got || (want == "number" && got == "integer");
  }

  void Mistake(const std::string& path, const std::string& what) {
    mistakes_.push_back(path + ": " + what);
  }

  void Check(const YAML::Node& schema, const YAML::Node& value,
             const std::string& path) {
    if (schema["$ref"]) {
      const std::string name = schema["$ref"].Scalar().substr(8);
      if (!root_["$defs"][name]) return Mistake(path, "no $defs/" + name);
      Check(root_["$defs"][name], value, path);
    }
    if (schema["type"]) CheckType(schema["type"], value, path);
    if (schema["enum"]) {
      bool found = false;
      for (const auto& word : schema["enum"])
        found = found || (value.IsScalar() && word.Scalar() == value.Scalar());
      if (!found) Mistake(path, "is none of the words");
    }
    if (schema["pattern"] && value.IsScalar() &&
        !RE2::PartialMatch(value.Scalar(), schema["pattern"].Scalar())) {
      Mistake(path, "does not match");
    }
    if (schema["items"] && value.IsSequence()) {
      for (size_t i = 0; i < value.size(); ++i)
        Check(schema["items"], value[i], path + "[" + std::to_string(i) + "]");
    }
    if (value.IsMap()) CheckMap(schema, value, path);
  }

  void CheckType(const YAML::Node& type, const YAML::Node& value,
                 const std::string& path) {
    bool fits = false;
    if (type.IsScalar()) fits = Fits(type.Scalar(), TypeOf(value));
    for (const auto& one : type)
      fits = fits || Fits(one.Scalar(), TypeOf(value));
    if (!fits) Mistake(path, "is a " + TypeOf(value));
  }

  void CheckMap(const YAML::Node& schema, const YAML::Node& value,
                const std::string& path) {
    if (schema["required"]) {
      for (const auto& key : schema["required"]) {
        if (!value[key.Scalar()]) Mistake(path, "lacks " + key.Scalar());
      }
    }
    for (const auto& entry : value) {
      const std::string key = entry.first.Scalar();
      const YAML::Node known =
          schema["properties"] ? schema["properties"][key] : YAML::Node();
      const YAML::Node more = schema["additionalProperties"];
      if (schema["properties"] && known) {
        Check(known, entry.second, path + "." + key);
      } else if (more && more.IsScalar()) {
        Mistake(path, "has no key " + key);
      } else if (more && more.IsMap()) {
        Check(more, entry.second, path + "." + key);
      }
    }
  }

  const YAML::Node root_;
  std::vector<std::string> mistakes_;
};

TEST(PackSchemaTest, TheCheckedInSchemasAreTheTables) {
  for (const char* root : {"pack", "suite"}) {
    const fs::path file = Library() / (std::string(root) + ".schema.json");
    if (std::getenv("ZHIHENG_UPDATE_GOLDEN") != nullptr)
      std::ofstream(file) << PackSchema(root);
    EXPECT_EQ(ReadFile(file), PackSchema(root))
        << "ZHIHENG_UPDATE_GOLDEN=1 rewrites it";
  }
}

TEST(PackSchemaTest, EveryPackThatShipsFits) {
  Validator packs(PackSchema("pack")), suites(PackSchema("suite"));
  int seen = 0;
  for (const auto& entry : fs::recursive_directory_iterator(Library())) {
    const fs::path& path = entry.path();
    if (path.extension() != ".yaml" ||
        path.parent_path().filename() == "calendar") {
      continue;
    }
    const bool suite = absl::EndsWith(path.string(), "_test.yaml");
    EXPECT_THAT((suite ? suites : packs).Check(YAML::Load(ReadFile(path))),
                IsEmpty())
        << path;
    ++seen;
  }
  EXPECT_GT(seen, 30);
}

TEST(PackSchemaTest, ASlipDoesNotFit) {
  Validator packs(PackSchema("pack"));
  const std::string good = ReadFile("testdata/good/mark.yaml");
  ASSERT_THAT(packs.Check(YAML::Load(good)), IsEmpty());
  const std::pair<const char*, const char*> kSlips[] = {
      {"kind: conduct", "kind: conduckt"},
      {"finds: unlicensed", "findz: unlicensed"},
      {"from: 2019-11-01", "from: 2019-11"},
      {"mode: may", "mode: might"},
      {"due: {working_days: 3}", "due: {working_days: three}"},
      {"cites: [TM19 57(3), TM26 72(3)]", "cites: TM19 57(3)"},
      {"    cites: [APL 27]\n", ""},
  };
  for (const auto& [from, to] : kSlips) {
    std::string text = good;
    text.replace(text.find(from), std::string(from).size(), to);
    EXPECT_FALSE(packs.Check(YAML::Load(text)).empty()) << to;
  }
}

}  // namespace
}  // namespace zhiheng::rules
