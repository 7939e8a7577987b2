// What the usual form is, that it keeps comments and meaning, and that it is
// its own usual form; over every pack that ships too.
#include "services/rules/authoring/pack_format.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "services/rules/yaml/yaml_file.h"

namespace zhiheng::rules {
namespace {

namespace fs = std::filesystem;

std::string ReadFile(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

TEST(PackFormatTest, TheUsualForm) {
  struct Case {
    const char* name;
    const char* from;
    const char* to;
  };
  const Case kCases[] = {
      {"blanks at the end", "a: 1  \nb: 2\t\n\n\n", "a: 1\nb: 2\n"},
      {"carriage returns", "a: 1\r\nb: 2\r\n", "a: 1\nb: 2\n"},
      {"brackets", "a: { x: 1,y: [ p,q , r ] }\n", "a: {x: 1, y: [p, q, r]}\n"},
      {"a colon inside a word", "a: {x: b:c, \"y\":d}\n",
       "a: {x: b:c, \"y\": d}\n"},
      {"quotes are not looked into", "a: {x: \"{ 1,2 }\", y: '[ a,b ]'}\n",
       "a: {x: \"{ 1,2 }\", y: '[ a,b ]'}\n"},
      {"a comment after a value", "a: [x,y]  # why,how\n",
       "a: [x, y]  # why,how\n"},
      {"a condition is no list", "when: x in [1,2]\n", "when: x in [1,2]\n"},
      {"sections stand apart",
       "a: 1\nlet:\n  x: 1\n# about\nterms:\n  y: [z]\n",
       "a: 1\n\nlet:\n  x: 1\n\n# about\nterms:\n  y: [z]\n"},
      {"never two blank lines", "a: 1\n\n\n\nb: 2\n", "a: 1\n\nb: 2\n"},
      {"keys of a rule",
       "rules:\n  - kind: duty\n    # why\n    when: a\n    id: X\n"
       "  # next\n  - id: Y\n    examples:\n      - {name: n}\n    kind: "
       "duty\n",
       "rules:\n  - id: X\n    kind: duty\n    # why\n    when: a\n\n"
       "  # next\n  - id: Y\n    kind: duty\n    examples:\n"
       "      - {name: n}\n"},
      {"block scalars are kept",
       "rules:\n  - id: X\n    when: >-\n      a  &&\n\n      b,c\n    kind: "
       "duty\n",
       "rules:\n  - id: X\n    kind: duty\n    when: >-\n      a  &&\n\n      "
       "b,c\n"},
      {"blank lines after a block are no part of it",
       "let:\n  x: >-\n    a\n\n\nbases:\n  y: 1\n",
       "let:\n  x: >-\n    a\n\nbases:\n  y: 1\n"},
      {"a value over several lines is kept",
       "rules:\n  - id: X\n    when: \"a  ||\n      b\"\n    cites: [a,\n      "
       "b]\n    kind: duty\n",
       "rules:\n  - id: X\n    kind: duty\n    cites: [a,\n      b]\n    when: "
       "\"a  ||\n      b\"\n"},
      {"an unknown key leaves the rule alone",
       "rules:\n  - kind: duty\n    idd: X\n",
       "rules:\n  - kind: duty\n    idd: X\n"},
  };
  for (const Case& c : kCases) {
    const auto got = FormatPack(c.from);
    ASSERT_TRUE(got.ok()) << c.name << ": " << got.status();
    EXPECT_EQ(*got, c.to) << c.name;
    EXPECT_EQ(*FormatPack(*got), *got) << c.name;
  }
}

TEST(PackFormatTest, WhatIsNoYamlIsRefused) {
  EXPECT_EQ(FormatPack("a: [1\n").status().code(),
            absl::StatusCode::kInvalidArgument);
}

TEST(PackFormatTest, EveryPackThatShipsKeepsItsMeaningAndComments) {
  const fs::path library =
      fs::path(std::getenv("ZHIHENG_SOURCE_DIR")) / "services/rules/library";
  int seen = 0;
  for (const auto& entry : fs::recursive_directory_iterator(library)) {
    if (entry.path().extension() != ".yaml") continue;
    const std::string text = ReadFile(entry.path());
    const auto got = FormatPack(text);
    ASSERT_TRUE(got.ok()) << entry.path() << ": " << got.status();
    EXPECT_EQ(*FormatPack(*got), *got) << entry.path();
    EXPECT_EQ(std::count(got->begin(), got->end(), '#'),
              std::count(text.begin(), text.end(), '#'))
        << entry.path();
    ++seen;
  }
  EXPECT_GT(seen, 30);
}

}  // namespace
}  // namespace zhiheng::rules
