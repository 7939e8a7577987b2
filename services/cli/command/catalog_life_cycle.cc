// diff, applicable and watch. Tested by catalog_life_cycle_test.cc.
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/cli/command/catalog_command.h"
#include "services/cli/command/catalog_page.h"
#include "services/cli/report/words.h"
#include "services/common/base/clock.h"
#include "services/common/base/status_macros.h"

namespace zhiheng::cli {
namespace {

using catalog::v1::ApplicableInstrument;
using catalog::v1::DiffSpan;
using catalog::v1::ProvisionChange;

// trademark-law@2019.
absl::StatusOr<std::string> EditionName(const std::string& what) {
  const std::vector<std::string> parts = absl::StrSplit(what, '@');
  if (parts.size() != 2 || parts[0].empty() || parts[1].empty()) {
    return absl::InvalidArgumentError(absl::StrCat(
        "\"", what, "\" is no edition; say it as trademark-law@2019"));
  }
  return absl::StrCat("instruments/", parts[0], "/editions/", parts[1]);
}

std::string KindWord(ProvisionChange::Kind kind, const Page& page) {
  switch (kind) {
    case ProvisionChange::KIND_CHANGED:
      return page.Say("修改", "changed");
    case ProvisionChange::KIND_MOVED:
      return page.Say("移动", "moved");
    case ProvisionChange::KIND_ADDED:
      return page.Say("新增", "added");
    case ProvisionChange::KIND_REMOVED:
      return page.Say("删除", "removed");
    default:
      return page.Say("未变", "unchanged");
  }
}

// What was taken out between [- -], what came in between {+ +}.
std::string Marked(const ProvisionChange& change) {
  std::string out;
  for (const DiffSpan& span : change.spans()) {
    switch (span.kind()) {
      case DiffSpan::KIND_REMOVED:
        absl::StrAppend(&out, "[-", span.text(), "-]");
        break;
      case DiffSpan::KIND_ADDED:
        absl::StrAppend(&out, "{+", span.text(), "+}");
        break;
      default:
        absl::StrAppend(&out, span.text());
    }
  }
  return out;
}

absl::Status Diff(const CatalogOptions& options, const CallContext& call,
                  Catalog* catalog, Console* console) {
  if (options.words.size() != 2) {
    return absl::InvalidArgumentError(
        "say two editions, as trademark-law@2019 trademark-law@2026");
  }
  catalog::v1::DiffEditionsRequest request;
  ASSIGN_OR_RETURN(*request.mutable_from(), EditionName(options.words[0]));
  ASSIGN_OR_RETURN(*request.mutable_to(), EditionName(options.words[1]));
  RETURN_IF_ERROR(SetAsOf(options, request.mutable_read()));
  ASSIGN_OR_RETURN(const auto response, catalog->DiffEditions(call, request));
  if (options.json) return PrintJson(response, console);
  Page page = MakePage(options, *console);
  for (const ProvisionChange& change : response.changes()) {
    std::vector<std::string> ends;
    if (change.has_from()) ends.push_back(CitationText(change.from()));
    if (change.has_to()) ends.push_back(CitationText(change.to()));
    page.Line(absl::StrCat(KindWord(change.kind(), page), "  ",
                           absl::StrJoin(ends, " → ")),
              Ink::kBold);
    page.Row("文本", "text", Marked(change));
  }
  page.Line(absl::StrCat(page.Say("未变", "unchanged"), " ",
                         response.unchanged(), ", ", page.Say("其他", "other"),
                         " ", response.changes_size()));
  console->out << page.Text();
  return absl::OkStatus();
}

void PrintApplicable(const ApplicableInstrument& one, Page* page) {
  const auto& edition = one.has_edition() ? one.edition() : one.upcoming();
  const bool must = one.force() == ApplicableInstrument::FORCE_MANDATORY;
  page->Line(absl::StrCat(must ? page->Say("强制", "mandatory")
                               : page->Say("推荐", "recommended"),
                          "  ",
                          edition.number().empty()
                              ? page->Say(one.instrument().title().zh(),
                                          one.instrument().title().en())
                              : absl::StrCat(edition.number(), "  ",
                                             one.instrument().title().zh())),
             Ink::kBold);
  page->Row("作用", "rules", one.role());
  page->Row("理由", "because", one.reason());
  if (!one.has_edition()) {
    page->Row("注意", "note",
              page->Say("尚未生效", "published, not in force yet"));
  } else if (one.has_upcoming()) {
    page->Row("即将实施", "upcoming",
              absl::StrCat(one.upcoming().number(), "  ",
                           DateText(one.upcoming().effective())));
  }
  if (one.needs_size() > 0) {
    page->Row("还需知道", "depends on", absl::StrJoin(one.needs(), ", "));
  }
}

absl::Status Applicable(const CatalogOptions& options, const CallContext& call,
                        Catalog* catalog, Console* console) {
  catalog::v1::ResolveApplicableRequest request;
  for (const std::string& category : options.words) {
    request.mutable_product()->add_categories(category);
  }
  for (const std::string& fact : options.facts) {
    const std::pair<std::string, std::string> parts =
        absl::StrSplit(fact, absl::MaxSplits('=', 1));
    if (parts.first.empty() || parts.second.empty()) {
      return absl::InvalidArgumentError(
          absl::StrCat("\"", fact, "\" is not NAME=VALUE"));
    }
    (*request.mutable_product()->mutable_attributes())[parts.first] =
        parts.second;
  }
  request.mutable_product()->set_region_code(options.region);
  RETURN_IF_ERROR(SetAsOf(options, request.mutable_read()));
  ASSIGN_OR_RETURN(const auto response,
                   catalog->ResolveApplicable(call, request));
  if (options.json) return PrintJson(response, console);
  Page page = MakePage(options, *console);
  for (const ApplicableInstrument& one : response.instruments()) {
    PrintApplicable(one, &page);
  }
  if (response.instruments().empty()) {
    page.Line(page.Say("没有适用的文件", "nothing known applies"),
              Ink::kYellow);
  }
  console->out << page.Text();
  return absl::OkStatus();
}

absl::Status Watch(const CatalogOptions& options, const CallContext& call,
                   Catalog* catalog, Console* console) {
  catalog::v1::WatchChangesRequest request;
  request.set_after(options.after);
  for (const std::string& id : options.words) {
    request.add_instruments(absl::StrCat("instruments/", id));
  }
  int left = options.limit;
  std::string token = options.after;
  const absl::Status status = catalog->WatchChanges(
      call, request, [&](const catalog::v1::WatchChangesResponse& message) {
        for (const auto& change : message.changes()) {
          if (left-- <= 0) return false;
          token = change.snapshot_token();
          console->out << change.instrument() << "  " << change.origin() << "  "
                       << absl::StrJoin(change.editions(), " ") << "\n";
        }
        if (left > 0) token = message.snapshot_token();
        console->out.flush();
        return left > 0;
      });
  if (status.ok() || absl::IsDeadlineExceeded(status) ||
      absl::IsCancelled(status)) {
    console->out << "--after " << token << "\n";
    return absl::OkStatus();
  }
  return status;
}

}  // namespace

ExitCode RunCatalogDiff(const CatalogOptions& options, Catalog* catalog,
                        Console* console) {
  const SystemClock clock;
  const CallContext call = CallContext::Root(&clock, options.timeout);
  return Finish(Diff(options, call, catalog, console), console);
}

ExitCode RunCatalogApplicable(const CatalogOptions& options, Catalog* catalog,
                              Console* console) {
  const SystemClock clock;
  const CallContext call = CallContext::Root(&clock, options.timeout);
  return Finish(Applicable(options, call, catalog, console), console);
}

ExitCode RunCatalogWatch(const CatalogOptions& options, Catalog* catalog,
                         Console* console) {
  const SystemClock clock;
  const CallContext call = CallContext::Root(&clock, options.timeout);
  return Finish(Watch(options, call, catalog, console), console);
}

}  // namespace zhiheng::cli
