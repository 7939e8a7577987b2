#include "services/cli/command/catalog_command.h"

#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/cli/command/catalog_annotate.h"
#include "services/cli/command/catalog_page.h"
#include "services/cli/report/words.h"
#include "services/common/base/clock.h"
#include "services/common/base/status_macros.h"

namespace zhiheng::cli {
namespace {

using catalog::v1::Edition;
using catalog::v1::Provision;
using catalog::v1::ResolveCitationResponse;

std::string IntervalText(const type::v1::Date& from, const type::v1::Date& to,
                         const Page& page) {
  const std::string start = DateText(from), end = DateText(to);
  return absl::StrCat("[", start.empty() ? "…" : start, ", ",
                      end.empty() ? page.Say("现行", "open") : end, ")");
}

void PrintProvision(const Provision& provision, Page* page) {
  page->Line(CitationText(provision.citation()), Ink::kBold);
  page->Row("编号", "id", CitationKey(provision.citation()));
  if (!provision.heading().empty()) {
    page->Row("标题", "heading", provision.heading());
  }
  page->Row("效力期间", "in force",
            IntervalText(provision.effective(), provision.superseded(), *page));
  const Word status = WordOf(provision.text_status());
  page->Row("文本性质", "text is", page->Say(status.zh, status.en));
  page->Row("内容", "text", provision.text());
  if (!provision.source().empty()) {
    page->Row("来源", "source", provision.source(), Ink::kDim);
  }
}

Word WordOf(Edition::Status status) {
  switch (status) {
    case Edition::STATUS_UPCOMING:
      return {"尚未生效", "upcoming"};
    case Edition::STATUS_IN_FORCE:
      return {"现行有效", "in force"};
    case Edition::STATUS_SUPERSEDED:
      return {"被代替", "superseded"};
    case Edition::STATUS_WITHDRAWN:
      return {"废止", "withdrawn"};
    default:
      return {"", ""};
  }
}

// trademark-law, trademark-law@2019, gb-18382@2021/cl7: ids of ours are ASCII
// without blanks; printed citations are not.
std::optional<type::v1::Citation> ParseIds(absl::string_view text) {
  for (const char c : text) {
    if (!absl::ascii_isgraph(static_cast<unsigned char>(c))) {
      return std::nullopt;
    }
  }
  type::v1::Citation out;
  const size_t slash = text.find('/');
  absl::string_view head = text.substr(0, slash);
  const size_t at = head.find('@');
  if (at != absl::string_view::npos) {
    out.set_edition(std::string(head.substr(at + 1)));
    head = head.substr(0, at);
  }
  out.set_instrument(std::string(head));
  if (slash != absl::string_view::npos) {
    out.set_provision(std::string(text.substr(slash + 1)));
  }
  // GB/T10205 and the like are printed numbers, not ids.
  for (const char c : out.instrument()) {
    if (absl::ascii_isupper(static_cast<unsigned char>(c))) {
      return std::nullopt;
    }
  }
  return out;
}

absl::Status GetInstrument(const CatalogOptions& options, const std::string& id,
                           const CallContext& call, Catalog* catalog,
                           Console* console) {
  catalog::v1::GetInstrumentRequest request;
  request.set_name(absl::StrCat("instruments/", id));
  RETURN_IF_ERROR(SetAsOf(options, request.mutable_read()));
  ASSIGN_OR_RETURN(const auto response, catalog->GetInstrument(call, request));
  catalog::v1::ListEditionsRequest list;
  list.set_parent(request.name());
  *list.mutable_read() = request.read();
  ASSIGN_OR_RETURN(const auto editions, catalog->ListEditions(call, list));
  if (options.json) {
    RETURN_IF_ERROR(PrintJson(response, console));
    return PrintJson(editions, console);
  }
  Page page = MakePage(options, *console);
  const auto& instrument = response.instrument();
  page.Line(page.Say(instrument.title().zh(), instrument.title().en()),
            Ink::kBold);
  page.Row("编号", "id", id);
  if (!instrument.number().empty()) {
    page.Row("标准号", "number", instrument.number());
  }
  if (!instrument.issuer().empty()) {
    page.Row("制定机关", "issuer", instrument.issuer());
  }
  for (const Edition& edition : editions.editions()) {
    const Word status = WordOf(edition.status());
    page.Row("版本", "edition",
             absl::StrCat(
                 page.Say(edition.title().zh(), edition.title().en()), "  ",
                 IntervalText(edition.effective(), edition.superseded(), page),
                 "  ", page.Say(status.zh, status.en)));
  }
  console->out << page.Text();
  return absl::OkStatus();
}

absl::Status GetProvision(const CatalogOptions& options,
                          const type::v1::Citation& citation,
                          const CallContext& call, Catalog* catalog,
                          Console* console) {
  catalog::v1::GetProvisionRequest request;
  *request.mutable_citation() = citation;
  RETURN_IF_ERROR(SetAsOf(options, request.mutable_read()));
  ASSIGN_OR_RETURN(const auto response, catalog->GetProvision(call, request));
  if (options.json) return PrintJson(response, console);
  Page page = MakePage(options, *console);
  PrintProvision(response.provision(), &page);
  console->out << page.Text();
  return absl::OkStatus();
}

const char* OutcomeText(ResolveCitationResponse::Outcome outcome) {
  switch (outcome) {
    case ResolveCitationResponse::OUTCOME_RESOLVED:
      return "resolved";
    case ResolveCitationResponse::OUTCOME_EDITION_NOT_IN_FORCE:
      return "the edition is not in force on that day";
    case ResolveCitationResponse::OUTCOME_SUPERSEDED:
      return "it was superseded or repealed";
    case ResolveCitationResponse::OUTCOME_NO_SUCH_PROVISION:
      return "the instrument has no such provision";
    case ResolveCitationResponse::OUTCOME_UNKNOWN_INSTRUMENT:
      return "the instrument is not known";
    case ResolveCitationResponse::OUTCOME_AMBIGUOUS:
      return "several instruments have that name";
    default:
      return "unknown outcome";
  }
}

absl::StatusOr<bool> Resolve(const CatalogOptions& options,
                             const CallContext& call, Catalog* catalog,
                             Console* console) {
  catalog::v1::ResolveCitationRequest request;
  request.set_text(options.what);
  RETURN_IF_ERROR(SetAsOf(options, request.mutable_read()));
  ASSIGN_OR_RETURN(const auto response,
                   catalog->ResolveCitation(call, request));
  const bool resolved =
      response.outcome() == ResolveCitationResponse::OUTCOME_RESOLVED;
  if (options.json) {
    RETURN_IF_ERROR(PrintJson(response, console));
    return resolved;
  }
  Page page = MakePage(options, *console);
  if (response.has_provision()) PrintProvision(response.provision(), &page);
  if (!resolved) {
    page.Line(absl::StrCat(options.what, ": ", OutcomeText(response.outcome())),
              Ink::kYellow);
    if (!response.hint().empty()) page.Row("提示", "hint", response.hint());
    for (const std::string& candidate : response.candidates()) {
      page.Row("可能是", "perhaps", candidate);
    }
  }
  for (const auto& successor : response.successors()) {
    page.Row(resolved ? "原内容现在" : "现在",
             resolved ? "what it said is now" : "now", successor.display());
  }
  console->out << page.Text();
  return resolved;
}

absl::Status Search(const CatalogOptions& options, const CallContext& call,
                    Catalog* catalog, Console* console) {
  catalog::v1::SearchProvisionsRequest request;
  request.set_query(options.what);
  request.set_page_size(options.limit);
  RETURN_IF_ERROR(SetAsOf(options, request.mutable_read()));
  ASSIGN_OR_RETURN(const auto response,
                   catalog->SearchProvisions(call, request));
  if (options.json) return PrintJson(response, console);
  Page page = MakePage(options, *console);
  for (const auto& hit : response.hits()) {
    page.Line(CitationText(hit.provision().citation()), Ink::kBold);
    page.Row("编号", "id", CitationKey(hit.provision().citation()));
    page.Row("摘录", "snippet", hit.snippet());
  }
  if (response.hits().empty()) {
    page.Line(page.Say("没有找到", "nothing found"), Ink::kYellow);
  } else if (!response.next_page_token().empty()) {
    page.Line(page.Say("还有更多; 用 --limit 显示",
                       "there are more; --limit shows them"),
              Ink::kDim);
  }
  if (!response.complete()) {
    page.Line(page.Say("匹配太多，只排了一部分; 请再加些词",
                       "too many match; a part was ranked: add some words"),
              Ink::kDim);
  }
  console->out << page.Text();
  return absl::OkStatus();
}

}  // namespace

ExitCode RunCatalogGet(const CatalogOptions& options, Catalog* catalog,
                       Console* console) {
  const SystemClock clock;
  const CallContext call = CallContext::Root(&clock, options.timeout);
  const std::optional<type::v1::Citation> ids = ParseIds(options.what);
  if (!ids.has_value()) {
    return FinishResolve(Resolve(options, call, catalog, console), console);
  }
  if (ids->provision().empty() && ids->edition().empty()) {
    return Finish(
        GetInstrument(options, ids->instrument(), call, catalog, console),
        console);
  }
  return Finish(GetProvision(options, *ids, call, catalog, console), console);
}

ExitCode RunCatalogSearch(const CatalogOptions& options, Catalog* catalog,
                          Console* console) {
  const SystemClock clock;
  const CallContext call = CallContext::Root(&clock, options.timeout);
  return Finish(Search(options, call, catalog, console), console);
}

ExitCode RunCatalogCite(const CatalogOptions& options, Catalog* catalog,
                        Console* console) {
  const SystemClock clock;
  const CallContext call = CallContext::Root(&clock, options.timeout);
  if (NamesText(options.what)) {
    return FinishResolve(Annotate(options, call, catalog, console), console);
  }
  return FinishResolve(Resolve(options, call, catalog, console), console);
}

}  // namespace zhiheng::cli
