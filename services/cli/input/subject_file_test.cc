#include "services/cli/input/subject_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "services/common/facts/limits.h"
#include "services/common/testing/status_matchers.h"
#include "services/common/testing/temp_dir.h"

namespace zhiheng::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::StatusIs;

TEST(SubjectFileTest, TheNameTellsTheFormat) {
  testing::TempDir dir;
  std::istringstream none;
  std::ofstream(dir.File("a.json")) << "{label: {}}";  // YAML, not JSON
  ASSERT_OK_AND_ASSIGN(const SubjectFile json,
                       ReadSubjectFile(dir.File("a.json"), none));
  EXPECT_THAT(json.problems, ElementsAre(HasSubstr("in double quotes")));
  std::ofstream(dir.File("a.yaml")) << "{label: {}}";
  ASSERT_OK_AND_ASSIGN(const SubjectFile yaml,
                       ReadSubjectFile(dir.File("a.yaml"), none));
  EXPECT_THAT(yaml.problems, IsEmpty());
}

TEST(SubjectFileTest, ASubjectWithoutFactsIsRefused) {
  std::istringstream in("id: x");
  ASSERT_OK_AND_ASSIGN(const SubjectFile file, ReadSubjectFile("-", in));
  EXPECT_THAT(
      file.problems,
      ElementsAre(HasSubstr("put them under `label`, `case` or `product`")));
}

TEST(SubjectFileTest, AnEndlessInputIsReadUpToTheLimit) {
  std::istringstream in(std::string(10'000'000, ' '));
  ASSERT_OK_AND_ASSIGN(const SubjectFile file, ReadSubjectFile("-", in));
  EXPECT_THAT(file.problems, ElementsAre(HasSubstr("at most 4194304")));
  EXPECT_EQ(static_cast<size_t>(in.tellg()), kMaxFactsBytes + 1);
}

TEST(SubjectFileTest, AMissingFileIsNamed) {
  std::istringstream none;
  EXPECT_THAT(
      ReadSubjectFile("/no/such/file.json", none),
      StatusIs(absl::StatusCode::kNotFound, HasSubstr("/no/such/file.json")));
}

}  // namespace
}  // namespace zhiheng::cli
