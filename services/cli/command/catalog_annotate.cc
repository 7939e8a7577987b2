#include "services/cli/command/catalog_annotate.h"

#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

#include "absl/strings/str_cat.h"
#include "services/cli/command/catalog_page.h"
#include "services/cli/report/page.h"
#include "services/common/base/status_macros.h"

namespace zhiheng::cli {
namespace {

using catalog::v1::AnnotatedCitation;
using catalog::v1::AnnotateTextResponse;
using Outcome = catalog::v1::ResolveCitationResponse;

absl::StatusOr<std::string> ReadText(const std::string& what) {
  if (what == "-") {
    return std::string(std::istreambuf_iterator<char>(std::cin), {});
  }
  std::ifstream in(what, std::ios::binary);
  if (!in) return absl::NotFoundError(absl::StrCat(what, ": cannot be read"));
  return std::string(std::istreambuf_iterator<char>(in), {});
}

std::string OutcomeWord(Outcome::Outcome outcome, const Page& page) {
  switch (outcome) {
    case Outcome::OUTCOME_RESOLVED:
      return page.Say("有效", "in force");
    case Outcome::OUTCOME_EDITION_NOT_IN_FORCE:
      return page.Say("尚未生效", "not yet in force");
    case Outcome::OUTCOME_SUPERSEDED:
      return page.Say("已被代替或废止", "superseded");
    case Outcome::OUTCOME_NO_SUCH_PROVISION:
      return page.Say("无此条款", "no such provision");
    case Outcome::OUTCOME_UNKNOWN_INSTRUMENT:
      return page.Say("未知文件", "unknown instrument");
    case Outcome::OUTCOME_AMBIGUOUS:
      return page.Say("名称不唯一", "ambiguous");
    default:
      return "";
  }
}

// 12:3, both from 1; columns are characters.
class Places {
 public:
  explicit Places(const std::string& text) : text_(text) {}
  // REQUIRES: offsets ascend from call to call.
  std::string At(int64_t byte) {
    for (; at_ < byte && at_ < static_cast<int64_t>(text_.size()); ++at_) {
      const unsigned char c =
          static_cast<unsigned char>(text_[static_cast<size_t>(at_)]);
      if (c == '\n') {
        ++line_;
        column_ = 1;
      } else if ((c & 0xC0) != 0x80) {
        ++column_;
      }
    }
    return absl::StrCat(line_, ":", column_);
  }

 private:
  const std::string& text_;
  int64_t at_ = 0;
  int line_ = 1;
  int column_ = 1;
};

void PrintOne(const AnnotatedCitation& one, const std::string& place,
              Page* page) {
  const bool good = one.outcome() == Outcome::OUTCOME_RESOLVED;
  page->Line(absl::StrCat(place, "  ", one.canonical(), "  ",
                          OutcomeWord(one.outcome(), *page)),
             good && one.slips().empty() ? Ink::kPlain : Ink::kYellow);
  for (const auto& slip : one.slips()) {
    page->Row("错字", "misprint",
              absl::StrCat(slip.kind(), ": ", slip.message()));
  }
  if (!good && !one.hint().empty()) page->Row("提示", "hint", one.hint());
  for (const auto& successor : one.successors()) {
    page->Row(good ? "原内容现在" : "现在",
              good ? "what it said is now" : "now", successor.display());
  }
}

}  // namespace

bool NamesText(const std::string& what) {
  std::error_code error;
  return what == "-" || std::filesystem::is_regular_file(what, error);
}

absl::StatusOr<bool> Annotate(const CatalogOptions& options,
                              const CallContext& call, Catalog* catalog,
                              Console* console) {
  catalog::v1::AnnotateTextRequest request;
  ASSIGN_OR_RETURN(*request.mutable_text(), ReadText(options.what));
  RETURN_IF_ERROR(SetAsOf(options, request.mutable_read()));
  ASSIGN_OR_RETURN(const AnnotateTextResponse response,
                   catalog->AnnotateText(call, request));
  int bad = 0;
  for (const AnnotatedCitation& one : response.citations()) {
    if (one.outcome() != Outcome::OUTCOME_RESOLVED || one.slips_size() > 0) {
      ++bad;
    }
  }
  if (options.json) {
    RETURN_IF_ERROR(PrintJson(response, console));
    return bad == 0;
  }
  Page page = MakePage(options, *console);
  Places places(request.text());
  for (const AnnotatedCitation& one : response.citations()) {
    PrintOne(one, places.At(one.span().begin_byte()), &page);
  }
  page.Line(absl::StrCat(page.Say("引用", "citations"), " ",
                         response.citations_size(), ", ",
                         page.Say("有问题", "with problems"), " ", bad));
  console->out << page.Text();
  return bad == 0;
}

}  // namespace zhiheng::cli
