#include "tests/corpora/decisions_check.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "re2/re2.h"
#include "services/catalog/citation/fold.h"
#include "services/common/base/clock.h"
#include "services/common/base/status_macros.h"
#include "services/common/base/text.h"
#include "tests/corpora/lawbench_check.h"

namespace zhiheng::corpora {
namespace {

namespace fs = std::filesystem;
using catalog::v1::AnnotatedCitation;
using catalog::v1::AnnotateTextResponse;
using Outcome = catalog::v1::ResolveCitationResponse;

// Characters of a quotation that are compared, and that it must have.
constexpr size_t kQuoteBytes = 12 * 3;
// 规定：“ and the like may stand between a citation and what it quotes.
constexpr size_t kMaxGapChars = 6;
constexpr size_t kLongName = 10 * 3;

std::string ReadFile(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(in), {});
}

struct Judged {
  int64_t begin = 0;
  int64_t end = 0;
  std::string canonical;
  bool misprint = false;
};

std::map<std::string, std::vector<Judged>> ReadJudged(const std::string& path) {
  std::map<std::string, std::vector<Judged>> out;
  const std::string list = ReadFile(path);
  for (absl::string_view line : absl::StrSplit(list, '\n')) {
    const std::vector<std::string> f = absl::StrSplit(line, '\t');
    Judged one;
    if (f.size() < 5 || !absl::SimpleAtoi(f[1], &one.begin) ||
        !absl::SimpleAtoi(f[2], &one.end)) {
      continue;
    }
    one.canonical = f[3];
    one.misprint = f.size() > 5 && !f[5].empty();
    out[f[0]].push_back(one);
  }
  return out;
}

// The last day that a decision names is the one it was made on.
CivilDate DayOf(const std::string& text, CivilDate otherwise) {
  static const RE2* const day =
      new RE2(R"((20\d\d)\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日)");
  re2::StringPiece rest(text);
  int y = 0, m = 0, d = 0;
  CivilDate last = otherwise;
  while (RE2::FindAndConsume(&rest, *day, &y, &m, &d)) {
    const auto read = CivilDate::FromYmd(y, m, d);
    if (read.ok() && *read <= otherwise) last = *read;
  }
  return last;
}

// The words in quotation marks right behind `at`, bare; empty when none.
std::string QuoteAfter(const std::string& text, size_t at) {
  size_t pos = at;
  for (size_t i = 0; i <= kMaxGapChars && pos < text.size();) {
    const char32_t c = NextCodePoint(text, &pos);
    if (c == U'“' || c == U'”' || c == '"') {
      const size_t end = std::min(
          {text.find("”", pos), text.find("\"", pos), pos + 2 * kQuoteBytes});
      const std::string words = Bare(text.substr(pos, end - pos));
      return words.size() >= kQuoteBytes ? words.substr(0, kQuoteBytes) : "";
    }
    if (c > ' ' && c != 0x3000) ++i;
    // Another citation begins: the words are not this one's.
    if (c == U'《' || c == U'第' || c == U'、' || c == U'。') return "";
  }
  return "";
}

class Checker {
 public:
  Checker(const catalog::CatalogEngine& engine, DecisionsResult* out)
      : engine_(engine), out_(out) {}

  absl::Status Add(const std::string& id, const std::string& text,
                   const std::vector<Judged>& judged, CivilDate as_of) {
    SetDay(DayOf(text, as_of));
    catalog::v1::AnnotateTextRequest request;
    request.set_text(text);
    *request.mutable_read() = read_;
    ASSIGN_OR_RETURN(const AnnotateTextResponse got,
                     engine_.AnnotateText(Call(), request));
    ++out_->decisions;
    for (const AnnotatedCitation& one : got.citations()) {
      ++out_->citations;
      ++out_->outcomes[Outcome::Outcome_Name(one.outcome())];
      for (const auto& slip : one.slips()) ++out_->slips[slip.kind()];
      CheckPlace(id, one);
      CheckQuote(id, text, one);
    }
    for (const Judged& want : judged) CheckJudged(id, want, got);
    return absl::OkStatus();
  }

 private:
  CallContext Call() { return CallContext::Root(&clock_, absl::Minutes(1)); }

  void SetDay(CivilDate day) {
    read_.mutable_as_of()->set_year(day.year());
    read_.mutable_as_of()->set_month(day.month());
    read_.mutable_as_of()->set_day(day.day());
  }

  static std::string Article(absl::string_view provision) {
    return std::string(provision.substr(0, provision.find('.')));
  }

  // What it was resolved to is called as the text says, and has its number.
  void CheckPlace(const std::string& id, const AnnotatedCitation& one) {
    if (one.outcome() == Outcome::OUTCOME_UNKNOWN_INSTRUMENT ||
        one.outcome() == Outcome::OUTCOME_AMBIGUOUS ||
        one.outcome() == Outcome::OUTCOME_NO_SUCH_PROVISION) {
      return;
    }
    ++out_->resolved;
    const size_t space = one.canonical().rfind(' ');
    const bool whole = one.citation().provision().empty();
    std::string title = one.canonical();
    std::string provision;
    if (!whole && space != std::string::npos) {
      title = one.canonical().substr(0, space);
      provision = one.canonical().substr(space + 1);
      provision = provision.substr(0, provision.find(".."));
    }
    const bool right =
        Called(one.citation().instrument(), title) &&
        Article(provision) == Article(one.citation().provision());
    if (right) return;
    ++out_->wrong_place;
    out_->wrong.push_back(absl::StrCat(id, ":", one.span().begin_byte(), ": ",
                                       one.canonical(), " resolved to ",
                                       one.citation().display()));
  }

  bool Called(const std::string& instrument, const std::string& title) {
    auto [at, added] = names_.try_emplace(instrument);
    if (added) {
      catalog::v1::GetInstrumentRequest request;
      request.set_name(absl::StrCat("instruments/", instrument));
      const auto got = engine_.GetInstrument(Call(), request);
      if (got.ok()) {
        const auto& known = got->instrument();
        at->second = {known.title().zh(), known.number()};
        at->second.insert(at->second.end(), known.short_names().begin(),
                          known.short_names().end());
      }
    }
    const std::string key = catalog::TitleKey(title);
    for (const std::string& name : at->second) {
      const std::string known = catalog::TitleKey(name);
      if (known.empty()) continue;
      // GB 18382-2021 is called GB 18382; 中华人民共和国 may be left out, and
      // the authority named before a long title.
      if (key == known || absl::EndsWith(known, key) ||
          absl::StartsWith(key, known) ||
          (known.size() >= kLongName && absl::EndsWith(key, known))) {
        return true;
      }
    }
    // Documents are called by their numbers.
    return absl::StrContains(title, "〔") || absl::StrContains(title, "令第");
  }

  void CheckQuote(const std::string& id, const std::string& text,
                  const AnnotatedCitation& one) {
    if (one.outcome() != Outcome::OUTCOME_RESOLVED || one.has_until() ||
        one.citation().provision().empty()) {
      return;
    }
    const std::string quote =
        QuoteAfter(text, static_cast<size_t>(one.span().end_byte()));
    if (quote.empty()) return;
    catalog::v1::BatchGetProvisionsRequest request;
    *request.mutable_read() = read_;
    *request.add_citations() = one.citation();
    request.mutable_citations(0)->set_provision(
        Article(one.citation().provision()));
    const auto got = engine_.BatchGetProvisions(Call(), request);
    if (!got.ok() || !got->results(0).has_provision()) return;
    const auto& article = got->results(0).provision();
    if (article.text_status() == catalog::v1::TEXT_STATUS_SUMMARY) return;
    ++out_->quoted;
    if (absl::StrContains(Bare(article.text().zh()), quote)) {
      ++out_->quotes_found;
      return;
    }
    const std::string other = FindQuote(one.citation(), quote);
    if (other.empty()) return;
    out_->elsewhere.push_back(absl::StrCat(id, ":", one.span().begin_byte(),
                                           ": ", one.canonical(),
                                           " quotes words of ", other));
  }

  // The article of the same instrument that has the words; empty when none.
  std::string FindQuote(const type::v1::Citation& citation,
                        const std::string& quote) {
    catalog::v1::SearchProvisionsRequest request;
    request.set_query(quote);
    request.set_instrument(absl::StrCat("instruments/", citation.instrument()));
    *request.mutable_read() = read_;
    request.set_page_size(5);
    const auto got = engine_.SearchProvisions(Call(), request);
    if (!got.ok()) return "";
    for (const auto& hit : got->hits()) {
      if (absl::StrContains(Bare(hit.provision().text().zh()), quote)) {
        return hit.provision().citation().display();
      }
    }
    return "";
  }

  void CheckJudged(const std::string& id, const Judged& want,
                   const AnnotateTextResponse& got) {
    ++out_->judged;
    out_->judged_misprints += want.misprint ? 1 : 0;
    for (const AnnotatedCitation& one : got.citations()) {
      if (one.span().begin_byte() != want.begin ||
          one.span().end_byte() != want.end) {
        continue;
      }
      if (one.canonical() == want.canonical) ++out_->judged_found;
      if (want.misprint && !one.slips().empty()) ++out_->misprints_reported;
      if (want.misprint && one.slips().empty()) {
        out_->wrong.push_back(
            absl::StrCat(id, ":", want.begin, ": a misprint is not reported"));
      }
      return;
    }
  }

  const catalog::CatalogEngine& engine_;
  DecisionsResult* const out_;
  const SystemClock clock_;
  catalog::v1::ReadOptions read_;
  std::map<std::string, std::vector<std::string>> names_;
};

}  // namespace

absl::StatusOr<DecisionsResult> CheckDecisions(
    const catalog::CatalogEngine& engine, const std::string& corpora,
    const std::string& judged_list, CivilDate as_of) {
  auto judged = ReadJudged(judged_list);
  std::vector<fs::path> files;
  std::error_code error;
  const fs::path folder = fs::path(corpora) / "penalty-decisions" / "text";
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    files.push_back(entry.path());
  }
  if (files.empty()) {
    return absl::NotFoundError(absl::StrCat(folder.string(), ": no decisions"));
  }
  std::sort(files.begin(), files.end());
  DecisionsResult out;
  Checker checker(engine, &out);
  for (const fs::path& file : files) {
    const std::string id = file.stem().string();
    RETURN_IF_ERROR(checker.Add(id, ReadFile(file), judged[id], as_of));
  }
  return out;
}

}  // namespace zhiheng::corpora
