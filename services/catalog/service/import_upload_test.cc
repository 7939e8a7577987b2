// What a stream of parts is put together to, and what breaks it.
#include "services/catalog/service/import_upload.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/testing/status_matchers.h"

namespace zhiheng::catalog {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::IsOk;
using testing::StatusIs;

v1::ImportEditionsRequest Settings(const std::string& format) {
  v1::ImportEditionsRequest out;
  out.mutable_settings()->set_format(format);
  return out;
}

v1::ImportEditionsRequest Part(const std::string& name,
                               const std::string& content) {
  v1::ImportEditionsRequest out;
  out.mutable_file()->set_name(name);
  out.mutable_file()->set_content(content);
  return out;
}

TEST(ImportUploadTest, JoinsThePartsOfAFile) {
  ImportUpload upload;
  ASSERT_THAT(upload.Add(Settings("akn")), IsOk());
  ASSERT_THAT(upload.Add(Part("laws/a.md", "one ")), IsOk());
  ASSERT_THAT(upload.Add(Part("laws/a.md", "two")), IsOk());
  ASSERT_THAT(upload.Add(Part("laws/b.md", "")), IsOk());
  ASSERT_THAT(upload.Finish(), IsOk());
  EXPECT_EQ(upload.settings().format(), "akn");
  EXPECT_THAT(upload.files().names(), ElementsAre("laws/a.md", "laws/b.md"));
  EXPECT_EQ(*upload.files().Read("laws/a.md"), "one two");
  EXPECT_EQ(*upload.files().Read("laws/b.md"), "");
}

TEST(ImportUploadTest, WantsSettingsFirstAndOnce) {
  ImportUpload nothing;
  EXPECT_THAT(nothing.Finish(), StatusIs(absl::StatusCode::kInvalidArgument,
                                         HasSubstr("settings")));
  ImportUpload late;
  EXPECT_THAT(
      late.Add(Part("a.md", "x")),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("settings")));
  ImportUpload twice;
  ASSERT_THAT(twice.Add(Settings("")), IsOk());
  EXPECT_THAT(twice.Add(Settings("")),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("file")));
  EXPECT_THAT(twice.Add({}),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("file")));
}

TEST(ImportUploadTest, RefusesNamesThatClimbOutOrComeTwice) {
  for (const char* name : {"../a.md", "/etc/a.md", "a/../../b.md", ""}) {
    ImportUpload upload;
    ASSERT_THAT(upload.Add(Settings("")), IsOk());
    EXPECT_THAT(upload.Add(Part(name, "x")),
                StatusIs(absl::StatusCode::kInvalidArgument))
        << name;
  }
  ImportUpload again;
  ASSERT_THAT(again.Add(Settings("")), IsOk());
  ASSERT_THAT(again.Add(Part("a.md", "x")), IsOk());
  ASSERT_THAT(again.Add(Part("b.md", "x")), IsOk());
  ASSERT_THAT(again.Add(Part("a.md", "x")), IsOk());
  EXPECT_THAT(again.Finish(),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("a.md")));
}

TEST(ImportUploadTest, HoldsSoManyBytesAndNoMore) {
  constexpr size_t kBytes = 10;
  ImportUpload upload(kBytes);
  ASSERT_THAT(upload.Add(Settings("")), IsOk());
  ASSERT_THAT(upload.Add(Part("a", std::string(kBytes - 1, 'x'))), IsOk());
  ASSERT_THAT(upload.Add(Part("b", "x")), IsOk());
  EXPECT_THAT(upload.Add(Part("c", "x")),
              StatusIs(absl::StatusCode::kResourceExhausted,
                       HasSubstr("more than 10 bytes")));
}

TEST(ImportUploadTest, HoldsFilesOfSoManyBytesAndNoMore) {
  FileLimits limits;
  limits.max_file_bytes = 10;
  ImportUpload upload(kMaxUploadBytes, limits);
  ASSERT_THAT(upload.Add(Settings("")), IsOk());
  ASSERT_THAT(upload.Add(Part("a", std::string(9, 'x'))), IsOk());
  ASSERT_THAT(upload.Add(Part("a", "x")), IsOk());
  EXPECT_THAT(upload.Add(Part("a", "x")),
              StatusIs(absl::StatusCode::kResourceExhausted,
                       HasSubstr("\"a\" has more than 10 bytes")));
}

}  // namespace
}  // namespace zhiheng::catalog
