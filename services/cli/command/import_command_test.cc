// Imports from files on disk: into a database file, and over gRPC.
#include "services/cli/command/import_command.h"

#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/catalog/service/catalog_service_impl.h"
#include "services/common/testing/in_process_server.h"
#include "services/common/testing/temp_dir.h"

namespace zhiheng::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr char kGood[] =
    "# 风车法\n\n2001年1月1日 通过\n\n<!-- INFO END -->\n\n"
    "第一条 风车归所有人。\n\n第二条 自公布之日起施行。\n";
constexpr char kGap[] =
    "# 水车法\n\n2001年1月1日 通过\n\n<!-- INFO END -->\n\n"
    "第一条 甲。\n\n第三条 自公布之日起施行。\n";

class ImportCommandTest : public ::testing::Test {
 protected:
  ImportCommandTest() {
    std::filesystem::create_directory(folder_.File("laws"));
    std::filesystem::create_directory(folder_.File("data"));
    std::ofstream(folder_.File("data/own.yaml"))
        << "instrument: own\nkind: law\ntitle: {zh: 甲, en: A}\neditions:\n"
           "  \"2001\":\n    title: {zh: 甲, en: A}\n    source: read\n"
           "    provisions:\n      art1: {zh: 甲, en: A}\n";
    std::ofstream(folder_.File("laws/good.md")) << kGood;
    options_.paths = {folder_.File("laws")};
    options_.db = folder_.File("catalog.db");
  }

  ExitCode Run() {
    std::istringstream in;
    std::ostringstream out;
    std::ostringstream err;
    Console console{in, out, err};
    const ExitCode code =
        RunCatalogImport(options_, folder_.File("data"), &clock_, &console);
    out_ = out.str();
    err_ = err.str();
    return code;
  }

  testing::TempDir folder_;
  SystemClock clock_;
  ImportCommandOptions options_;
  std::string out_;
  std::string err_;
};

TEST_F(ImportCommandTest, ImportsAndSumsUp) {
  EXPECT_EQ(Run(), kExitOk) << err_;
  EXPECT_THAT(out_, HasSubstr("1 instruments, 1 editions, 2 articles"));
  EXPECT_THAT(out_, HasSubstr("4 added"));
  EXPECT_THAT(err_, IsEmpty());
  EXPECT_EQ(Run(), kExitOk);
  EXPECT_THAT(out_, HasSubstr("Rows: 0 added, 0 changed, 0 removed"));
}

TEST_F(ImportCommandTest, SaysWhatIsDamagedAndWhere) {
  std::ofstream(folder_.File("laws/gap.md")) << kGap;
  EXPECT_EQ(Run(), kExitOk);
  EXPECT_THAT(err_, HasSubstr("gap.md:9:1: article-gap: expected article 2, "
                              "found article 3"));
  options_.strict = true;
  options_.db = folder_.File("strict.db");
  EXPECT_EQ(Run(), kExitUsage);
  EXPECT_THAT(err_, HasSubstr("refused"));
  EXPECT_THAT(out_, HasSubstr("Refused because of damage: 1"));
}

TEST_F(ImportCommandTest, NeedsAPlaceToWriteUnlessItOnlyChecks) {
  options_.db.clear();
  EXPECT_EQ(Run(), kExitUsage);
  EXPECT_THAT(err_, HasSubstr("--db"));
  options_.validate_only = true;
  EXPECT_EQ(Run(), kExitOk) << err_;
  EXPECT_THAT(out_, HasSubstr("Checked 1 files"));
}

TEST_F(ImportCommandTest, NamesWhatItCannotUse) {
  options_.format = "word-perfect";
  EXPECT_EQ(Run(), kExitUsage);
  EXPECT_THAT(err_, HasSubstr("word-perfect"));
  options_.paths = {folder_.File("nowhere")};
  EXPECT_EQ(Run(), kExitUsage);
  EXPECT_THAT(err_, HasSubstr("nowhere"));
}

TEST_F(ImportCommandTest, DrawsProgressOnlyOnATerminal) {
  EXPECT_EQ(Run(), kExitOk);
  EXPECT_THAT(err_, Not(HasSubstr("\r")));
  options_.progress = true;
  EXPECT_EQ(Run(), kExitOk);
  EXPECT_THAT(err_, HasSubstr("writing ["));
}

TEST_F(ImportCommandTest, WantsOneCatalog) {
  options_.target = "localhost:1";
  EXPECT_EQ(Run(), kExitUsage);
  EXPECT_THAT(err_, HasSubstr("two catalogs"));
}

class RemoteImportTest : public ImportCommandTest {
 protected:
  void SetUp() override {
    auto engine = catalog::CatalogEngine::Create({}, &clock_);
    ASSERT_TRUE(engine.ok()) << engine.status();
    engine_ = *std::move(engine);
    SkinOptions skin;
    skin.rpc_service = catalog::kCatalogService;
    skin.domain = "catalog.zhiheng";
    skin.clock = &clock_;
    service_ = catalog::MakeCatalogService(engine_.get(), skin);
    server_ = std::make_unique<testing::InProcessServer>(
        std::vector<HostedService>{{catalog::kCatalogService, service_.get()}});
    options_.db.clear();
    options_.target = server_->address();
  }
  std::unique_ptr<catalog::CatalogEngine> engine_;
  std::unique_ptr<grpc::Service> service_;
  std::unique_ptr<testing::InProcessServer> server_;
};

TEST_F(RemoteImportTest, SendsTheFilesAndShowsTheAnswer) {
  std::ofstream(folder_.File("laws/gap.md")) << kGap;
  // More than one message, and more than one message may hold.
  std::ofstream(folder_.File("laws/notes.md")) << std::string(5'000'000, 'x');
  options_.progress = true;
  EXPECT_EQ(Run(), kExitOk) << err_;
  EXPECT_THAT(out_, HasSubstr("3 files (1 hold nothing to import): 2 "
                              "instruments, 2 editions"));
  EXPECT_THAT(err_, HasSubstr("article-gap"));
  EXPECT_THAT(err_, HasSubstr("sending ["));
  EXPECT_EQ(Run(), kExitOk);
  EXPECT_THAT(out_, HasSubstr("Rows: 0 added"));
}

TEST_F(RemoteImportTest, ChecksWithoutWriting) {
  options_.validate_only = true;
  EXPECT_EQ(Run(), kExitOk) << err_;
  EXPECT_THAT(out_, HasSubstr("Checked 1 files"));
  options_.validate_only = false;
  EXPECT_EQ(Run(), kExitOk) << err_;
  EXPECT_THAT(out_, HasSubstr("4 added"));
}

TEST_F(RemoteImportTest, ShowsWhatTheServerRefuses) {
  options_.format = "word-perfect";
  EXPECT_EQ(Run(), kExitUsage);
  EXPECT_THAT(err_, HasSubstr("word-perfect"));
}

}  // namespace
}  // namespace zhiheng::cli
