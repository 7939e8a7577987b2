// Imports through the engine: what the answer says, and what stops one.
#include <memory>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/catalog/engine/catalog_engine.h"
#include "services/common/testing/fake_clock.h"
#include "services/common/testing/status_matchers.h"

namespace zhiheng::catalog {
namespace {

using ::testing::HasSubstr;
using testing::IsOk;
using ::testing::SizeIs;
using testing::StatusIs;

std::string Law(const std::string& title, const std::string& second) {
  return title + "\n\n2001年1月1日 通过\n\n<!-- INFO END -->\n\n第一条 风车归" +
         "所有人。\n\n" + second + " 自公布之日起施行。\n";
}

class ImportCallTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto engine = CatalogEngine::Create({}, &clock_);
    ASSERT_THAT(engine.status(), IsOk());
    engine_ = *std::move(engine);
    ASSERT_THAT(files_.Add("a.md", Law("# 风车法", "第二条"), {}), IsOk());
    ASSERT_THAT(files_.Add("b.md", Law("# 水车法", "第三条"), {}), IsOk());
  }
  absl::StatusOr<v1::ImportEditionsResponse> Import(
      const v1::ImportSettings& settings) {
    return engine_->ImportEditions(CallContext::Root(&clock_, absl::Hours(1)),
                                   settings, files_);
  }

  testing::FakeClock clock_;
  std::unique_ptr<CatalogEngine> engine_;
  MemoryFiles files_;
};

TEST_F(ImportCallTest, SaysWhatWasFoundAndWritten) {
  const auto first = Import({});
  ASSERT_THAT(first.status(), IsOk());
  EXPECT_EQ(first->files(), 2);
  EXPECT_EQ(first->instruments(), 2);
  EXPECT_EQ(first->articles(), 4);
  EXPECT_EQ(first->rows_added(), 8);
  bool gap = false;
  for (const v1::ImportDiagnostic& d : first->diagnostics()) {
    gap = gap || (d.code() == "article-gap" && d.file() == "b.md" &&
                  d.level() == v1::ImportDiagnostic::LEVEL_DAMAGE);
  }
  EXPECT_TRUE(gap) << first->DebugString();
  const auto again = Import({});
  ASSERT_THAT(again.status(), IsOk());
  EXPECT_EQ(again->rows_added(), 0);
  EXPECT_EQ(again->snapshot(), first->snapshot());
}

TEST_F(ImportCallTest, WritesNothingWhenItOnlyValidates) {
  v1::ImportSettings settings;
  settings.set_validate_only(true);
  const auto checked = Import(settings);
  ASSERT_THAT(checked.status(), IsOk());
  EXPECT_EQ(checked->articles(), 4);
  EXPECT_EQ(checked->rows_added(), 0);
  v1::ListInstrumentsRequest all;
  const auto list =
      engine_->ListInstruments(CallContext::Root(&clock_, absl::Hours(1)), all);
  ASSERT_THAT(list.status(), IsOk());
  EXPECT_THAT(list->instruments(), SizeIs(0));
}

TEST_F(ImportCallTest, RefusesDamagedTextsWhenStrict) {
  v1::ImportSettings settings;
  settings.set_strict(true);
  const auto strict = Import(settings);
  ASSERT_THAT(strict.status(), IsOk());
  EXPECT_EQ(strict->editions_refused(), 1);
  EXPECT_EQ(strict->rows_added(), 4);
}

TEST_F(ImportCallTest, NamesAFormatThatIsNone) {
  v1::ImportSettings settings;
  settings.set_format("word-perfect");
  EXPECT_THAT(
      Import(settings).status(),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("word-perfect")));
}

TEST_F(ImportCallTest, EndsWhenTheCallDoes) {
  const CallContext call = CallContext::Root(&clock_, absl::Seconds(1));
  clock_.Advance(absl::Seconds(2));
  EXPECT_THAT(engine_->ImportEditions(call, {}, files_).status(),
              StatusIs(absl::StatusCode::kDeadlineExceeded));
}

// An import from within an import: what another caller would see.
class Nested final : public ImportObserver {
 public:
  Nested(const CatalogEngine* engine, const FileSource* files)
      : engine_(*engine), files_(*files) {}
  void OnDiagnostic(const Diagnostic&) override {}
  bool OnProgress(const ImportProgress&) override {
    Nested inner(&engine_, &files_);
    status = engine_.Import(files_, {}, &inner).status();
    return true;
  }
  absl::Status status;

 private:
  const CatalogEngine& engine_;
  const FileSource& files_;
};

TEST_F(ImportCallTest, RunsOneAtATime) {
  Nested nested(engine_.get(), &files_);
  ASSERT_THAT(engine_->Import(files_, {}, &nested).status(), IsOk());
  EXPECT_THAT(nested.status,
              StatusIs(absl::StatusCode::kAborted, HasSubstr("is running")));
  EXPECT_THAT(Import({}).status(), IsOk());
}

}  // namespace
}  // namespace zhiheng::catalog
