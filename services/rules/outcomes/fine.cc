#include "services/rules/outcomes/fine.h"

#include <utility>

#include "absl/strings/str_cat.h"

namespace zhiheng::rules {
namespace {

namespace pb = ::zhiheng::rules::v1;
using Bound = BoundedAmount::Bound;

struct End {
  std::optional<Decimal> value;  // nullopt: waits for the base, or open
  std::string symbol;            // 250,000 or 0.3 × G
  std::string working;           // 5 × V = 5 × 1,440,000.00 = 7,200,000.00
  bool overflow = false;
};

const char* Relation(Bound bound) {
  return bound == Bound::kAtLeast ? "≥" : bound == Bound::kAtMost ? "≤" : "=";
}

End ComputeEnd(const FineEnd& end, const FineInput& input) {
  End out;
  if (end.amount.has_value()) {
    out.value = *end.amount;
    out.symbol = ShowYuan(*end.amount);
    return out;
  }
  const Decimal times = end.times.value_or(Decimal());
  const std::string product =
      absl::StrCat(times.ToString(), " × ", input.fine->base_name);
  out.symbol = product;
  if (!input.base.has_value()) return out;
  out.value = Decimal::Multiply(times, input.base->value);
  if (!out.value.has_value()) {
    out.overflow = true;
    return out;
  }
  // The scale of the factor says nothing about money: 0.3 × 100.00 is 30.
  out.symbol = ShowYuan(*out.value);
  out.working = absl::StrCat(
      product, " ", Relation(input.base->bound), " ", times.ToString(), " × ",
      input.base->value.ToGroupedString(), " = ", out.value->ToGroupedString());
  return out;
}

void SetMoney(const Decimal& value, zhiheng::type::v1::Money* money) {
  money->set_amount(value.ToString());
}

// min + share × (max - min); nullopt when it does not fit.
std::optional<Decimal> At(const Decimal& min, const Decimal& max,
                          const char* share) {
  const std::optional<Decimal> span = Decimal::Subtract(max, min);
  if (!span.has_value()) return std::nullopt;
  const std::optional<Decimal> part =
      Decimal::Multiply(*span, *Decimal::Parse(share));
  if (!part.has_value()) return std::nullopt;
  return Decimal::Add(min, *part);
}

pb::Band* AddBand(const char* zh, const char* en, const Decimal& min,
                  const Decimal& max, pb::FineInterval* interval) {
  pb::Band* band = interval->add_bands();
  band->mutable_name()->set_zh(zh);
  band->mutable_name()->set_en(en);
  SetMoney(min.Normalized(), band->mutable_min());
  SetMoney(max.Normalized(), band->mutable_max());
  band->set_basis("0.3 / 0.4 / 0.3");
  return band;
}

// Lighter: the lowest 30 % with its upper end; heavier: the highest 30 % with
// its lower end; ordinary: what lies between.
void AddBands(const Decimal& min, const Decimal& max, bool min_exclusive,
              pb::FineInterval* interval) {
  const std::optional<Decimal> low = At(min, max, "0.3");
  const std::optional<Decimal> high = At(min, max, "0.7");
  if (!low.has_value() || !high.has_value()) return;
  AddBand("从轻", "lighter", min, *low, interval)
      ->set_min_exclusive(min_exclusive);
  pb::Band* ordinary = AddBand("一般", "ordinary", *low, *high, interval);
  ordinary->set_min_exclusive(true);
  ordinary->set_max_exclusive(true);
  AddBand("从重", "heavier", *high, max, interval);
}

// Index of the band a fine lies in: 0 lighter, 1 ordinary, 2 heavier.
int BandOf(const Decimal& fine, const Decimal& min, const Decimal& max) {
  const std::optional<Decimal> low = At(min, max, "0.3");
  const std::optional<Decimal> high = At(min, max, "0.7");
  if (!low.has_value() || !high.has_value()) return -1;
  return fine <= *low ? 0 : fine < *high ? 1 : 2;
}

std::string Position(const Decimal& fine, const Decimal& min,
                     const Decimal& max) {
  const std::optional<Decimal> part = Decimal::Subtract(fine, min);
  const std::optional<Decimal> span = Decimal::Subtract(max, min);
  if (!part.has_value() || !span.has_value() || span->is_zero()) return "";
  const std::optional<Decimal> hundredfold =
      Decimal::Multiply(*part, Decimal::FromInt(100));
  if (!hundredfold.has_value()) return "";
  const std::optional<Decimal> percent =
      Decimal::DivideRounded(*hundredfold, *span, 1, Rounding::kHalfUp);
  return percent.has_value() ? percent->ToString() : "";
}

void HoldAgainst(const Decimal& fine, const End& min, const End& max,
                 FineResult* result) {
  pb::FineInterval& interval = result->interval;
  pb::ReportedFine* reported = interval.mutable_reported();
  SetMoney(fine, reported->mutable_fine());
  const std::string shown = ShowYuan(fine);
  const bool above_min =
      min.value.has_value() &&
      (interval.min_exclusive() ? fine > *min.value : fine >= *min.value);
  const bool below_max = max.value.has_value() && fine <= *max.value;
  const bool min_open = !min.value.has_value();
  const bool max_open = !max.value.has_value() || interval.max_at_least();
  auto* text = reported->mutable_text();
  if (above_min && below_max) {
    reported->set_inside(true);
    const std::string place =
        interval.max_at_least() ? "" : Position(fine, *min.value, *max.value);
    reported->set_position_pct(place);
    text->set_zh(absl::StrCat("所报罚款 ", shown, " 在区间之内"));
    text->set_en(absl::StrCat("the reported fine ", shown, " lies inside"));
    if (!place.empty()) {
      absl::StrAppend(text->mutable_zh(), "，位于幅度的 ", place, "%");
      absl::StrAppend(text->mutable_en(), ", at ", place, " % of the span");
    }
    if (!interval.bands().empty()) {
      const int band = BandOf(fine, *min.value, *max.value);
      if (band >= 0) {
        absl::StrAppend(text->mutable_zh(), "，属",
                        interval.bands(band).name().zh(), "幅度");
        absl::StrAppend(text->mutable_en(), ", in the ",
                        interval.bands(band).name().en(), " band");
      }
    }
    return;
  }
  const bool too_low = !above_min && !min_open;
  const bool too_high = !below_max && !max_open;
  if (!too_low && !too_high) {
    // An end waits for the base; whether the fine is inside does too.
    result->needs_base = true;
    text->set_zh(
        absl::StrCat("所报罚款 ", shown, " 是否在区间之内，待补充事实"));
    text->set_en(absl::StrCat("whether the reported fine ", shown,
                              " lies inside waits for facts"));
    return;
  }
  result->contradicted = !interval.hypothetical();
  text->set_zh(
      absl::StrCat("所报罚款 ", shown, too_low ? " 低于下限" : " 高于上限"));
  text->set_en(absl::StrCat(
      "the reported fine ", shown,
      too_low ? " lies below the lower end" : " lies above the upper end"));
}

void Explain(const FineInput& input, const End& min, const End& max,
             pb::FineInterval* interval) {
  std::string zh = input.reason.zh;
  std::string en = input.reason.en;
  const auto add = [&](const std::string& part_zh, const std::string& part_en) {
    absl::StrAppend(&zh, zh.empty() ? "" : "；", part_zh);
    absl::StrAppend(&en, en.empty() ? "" : "; ", part_en);
  };
  const bool multiplies = !min.working.empty() || !max.working.empty();
  if (!input.fine->base_name.empty() && !input.base.has_value()) {
    const std::string& name = input.fine->base_name;
    add(absl::StrCat(name, "（", input.fine->base_label.zh, "）待补充"),
        absl::StrCat(name, " (", input.fine->base_label.en, ") not known"));
  } else if (multiplies) {
    const std::string value = absl::StrCat(Relation(input.base->bound), " ",
                                           input.base->value.ToGroupedString());
    add(absl::StrCat(input.fine->base_name, "（", input.fine->base_label.zh,
                     "）", value),
        absl::StrCat(input.fine->base_name, " (", input.fine->base_label.en,
                     ") ", value));
  }
  for (const End* end : {&min, &max}) {
    if (!end->working.empty()) add(end->working, end->working);
  }
  const std::string upper = interval->has_max() || !max.symbol.empty()
                                ? absl::StrCat(max.symbol, "]")
                                : "∞)";
  const std::string shown = absl::StrCat(zh.empty() ? "" : " → ",
                                         interval->min_exclusive() ? "(" : "[",
                                         min.symbol, ", ", upper);
  absl::StrAppend(&zh, shown,
                  interval->max_at_least() ? "（上限至少如此）" : "");
  absl::StrAppend(
      &en, shown,
      interval->max_at_least() ? " (the upper end is at least that)" : "");
  interval->mutable_arithmetic()->set_zh(zh);
  interval->mutable_arithmetic()->set_en(en);
}

}  // namespace

std::string ShowYuan(const Decimal& amount) {
  const Decimal plain = amount.Normalized();
  const int digits = plain.scale() == 1 ? 2 : plain.scale();
  return plain.Rounded(digits, Rounding::kDown)
      .value_or(plain)
      .ToGroupedString();
}

FineResult ComputeFine(const FineInput& input) {
  FineResult result;
  pb::FineInterval& interval = result.interval;
  const FineProgram& fine = *input.fine;
  interval.set_mode(fine.must ? pb::FineInterval::MODE_MUST
                              : pb::FineInterval::MODE_MAY);
  interval.set_min_exclusive(fine.min_exclusive);
  interval.set_hypothetical(input.hypothetical);
  const End min = ComputeEnd(fine.min, input);
  const End max = fine.max.has_value() ? ComputeEnd(*fine.max, input) : End{};
  if (min.overflow || max.overflow) {
    result.overflow = true;
    return result;
  }
  if (min.value.has_value()) {
    SetMoney(min.value->Normalized(), interval.mutable_min());
  }
  if (max.value.has_value()) {
    SetMoney(max.value->Normalized(), interval.mutable_max());
    interval.set_max_at_least(!max.working.empty() &&
                              input.base->bound == Bound::kAtLeast);
  }
  const bool waits = !fine.base_name.empty() && !input.base.has_value() &&
                     (!min.value.has_value() ||
                      (fine.max.has_value() && !max.value.has_value()));
  result.needs_base = waits;
  Explain(input, min, max, &interval);
  if (fine.bands_thirds30 && min.value.has_value() && max.value.has_value() &&
      !interval.max_at_least()) {
    AddBands(*min.value, *max.value, fine.min_exclusive, &interval);
  }
  if (input.reported.has_value()) {
    HoldAgainst(*input.reported, min, max, &result);
  }
  return result;
}

}  // namespace zhiheng::rules
