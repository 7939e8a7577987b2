#include "tests/corpora/lawbench_check.h"

#include <google/protobuf/struct.pb.h>
#include <google/protobuf/util/json_util.h>

#include <fstream>
#include <iterator>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/catalog/search/chars.h"
#include "services/common/base/clock.h"
#include "services/common/base/status_macros.h"
#include "services/common/base/text.h"

namespace zhiheng::corpora {
namespace {

// Branches of law that the questions put before the title. A title that begins
// like a branch (刑法) is never followed by another one.
constexpr const char* kBranches[] = {"诉讼与非诉讼程序法", "民法商法",
                                     "社会法"};
constexpr char kEnd[] = "的内容是什么？";
constexpr char kAnswer[] = "答案:";

struct Question {
  std::string citation;
  std::string answer;
};

absl::StatusOr<std::vector<Question>> ReadQuestions(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  const std::string json(std::istreambuf_iterator<char>(in), {});
  google::protobuf::ListValue list;
  const auto parsed = google::protobuf::util::JsonStringToMessage(json, &list);
  if (!parsed.ok()) {
    return absl::NotFoundError(absl::StrCat(path, ": no list of questions"));
  }
  std::vector<Question> out;
  for (const auto& value : list.values()) {
    const auto& fields = value.struct_value().fields();
    const std::string asked = fields.at("question").string_value();
    const std::string told = fields.at("answer").string_value();
    absl::string_view citation = asked;
    absl::string_view answer = told;
    citation = absl::StripSuffix(citation, kEnd);
    for (const char* branch : kBranches) {
      if (absl::ConsumePrefix(&citation, branch)) break;
    }
    out.push_back({std::string(citation),
                   std::string(absl::StripPrefix(answer, kAnswer))});
  }
  return out;
}

// Without 第…条 in front, and bare.
std::string BareArticle(absl::string_view text) {
  if (absl::StartsWith(text, "第")) {
    const size_t end = text.find("条");
    if (end != absl::string_view::npos && end < 40) {
      text.remove_prefix(end + std::string("条").size());
    }
  }
  return Bare(text);
}

}  // namespace

std::string Bare(absl::string_view text) {
  std::string out;
  for (size_t pos = 0; pos < text.size();) {
    const char32_t c = catalog::FoldForSearch(NextCodePoint(text, &pos));
    if (catalog::Classify(c) == catalog::CharClass::kOther) continue;
    AppendUtf8(c, &out);
  }
  return out;
}

absl::StatusOr<LawBenchResult> CheckLawBench(
    const catalog::CatalogEngine& engine, const std::string& corpora,
    CivilDate as_of) {
  ASSIGN_OR_RETURN(const std::vector<Question> questions,
                   ReadQuestions(corpora + "/lawbench/1-1.json"));
  const SystemClock clock;
  LawBenchResult out;
  for (const Question& question : questions) {
    ++out.questions;
    catalog::v1::ResolveCitationRequest request;
    request.set_text(question.citation);
    request.mutable_read()->mutable_as_of()->set_year(as_of.year());
    request.mutable_read()->mutable_as_of()->set_month(as_of.month());
    request.mutable_read()->mutable_as_of()->set_day(as_of.day());
    const auto got = engine.ResolveCitation(
        CallContext::Root(&clock, absl::Minutes(1)), request);
    if (!got.ok()) {
      out.wrong.push_back(absl::StrCat(question.citation, ": ",
                                       std::string(got.status().message())));
      continue;
    }
    const std::string& text = got->provision().text().zh();
    if (text.empty()) {
      out.wrong.push_back(absl::StrCat(
          question.citation, ": ",
          catalog::v1::ResolveCitationResponse::Outcome_Name(got->outcome()),
          ": ", got->hint()));
      continue;
    }
    ++out.resolved;
    if (BareArticle(text) == BareArticle(question.answer)) {
      ++out.right;
    } else {
      out.wrong.push_back(absl::StrCat(question.citation, ": another text in ",
                                       got->citation().display()));
    }
  }
  return out;
}

}  // namespace zhiheng::corpora
