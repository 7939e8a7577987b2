// A Word file is a ZIP whose member word/document.xml holds paragraphs w:p of
// runs of text w:t (ISO/IEC 29500-1, 17.3). Tested by formats_test.cc.
#include "services/catalog/importer/formats/word.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"
#include "services/catalog/importer/files/xml_reader.h"
#include "services/catalog/importer/files/zip_reader.h"
#include "services/catalog/importer/text/clean_line.h"
#include "services/catalog/importer/text/legal_events.h"
#include "services/catalog/importer/text/line_mark.h"
#include "services/common/base/status_macros.h"
#include "services/common/base/text.h"

namespace zhiheng::catalog {
namespace {

struct WordParagraph {
  std::string text;
  bool numbered = false;  // carries the word processor's own number
};

class WordHandler final : public XmlHandler {
 public:
  std::vector<WordParagraph> paragraphs;

  void Open(const std::string& element, const XmlAttributes&, int) override {
    if (element == "p") current_ = WordParagraph();
    if (element == "numPr") current_.numbered = true;
    if (element == "t") ++in_text_;
    if (element == "tab") current_.text.push_back(' ');
    if (element == "br" || element == "cr") EndParagraph();
    if (element == "tbl") ++tables_;
    if (element == "tr") row_.clear();
  }

  void Close(const std::string& element) override {
    if (element == "t") --in_text_;
    if (element == "p") EndParagraph();
    if (element == "tc") absl::StrAppend(&row_, " | ");
    if (element == "tbl") --tables_;
    if (element == "tr") {
      // As a Markdown row, which the recogniser knows.
      paragraphs.push_back({absl::StrCat("| ", row_), false});
    }
  }

  void Characters(absl::string_view text) override {
    if (in_text_ > 0) absl::StrAppend(&current_.text, text);
  }

 private:
  void EndParagraph() {
    if (tables_ > 0) {
      absl::StrAppend(&row_, current_.text);
    } else {
      paragraphs.push_back(current_);
    }
    current_.text.clear();
  }

  int in_text_ = 0;
  int tables_ = 0;
  std::string row_;
  WordParagraph current_;
};

bool EndsTitle(absl::string_view text) {
  if (absl::StartsWith(text, "（") || absl::StartsWith(text, "(") ||
      absl::StartsWith(text, "各省") || FirstDate(text).has_value()) {
    return true;
  }
  const LineMark mark = ReadLineMark(text);
  return mark.kind != MarkKind::kNone || !DocumentNumber(text).empty();
}

std::string Unbracketed(absl::string_view text) {
  for (const auto& [open, close] :
       {std::pair<const char*, const char*>{"（", "）"}, {"(", ")"}}) {
    if (absl::StartsWith(text, open) && absl::EndsWith(text, close)) {
      text.remove_prefix(std::string(open).size());
      text.remove_suffix(std::string(close).size());
    }
  }
  return std::string(text);
}

// A short line that only the word processor numbered is a heading whose
// number is lost: 一般规定 for 第一节 一般规定.
bool IsLostHeading(const WordParagraph& paragraph, absl::string_view text) {
  return paragraph.numbered && ReadLineMark(text).kind == MarkKind::kNone &&
         text.size() <= 60 && !absl::EndsWith(text, "。") &&
         !absl::EndsWith(text, "；") && !absl::EndsWith(text, "：");
}

void ToDocument(const std::vector<WordParagraph>& paragraphs,
                SourceDocument* out) {
  OddCharacters odd;
  bool title = true;
  bool header = true;
  int section = 0;
  int number = 0;
  for (const WordParagraph& paragraph : paragraphs) {
    ++number;
    SourceLine line;
    line.line = number;
    line.text = CleanLine(paragraph.text, number, &odd);
    if (line.text.empty()) continue;
    if (title && (out->title.empty() || !EndsTitle(line.text))) {
      out->title += line.text;
      if (out->title.size() > 300) title = false;
      continue;
    }
    title = false;
    const LineMark mark = ReadLineMark(line.text);
    if (mark.kind == MarkKind::kArticle || mark.kind == MarkKind::kChapter ||
        mark.kind == MarkKind::kNumbered) {
      header = false;
    }
    if (mark.kind == MarkKind::kChapter) section = 0;
    if (header && (!ReadEvents(line.text).empty() ||
                   !DocumentNumber(line.text).empty())) {
      line.text = Unbracketed(line.text);
      out->header.push_back(std::move(line));
      continue;
    }
    if (IsLostHeading(paragraph, line.text)) {
      line.auto_number = true;
      line.text = absl::StrCat("第", ++section, "节 ", line.text);
    }
    out->body.push_back(std::move(line));
  }
  if (odd.zero_width > 0) {
    out->Report(0, odd.zero_width_line, Level::kDamage, "zero-width",
                absl::StrCat(odd.zero_width, " zero-width characters"),
                "taken out");
  }
}

std::string FieldOf(const google::protobuf::Struct& object,
                    const std::string& key) {
  const auto found = object.fields().find(key);
  return found == object.fields().end() ? "" : found->second.string_value();
}

}  // namespace

bool LooksLikeOldWord(absl::string_view content) {
  return absl::StartsWith(content, "\xD0\xCF\x11\xE0");
}

absl::StatusOr<SourceDocument> ReadDocx(const NamedText& file,
                                        const FileLimits& limits) {
  if (LooksLikeOldWord(file.content)) {
    return absl::InvalidArgumentError(
        "an old binary Word file (.doc) is not read; open it in an office "
        "program and save it as .docx");
  }
  ASSIGN_OR_RETURN(const std::string xml,
                   ReadZipMember(file.content, "word/document.xml", limits));
  WordHandler handler;
  RETURN_IF_ERROR(ReadXml(xml, limits, &handler));
  SourceDocument out;
  out.origin = "docx";
  out.files = {file.name};
  ToDocument(handler.paragraphs, &out);
  return out;
}

absl::StatusOr<std::vector<SourceDocument>> ReadDocxChunks(
    const NamedText& file) {
  std::map<std::string, SourceDocument> by_law;
  int number = 0;
  for (absl::string_view line : absl::StrSplit(file.content, '\n')) {
    ++number;
    line = absl::StripAsciiWhitespace(line);
    if (line.empty()) continue;
    google::protobuf::Struct object;
    const auto parsed = google::protobuf::util::JsonStringToMessage(
        google::protobuf::StringPiece(line.data(), line.size()), &object);
    const std::string law = FieldOf(object, "law_name");
    if (!parsed.ok() || law.empty()) {
      return absl::InvalidArgumentError(
          absl::StrCat("line ", number,
                       ": expected an object with law_name, article and "
                       "content"));
    }
    SourceDocument& document = by_law[law];
    if (document.files.empty()) {
      document.origin = "docx-chunks";
      document.files = {file.name};
      document.title = law;
      document.metadata.number = DocumentNumber(law);
    }
    OddCharacters odd;
    for (absl::string_view text :
         absl::StrSplit(FieldOf(object, "content"), '\n')) {
      SourceLine source;
      source.line = number;
      source.text = CleanLine(text, number, &odd);
      document.body.push_back(std::move(source));
    }
  }
  std::vector<SourceDocument> out;
  for (auto& [law, document] : by_law) out.push_back(std::move(document));
  return out;
}

}  // namespace zhiheng::catalog
