// Facts types from .proto sources and FileDescriptorSets; every kind of file
// that is wrong, or hostile, is refused with a name.
#include "services/rules/schema/facts_types.h"

#include <gmock/gmock.h>
#include <google/protobuf/descriptor.pb.h>
#include <gtest/gtest.h>

#include <fstream>

#include "absl/strings/str_cat.h"
#include "services/common/testing/temp_dir.h"
#include "services/rules/schema/facts_types_reader.h"

namespace zhiheng::rules {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr char kHelmet[] = R"(syntax = "proto3";
package demo.helmet.v1;
import "zhiheng/type/v1/date.proto";
// A helmet for cyclists.
message Helmet {
  optional string brand = 1;
  zhiheng.type.v1.Date made = 2;
}
)";

class FactsTypesTest : public ::testing::Test {
 protected:
  void Write(const std::string& name, const std::string& text) {
    std::ofstream(dir_.File(name), std::ios::binary) << text;
  }
  std::shared_ptr<const FactsTypes> Read(const std::vector<std::string>& names,
                                         const SchemaLimits& limits = {}) {
    FactsTypesReader reader(&diagnostics_, limits);
    for (const std::string& name : names)
      reader.Read(dir_.File(name), "pack.yaml", {3, 5});
    auto types = reader.Finish();
    texts_ = reader.texts();
    return types;
  }
  std::string Said() {
    std::string out;
    for (const Diagnostic& d : diagnostics_.items()) {
      const auto text = texts_.find(d.file);
      out += RenderDiagnostic(d, text == texts_.end() ? "" : text->second);
    }
    return out;
  }
  testing::TempDir dir_;
  Diagnostics diagnostics_;
  std::map<std::string, std::string> texts_;
};

TEST_F(FactsTypesTest, AProtoSourceBringsATypeOverBuiltInOnes) {
  Write("helmet.proto", kHelmet);
  const auto types = Read({"helmet.proto"});
  EXPECT_THAT(Said(), IsEmpty());
  EXPECT_THAT(types->brought(), ElementsAre("demo.helmet.v1.Helmet"));
  const auto* type = types->Find("demo.helmet.v1.Helmet");
  ASSERT_NE(type, nullptr);
  const auto message = types->New(type);
  // A built-in type within is the generated class.
  EXPECT_EQ(
      message->GetReflection()
          ->GetMessage(*message, type->FindFieldByName("made"))
          .GetDescriptor(),
      google::protobuf::DescriptorPool::generated_pool()->FindMessageTypeByName(
          "zhiheng.type.v1.Date"));
  EXPECT_NE(types->Find("zhiheng.facts.v1.ProductLabel"), nullptr);
}

TEST_F(FactsTypesTest, ImportsAreFoundFromTheFolderOfTheFile) {
  Write("a.proto",
        "syntax = 'proto3'; package d; import 'b.proto'; message A { B b = 1; "
        "}");
  Write("b.proto", "syntax = 'proto3'; package d; message B {}");
  EXPECT_THAT(Read({"a.proto"})->brought(), ElementsAre("d.B", "d.A"));
  EXPECT_THAT(Said(), IsEmpty());
}

TEST_F(FactsTypesTest, ADescriptorSetBringsItsFiles) {
  google::protobuf::FileDescriptorSet set;
  auto* file = set.add_file();
  file->set_name("x.proto");
  file->set_package("d");
  file->set_syntax("proto3");
  file->add_message_type()->set_name("X");
  Write("x.binpb", set.SerializeAsString());
  EXPECT_THAT(Read({"x.binpb"})->brought(), ElementsAre("d.X"));
  EXPECT_THAT(Said(), IsEmpty());
}

TEST_F(FactsTypesTest, WhatIsWrongIsNamed) {
  struct Case {
    const char* name;
    std::string file;
    std::string text;
    const char* says;
  };
  google::protobuf::FileDescriptorSet lacking;
  lacking.add_file()->set_name("y.proto");
  lacking.mutable_file(0)->add_dependency("gone.proto");
  std::string deep = "syntax = 'proto3'; package d; ";
  for (int i = 0; i < 5'000; ++i) deep += absl::StrCat("message M", i, "{");
  std::string nested = "syntax = 'proto3'; package d; ";
  for (int i = 0; i < 17; ++i) nested += absl::StrCat("message M", i, "{");
  nested += std::string(17, '}');
  const Case kCases[] = {
      {"a slip of the pen", "a.proto", "syntax = 'proto3';\nmesage A {}\n",
       "a.proto:2:1: error: Expected top-level statement"},
      {"an unknown type", "a.proto",
       "syntax = 'proto3'; package d;\nmessage A { Colour c = 1; }\n",
       "a.proto:2:13: error: d.A.c: \"Colour\" is not defined"},
      {"an import that is not there", "a.proto",
       "syntax = 'proto3'; package d; import 'gone.proto';",
       "imports \"gone.proto\", which is not there"},
      {"an import outside the folder", "a.proto",
       "syntax = 'proto3'; package d; import '../../etc/x.proto';",
       "imports \"../../etc/x.proto\", which is not there"},
      {"an import of itself", "a.proto",
       "syntax = 'proto3'; package d; import 'a.proto';",
       "go round in a circle"},
      {"a package of ours", "a.proto",
       "syntax = 'proto3'; package zhiheng.facts.v1; message ProductLabel {}",
       "belongs to the program"},
      {"a package of protobuf's", "a.proto",
       "syntax = 'proto3'; package google.protobuf; message Any {}",
       "belongs to the program"},
      {"brackets without end", "a.proto", deep, "[schema-too-deep]"},
      {"messages too deep", "a.proto", nested, "17 deep inside one another"},
      {"no descriptor set", "a.binpb", "\xff\xff\xff",
       "the file is no FileDescriptorSet"},
      {"a set without its imports", "a.binpb", lacking.SerializeAsString(),
       "imports \"gone.proto\", which is not there"},
      {"two fields of one number", "a.proto",
       "syntax = 'proto3'; package d; message A { int32 x = 1; int32 y = 1; }",
       "has already been used"},
  };
  for (const Case& c : kCases) {
    diagnostics_ = {};
    Write(c.file, c.text);
    EXPECT_THAT(Read({c.file})->brought(), IsEmpty()) << c.name;
    EXPECT_THAT(Said(), HasSubstr(c.says)) << c.name;
  }
}

TEST_F(FactsTypesTest, AFileThatIsNotThereIsToldWhereItIsAskedFor) {
  Read({"helmet.proto"});
  EXPECT_THAT(Said(), HasSubstr("pack.yaml:3:5: error: cannot read"));
}

TEST_F(FactsTypesTest, TwoFilesOfOneNameClash) {
  Write("helmet.proto", kHelmet);
  google::protobuf::FileDescriptorSet set;
  set.add_file()->set_name("helmet.proto");
  Write("set.binpb", set.SerializeAsString());
  Read({"helmet.proto", "set.binpb"});
  EXPECT_THAT(Said(), HasSubstr("there is another helmet.proto"));
}

TEST_F(FactsTypesTest, OneTypeInTwoFilesIsAClash) {
  Write("a.proto", "syntax = 'proto3'; package d; message A {}");
  Write("b.proto", "syntax = 'proto3'; package d; message A {}");
  Read({"a.proto", "b.proto"});
  EXPECT_THAT(Said(), HasSubstr("\"d.A\" is already defined"));
}

TEST_F(FactsTypesTest, LimitsHoldAtTheirEdge) {
  const std::string three =
      "syntax = 'proto3'; package d; message A { int32 x = 1; int32 y = 2; }";
  Write("a.proto", three);
  SchemaLimits limits;
  limits.elements = 3;
  EXPECT_FALSE(Read({"a.proto"}, limits)->brought().empty()) << Said();
  limits.elements = 2;
  EXPECT_THAT(Read({"a.proto"}, limits)->brought(), IsEmpty());
  limits = {};
  limits.file_bytes = three.size();
  EXPECT_FALSE(Read({"a.proto"}, limits)->brought().empty());
  limits.file_bytes = three.size() - 1;
  EXPECT_THAT(Read({"a.proto"}, limits)->brought(), IsEmpty());
  Write("b.proto", "syntax = 'proto3'; package d; message B {}");
  limits = {};
  limits.files = 2;
  EXPECT_EQ(Read({"a.proto", "b.proto"}, limits)->brought().size(), 2u);
  limits.files = 1;
  EXPECT_EQ(Read({"a.proto", "b.proto"}, limits)->brought().size(), 1u);
}

}  // namespace
}  // namespace zhiheng::rules
