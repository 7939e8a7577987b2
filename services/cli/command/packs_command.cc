#include "services/cli/command/packs_command.h"

#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/cli/report/words.h"
#include "services/common/base/clock.h"
#include "services/common/base/status_macros.h"
#include "services/common/facts/canonical_json.h"

namespace zhiheng::cli {
namespace {

using rules::v1::Pack;

void PrintPack(const Pack& pack, Page* page) {
  page->Line(absl::StrCat(pack.name(), "  ", pack.version()), Ink::kBold);
  page->Row("名称", "title", pack.title());
  page->Row("事实类型", "facts", pack.facts_type());
  page->Row("规则数", "rules", absl::StrCat(pack.rule_count()));
  const std::string until = DateText(pack.in_force_until());
  page->Row(
      "效力期间", "in force",
      absl::StrCat("[", DateText(pack.in_force_from()), ", ",
                   until.empty() ? page->Say("现行", "open") : until, ")"));
  page->Row("摘要值", "digest", pack.digest(), Ink::kDim);
  for (const auto& rule : pack.rules()) {
    const Word kind = WordOf(rule.kind());
    page->Line(absl::StrCat(rule.rule(), "  ", page->Say(kind.zh, kind.en)),
               Ink::kPlain, 4);
    page->Row("", "", rule.title());
    std::vector<std::string> citations;
    for (const auto& citation : rule.citations()) {
      citations.push_back(CitationText(citation));
    }
    page->More(absl::StrJoin(citations, "; "), Ink::kDim);
  }
}

absl::StatusOr<std::vector<Pack>> Collect(const PacksOptions& options,
                                          Rules* rules, Console* console) {
  const SystemClock clock;
  const CallContext call = CallContext::Root(&clock, options.timeout);
  std::vector<Pack> packs;
  if (!options.pack.empty()) {
    rules::v1::GetPackRequest request;
    request.set_name(absl::StartsWith(options.pack, "packs/")
                         ? options.pack
                         : absl::StrCat("packs/", options.pack));
    ASSIGN_OR_RETURN(auto response, rules->GetPack(call, request));
    packs.push_back(response.pack());
    return packs;
  }
  rules::v1::ListPacksRequest request;
  do {
    ASSIGN_OR_RETURN(const auto response, rules->ListPacks(call, request));
    packs.insert(packs.end(), response.packs().begin(), response.packs().end());
    if (request.page_token().empty() && response.has_refused()) {
      console->err << "zhiheng: the packs on disk are broken; these are the "
                      "last good ones\n"
                   << response.refused().reason() << "\n";
    }
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty());
  return packs;
}

absl::Status Print(const PacksOptions& options, const std::vector<Pack>& packs,
                   Console* console) {
  if (options.json) {
    for (const Pack& pack : packs) {
      ASSIGN_OR_RETURN(const std::string json, ToCanonicalJson(pack));
      console->out << json << "\n";
    }
    return absl::OkStatus();
  }
  PageOptions page_options;
  page_options.language = options.language;
  page_options.colour = console->colour;
  page_options.width = console->width;
  Page page(page_options);
  for (const Pack& pack : packs) PrintPack(pack, &page);
  console->out << page.Text();
  return absl::OkStatus();
}

}  // namespace

ExitCode RunPacksList(const PacksOptions& options, Rules* rules,
                      Console* console) {
  const absl::StatusOr<std::vector<Pack>> packs =
      Collect(options, rules, console);
  absl::Status status = packs.status();
  if (status.ok()) status = Print(options, *packs, console);
  console->out.flush();
  if (status.ok()) return kExitOk;
  PrintStatus(status, console);
  return status.code() == absl::StatusCode::kNotFound ? kExitUsage
                                                      : kExitUnexpected;
}

}  // namespace zhiheng::cli
