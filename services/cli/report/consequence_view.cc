#include "services/cli/report/consequence_view.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/cli/report/page.h"
#include "services/cli/report/words.h"
#include "zhiheng/rules/v1/consequence.pb.h"

namespace zhiheng::cli {
namespace {

using rules::v1::Consequence;
using rules::v1::Duty;
using rules::v1::FineInterval;

std::string BandText(const rules::v1::Band& band) {
  return absl::StrCat(band.min_exclusive() ? "(" : "[", AmountText(band.min()),
                      ", ", AmountText(band.max()),
                      band.max_exclusive() ? ")" : "]");
}

void PrintFine(const FineInterval& fine, Page* page) {
  const bool must = fine.mode() == FineInterval::MODE_MUST;
  std::string line = absl::StrCat(
      must ? page->Say("应当并处", "must") : page->Say("可以处", "may"), "  ",
      FineText(fine, *page));
  if (fine.hypothetical()) {
    absl::StrAppend(&line, "  ", page->Say("（假设）", "(hypothetical)"));
  }
  page->Row("罚款", "fine", line, Ink::kBold);
  page->More(fine.arithmetic());
  for (const auto& band : fine.bands()) {
    page->More(absl::StrCat(page->Say(band.name().zh(), band.name().en()), "  ",
                            BandText(band), band.basis().empty() ? "" : "  · ",
                            band.basis()),
               Ink::kDim);
  }
  if (!fine.has_reported()) return;
  const auto& reported = fine.reported();
  std::string place;
  if (!reported.position_pct().empty()) {
    place = absl::StrCat("  · ", reported.position_pct(), "%");
  }
  page->Row("已报罚款", "reported",
            absl::StrCat(
                AmountText(reported.fine()), " ",
                CurrencyText(reported.fine(), page->options().language), "  ",
                reported.inside() ? page->Say("在区间内", "inside")
                                  : page->Say("在区间外", "OUTSIDE"),
                place),
            reported.inside() ? Ink::kGreen : Ink::kRed);
  page->More(reported.text());
}

void PrintDuty(const Duty& duty, Page* page) {
  page->Row("期限义务", "duty", duty.action());
  std::vector<std::string> parts;
  if (!page->SayShort(duty.whose()).empty()) {
    parts.push_back(page->Say(duty.whose().zh(), duty.whose().en()));
  }
  const auto add = [&](const char* zh, const char* en,
                       const type::v1::Date& date) {
    const std::string day = DateText(date);
    if (!day.empty())
      parts.push_back(absl::StrCat(page->Say(zh, en), " ", day));
  };
  add("起算", "from", duty.trigger());
  add("期限至", "due", duty.due());
  add("完成", "done", duty.done());
  const Word status = WordOf(duty.status());
  std::string state = page->Say(status.zh, status.en);
  if (duty.days_late() > 0) {
    absl::StrAppend(&state, " ",
                    page->Say(absl::StrCat("逾", duty.days_late(), "天"),
                              absl::StrCat(duty.days_late(), " days")));
  }
  parts.push_back(state);
  const bool bad = duty.status() == Duty::STATUS_LATE ||
                   duty.status() == Duty::STATUS_OVERDUE;
  page->More(absl::StrJoin(parts, " · "), bad ? Ink::kRed : Ink::kPlain);
  page->More(duty.arithmetic(), Ink::kDim);
}

void PrintReferral(const rules::v1::Referral& referral, Page* page) {
  page->Row("移送", "referral", referral.to(), Ink::kBold);
  page->More(referral.matter());
  page->More(referral.arithmetic());
  if (referral.excludes_fine()) {
    page->More(page->Say("不得以行政罚款代替移送",
                         "no administrative fine may stand in its place"),
               Ink::kBold);
  }
}

void PrintConfiscation(const rules::v1::Confiscation& item, Page* page) {
  page->Row("没收", "confiscate", item.text());
  if (item.has_amount()) {
    page->More(
        absl::StrCat(AmountText(item.amount()), " ",
                     CurrencyText(item.amount(), page->options().language)),
        Ink::kBold);
  }
  page->More(item.arithmetic());
}

}  // namespace

std::string FineText(const FineInterval& fine, const Page& page) {
  std::string upper = page.Say("无上限", "unbounded");
  if (fine.has_max()) {
    upper =
        absl::StrCat(fine.max_at_least() ? "≥ " : "", AmountText(fine.max()));
  }
  return absl::StrCat(fine.min_exclusive() ? "(" : "[", AmountText(fine.min()),
                      ", ", upper, fine.has_max() ? "] " : ") ",
                      CurrencyText(fine.has_max() ? fine.max() : fine.min(),
                                   page.options().language));
}

void PrintConsequence(const Consequence& consequence, Page* page) {
  switch (consequence.kind_case()) {
    case Consequence::kOrder:
      page->Row("责令", "order", consequence.order().text());
      break;
    case Consequence::kConfiscation:
      PrintConfiscation(consequence.confiscation(), page);
      break;
    case Consequence::kFine:
      PrintFine(consequence.fine(), page);
      break;
    case Consequence::kReferral:
      PrintReferral(consequence.referral(), page);
      break;
    case Consequence::kDuty:
      PrintDuty(consequence.duty(), page);
      break;
    case Consequence::kRemark:
      page->Row("说明", "remark", consequence.remark().text());
      break;
    case Consequence::KIND_NOT_SET:
      return;
  }
  std::vector<std::string> citations;
  for (const auto& citation : consequence.citations()) {
    citations.push_back(CitationText(citation));
  }
  if (!citations.empty()) {
    page->More(absl::StrCat("↳ ", absl::StrJoin(citations, "; ")), Ink::kDim);
  }
}

}  // namespace zhiheng::cli
