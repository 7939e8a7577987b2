// Hostile and broken files: every limit at its edge.
#include <zlib.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/catalog/importer/files/file_source.h"
#include "services/catalog/importer/files/xml_reader.h"
#include "services/catalog/importer/files/zip_reader.h"
#include "services/common/testing/status_matchers.h"
#include "services/common/testing/temp_dir.h"

namespace zhiheng::catalog {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;
using ::zhiheng::testing::StatusIs;

void Put16(unsigned value, std::string* out) {
  out->push_back(static_cast<char>(value & 0xFF));
  out->push_back(static_cast<char>(value >> 8 & 0xFF));
}
void Put32(unsigned long value, std::string* out) {
  Put16(static_cast<unsigned>(value & 0xFFFF), out);
  Put16(static_cast<unsigned>(value >> 16 & 0xFFFF), out);
}

std::string Deflated(const std::string& text) {
  z_stream stream = {};
  deflateInit2(&stream, 9, Z_DEFLATED, -MAX_WBITS, 9, Z_DEFAULT_STRATEGY);
  std::string out(compressBound(text.size()) + 64, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

// A one-member archive.
std::string Zip(const std::string& name, const std::string& text,
                bool packed = true, unsigned flags = 0) {
  const std::string data = packed ? Deflated(text) : text;
  const auto crc = crc32(0, reinterpret_cast<const Bytef*>(text.data()),
                         static_cast<uInt>(text.size()));
  std::string out = "PK\x03\x04";
  for (unsigned v : {20u, flags, packed ? 8u : 0u, 0u, 0u}) Put16(v, &out);
  Put32(crc, &out);
  Put32(data.size(), &out);
  Put32(text.size(), &out);
  Put16(static_cast<unsigned>(name.size()), &out);
  Put16(0, &out);
  out += name + data;
  const size_t directory = out.size();
  out += "PK\x01\x02";
  for (unsigned v : {20u, 20u, flags, packed ? 8u : 0u, 0u, 0u}) {
    Put16(v, &out);
  }
  Put32(crc, &out);
  Put32(data.size(), &out);
  Put32(text.size(), &out);
  Put16(static_cast<unsigned>(name.size()), &out);
  for (unsigned v : {0u, 0u, 0u, 0u}) Put16(v, &out);
  Put32(0, &out);
  Put32(0, &out);
  out += name;
  const size_t size = out.size() - directory;
  out += "PK\x05\x06";
  for (unsigned v : {0u, 0u, 1u, 1u}) Put16(v, &out);
  Put32(size, &out);
  Put32(directory, &out);
  Put16(0, &out);
  return out;
}

TEST(ZipReaderTest, ReadsStoredAndPackedMembers) {
  for (bool packed : {true, false}) {
    const auto text = ReadZipMember(Zip("a.xml", "hello", packed), "a.xml", {});
    ASSERT_TRUE(text.ok()) << text.status();
    EXPECT_EQ(*text, "hello");
  }
  EXPECT_THAT(ReadZipMember(Zip("a.xml", "hello"), "b.xml", {}),
              StatusIs(absl::StatusCode::kNotFound));
}

TEST(ZipReaderTest, ABombStopsAtTheLimit) {
  const std::string big(1'000'000, 'x');
  const std::string bomb = Zip("a", big);
  FileLimits limits;
  limits.max_unpacked_bytes = big.size();
  limits.max_unpack_ratio = 1'000'000;
  EXPECT_TRUE(ReadZipMember(bomb, "a", limits).ok());
  limits.max_unpacked_bytes = big.size() - 1;
  EXPECT_THAT(ReadZipMember(bomb, "a", limits),
              StatusIs(absl::StatusCode::kResourceExhausted,
                       HasSubstr("max_unpacked_bytes")));
  limits.max_unpacked_bytes = big.size();
  limits.max_unpack_ratio = 200;  // a megabyte out of a kilobyte
  EXPECT_THAT(ReadZipMember(bomb, "a", limits),
              StatusIs(absl::StatusCode::kResourceExhausted,
                       HasSubstr("max_unpack_ratio")));
}

TEST(ZipReaderTest, MembersAreCounted) {
  FileLimits limits;
  limits.max_archive_members = 1;
  EXPECT_TRUE(ReadZipMember(Zip("a", "x"), "a", limits).ok());
  limits.max_archive_members = 0;
  EXPECT_THAT(ReadZipMember(Zip("a", "x"), "a", limits),
              StatusIs(absl::StatusCode::kResourceExhausted));
}

TEST(ZipReaderTest, EveryCutAndEveryChangedByteIsSaid) {
  const std::string good = Zip("a", "some text in the archive");
  for (size_t size = 0; size < good.size(); ++size) {
    EXPECT_FALSE(ReadZipMember(good.substr(0, size), "a", {}).ok()) << size;
  }
  for (size_t at = 0; at < good.size(); ++at) {
    std::string bad = good;
    bad[at] = static_cast<char>(bad[at] ^ 0x55);
    ReadZipMember(bad, "a", {}).IgnoreError();  // must not crash
  }
  EXPECT_THAT(
      ReadZipMember(Zip("a", "x", true, 1), "a", {}),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("password")));
}

class Recorder final : public XmlHandler {
 public:
  void Open(const std::string& element, const XmlAttributes& attributes,
            int line) override {
    seen.push_back("<" + element + std::string(AttributeOf(attributes, "id")) +
                   "@" + std::to_string(line));
  }
  void Close(const std::string& element) override {
    seen.push_back("/" + element);
  }
  void Characters(absl::string_view text) override { seen.emplace_back(text); }
  std::vector<std::string> seen;
};

TEST(XmlReaderTest, ReadsElementsWithLocalNames) {
  Recorder recorder;
  ASSERT_TRUE(ReadXml("<w:a xmlns:w='u' id='7'>x</w:a>", {}, &recorder).ok());
  EXPECT_THAT(recorder.seen, ElementsAre("<a7@1", "x", "/a"));
}

TEST(XmlReaderTest, EntitiesAreRefusedBeforeTheyGrow) {
  Recorder recorder;
  const absl::Status status = ReadXml(
      "<!DOCTYPE a [<!ENTITY x \"ha\"><!ENTITY y \"&x;&x;\">]><a>&y;</a>", {},
      &recorder);
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kInvalidArgument,
                               HasSubstr("entity \"x\"")));
  EXPECT_THAT(recorder.seen, SizeIs(0));
}

TEST(XmlReaderTest, DepthAndTextAreBounded) {
  FileLimits limits;
  limits.max_xml_depth = 3;
  Recorder recorder;
  EXPECT_TRUE(ReadXml("<a><b><c/></b></a>", limits, &recorder).ok());
  EXPECT_THAT(ReadXml("<a><b><c><d/></c></b></a>", limits, &recorder),
              StatusIs(absl::StatusCode::kResourceExhausted,
                       HasSubstr("max_xml_depth")));
  limits.max_xml_text_bytes = 4;
  EXPECT_TRUE(ReadXml("<a>1234</a>", limits, &recorder).ok());
  EXPECT_THAT(ReadXml("<a>12345</a>", limits, &recorder),
              StatusIs(absl::StatusCode::kResourceExhausted,
                       HasSubstr("max_xml_text_bytes")));
  EXPECT_THAT(
      ReadXml("<a>", {}, &recorder),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("line 1")));
  EXPECT_FALSE(ReadXml("", {}, &recorder).ok());
}

TEST(FileSourceTest, ListsFilesSortedAndReadsThem) {
  testing::TempDir folder;
  std::filesystem::create_directory(folder.File("b"));
  std::ofstream(folder.File("b/z.md")) << "zz";
  std::ofstream(folder.File("a.md")) << "aa";
  std::ofstream(folder.File(".hidden")) << "no";
  std::vector<Diagnostic> diagnostics;
  const auto files = OpenFiles({folder.path()}, {}, &diagnostics);
  ASSERT_TRUE(files.ok());
  EXPECT_THAT((*files)->names(),
              ElementsAre(folder.File("a.md"), folder.File("b/z.md")));
  EXPECT_EQ(*(*files)->Read(folder.File("a.md")), "aa");
  EXPECT_THAT((*files)->Read("/etc/passwd"),
              StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(OpenFiles({folder.File("none")}, {}, &diagnostics),
              StatusIs(absl::StatusCode::kNotFound));
}

TEST(FileSourceTest, LinksThatLeadOutAreRefused) {
  testing::TempDir outside;
  testing::TempDir folder;
  std::ofstream(outside.File("secret.md")) << "s";
  std::ofstream(folder.File("in.md")) << "i";
  std::filesystem::create_symlink(outside.File("secret.md"),
                                  folder.File("out.md"));
  std::filesystem::create_symlink("nowhere", folder.File("broken.md"));
  std::filesystem::create_symlink(folder.File("in.md"),
                                  folder.File("inside.md"));
  std::vector<Diagnostic> diagnostics;
  const auto files = OpenFiles({folder.path()}, {}, &diagnostics);
  ASSERT_TRUE(files.ok());
  EXPECT_THAT((*files)->names(),
              ElementsAre(folder.File("in.md"), folder.File("inside.md")));
  std::vector<std::string> codes;
  for (const Diagnostic& d : diagnostics) codes.push_back(d.code);
  EXPECT_THAT(codes,
              ::testing::UnorderedElementsAre("outside-folder", "broken-link"));
}

TEST(FileSourceTest, LimitsHoldAtTheirEdge) {
  testing::TempDir folder;
  std::filesystem::create_directories(folder.File("a/b"));
  std::ofstream(folder.File("a/b/deep.md")) << "12345";
  std::ofstream(folder.File("x.md")) << "1234";
  std::vector<Diagnostic> diagnostics;
  FileLimits limits;
  limits.max_file_bytes = 4;
  auto files = OpenFiles({folder.path()}, limits, &diagnostics);
  EXPECT_TRUE((*files)->Read(folder.File("x.md")).ok());
  EXPECT_THAT((*files)->Read(folder.File("a/b/deep.md")),
              StatusIs(absl::StatusCode::kResourceExhausted,
                       HasSubstr("max_file_bytes")));
  limits.max_files = 2;
  EXPECT_TRUE(OpenFiles({folder.path()}, limits, &diagnostics).ok());
  limits.max_files = 1;
  EXPECT_THAT(
      OpenFiles({folder.path()}, limits, &diagnostics),
      StatusIs(absl::StatusCode::kResourceExhausted, HasSubstr("max_files")));
  limits = {};
  limits.max_depth = 2;
  EXPECT_THAT((*OpenFiles({folder.path()}, limits, &diagnostics))->names(),
              SizeIs(2));
  limits.max_depth = 1;
  EXPECT_THAT((*OpenFiles({folder.path()}, limits, &diagnostics))->names(),
              SizeIs(1));
}

TEST(FileSourceTest, TextFilesAreTextWithLinesOfBoundedLength) {
  FileLimits limits;
  limits.max_line_bytes = 5;
  EXPECT_TRUE(CheckTextFile("12345\n12345", limits).ok());
  EXPECT_THAT(CheckTextFile("1\n123456", limits),
              StatusIs(absl::StatusCode::kResourceExhausted,
                       HasSubstr("line 2 has 6 bytes")));
  EXPECT_THAT(CheckTextFile(std::string("%PDF\0", 5), {}),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("a PDF")));
}

TEST(MemoryFilesTest, NamesStayInside) {
  MemoryFiles files;
  EXPECT_TRUE(files.Add("laws/a.md", "x", {}).ok());
  for (const char* name : {"../a.md", "laws/../../a.md", "/etc/passwd", "",
                           "a//b", "a\\b", "./a", "laws/a.md"}) {
    EXPECT_THAT(files.Add(name, "x", {}),
                StatusIs(absl::StatusCode::kInvalidArgument))
        << name;
  }
  EXPECT_THAT(files.names(), ElementsAre("laws/a.md"));
}

}  // namespace
}  // namespace zhiheng::catalog
