// Tested by text_test.cc.
#include "services/catalog/importer/text/legal_events.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/catalog/model/numerals.h"
#include "services/common/base/text.h"

namespace zhiheng::catalog {
namespace {

// Bytes of one date with its spaces.
constexpr size_t kMaxDateBytes = 64;

struct FoundDate {
  size_t begin = 0;
  size_t end = 0;
  CivilDate date;
};

// A number of digits or Chinese numerals at *pos; 0 when there is none.
int NumberAt(absl::string_view text, size_t* pos) {
  std::string digits;
  size_t at = *pos;
  while (at < text.size() && digits.size() < 16) {
    size_t next = at;
    char32_t c = NextCodePoint(text, &next);
    if (c == ' ') {
      at = next;
      continue;
    }
    if (c >= 0xFF10 && c <= 0xFF19) c = c - 0xFF10 + '0';
    if (c == U'○' || c == U'O' || c == U'Ｏ') c = U'〇';
    if (!(c >= '0' && c <= '9') && ChineseDigit(c) < 0 &&
        ChineseMultiplier(c) == 0) {
      break;
    }
    AppendUtf8(c, &digits);
    at = next;
  }
  const auto value = ParseNumeral(digits);
  if (!value.has_value()) return 0;
  *pos = at;
  return static_cast<int>(*value);
}

bool WordAt(absl::string_view text, size_t* pos, absl::string_view word) {
  size_t at = *pos;
  while (at < text.size() && text[at] == ' ') ++at;
  if (!absl::StartsWith(text.substr(at), word)) return false;
  *pos = at + word.size();
  return true;
}

std::optional<FoundDate> DateAt(absl::string_view text, size_t begin) {
  size_t pos = begin;
  const int year = NumberAt(text, &pos);
  if (year < 1900 || year > 2200) return std::nullopt;
  const bool dashed = WordAt(text, &pos, "-");
  if (!dashed && !WordAt(text, &pos, "年")) return std::nullopt;
  const int month = NumberAt(text, &pos);
  if (month == 0 || !WordAt(text, &pos, dashed ? "-" : "月")) {
    return std::nullopt;
  }
  const int day = NumberAt(text, &pos);
  if (day == 0 || (!dashed && !WordAt(text, &pos, "日"))) return std::nullopt;
  const auto date = CivilDate::FromYmd(year, month, day);
  if (!date.ok() || pos - begin > kMaxDateBytes) return std::nullopt;
  return FoundDate{begin, pos, *date};
}

bool MayBeginYear(absl::string_view text, size_t pos) {
  if (text[pos] == '1' || text[pos] == '2') return true;
  return absl::StartsWith(text.substr(pos), "一九") ||
         absl::StartsWith(text.substr(pos), "二○") ||
         absl::StartsWith(text.substr(pos), "二〇") ||
         absl::StartsWith(text.substr(pos), "二Ｏ") ||
         absl::StartsWith(text.substr(pos), "二零") ||
         absl::StartsWith(text.substr(pos), "１") ||
         absl::StartsWith(text.substr(pos), "２");
}

std::vector<FoundDate> AllDates(absl::string_view text) {
  std::vector<FoundDate> out;
  for (size_t pos = 0; pos < text.size();) {
    if (MayBeginYear(text, pos)) {
      if (const auto date = DateAt(text, pos); date.has_value()) {
        out.push_back(*date);
        pos = date->end;
        continue;
      }
    }
    NextCodePoint(text, &pos);
  }
  return out;
}

struct Verb {
  const char* word;
  EventKind kind;
};
constexpr Verb kVerbs[] = {
    {"通过", EventKind::kAdopted},     {"批准", EventKind::kAdopted},
    {"公布", EventKind::kPromulgated}, {"发布", EventKind::kPromulgated},
    {"颁布", EventKind::kPromulgated}, {"印发", EventKind::kPromulgated},
    {"修正", EventKind::kAmended},     {"修改", EventKind::kAmended},
    {"修订", EventKind::kRevised},     {"施行", EventKind::kCommenced},
    {"实施", EventKind::kCommenced},   {"生效", EventKind::kCommenced},
    {"执行", EventKind::kCommenced},
};

// The verb that stands last: 《关于修改…的决定》第四次修正 is an amendment, and
// so is 根据…会议通过的…修正.
EventKind LastVerb(absl::string_view text) {
  EventKind kind = EventKind::kOther;
  size_t best = 0;
  for (const Verb& verb : kVerbs) {
    const size_t at = text.rfind(verb.word);
    if (at == absl::string_view::npos) continue;
    // 修改 inside a title: 《关于修改…的决定》.
    if (absl::StartsWith(text.substr(at), "修改") &&
        (absl::StrContains(text.substr(at), "》") ||
         absl::StrContains(text.substr(at), "的决定"))) {
      continue;
    }
    if (kind == EventKind::kOther || at >= best) {
      kind = verb.kind;
      best = at;
    }
  }
  return kind;
}

}  // namespace

std::vector<LegalEvent> ReadEvents(absl::string_view line) {
  const std::vector<FoundDate> dates = AllDates(line);
  std::vector<LegalEvent> out;
  for (size_t i = 0; i < dates.size(); ++i) {
    const size_t end = i + 1 < dates.size() ? dates[i + 1].begin : line.size();
    EventKind kind = LastVerb(line.substr(dates[i].end, end - dates[i].end));
    const absl::string_view after = line.substr(dates[i].end);
    if (absl::StartsWith(after, "起") || absl::StartsWith(after, " 起")) {
      kind = EventKind::kCommenced;
    }
    out.push_back({dates[i].date, kind});
  }
  // 根据A年…通过的…、B年…通过的…修正: the last verb is that of all.
  if (out.size() > 1 &&
      (out.back().kind == EventKind::kAmended ||
       out.back().kind == EventKind::kRevised) &&
      absl::StartsWith(line, "根据")) {
    for (LegalEvent& event : out) event.kind = out.back().kind;
  }
  return out;
}

std::optional<CivilDate> FirstDate(absl::string_view text) {
  const std::vector<FoundDate> dates = AllDates(text);
  if (dates.empty()) return std::nullopt;
  return dates[0].date;
}

std::string DocumentNumber(absl::string_view text) {
  for (absl::string_view open : {"令第", "〔", "公告第"}) {
    const size_t at = text.find(open);
    if (at == absl::string_view::npos) continue;
    const size_t close = text.find("号", at);
    if (close == absl::string_view::npos || close - at > 40) continue;
    size_t begin = at;
    // Back to the space, bracket or 日 before the issuer's name.
    while (begin > 0) {
      size_t back = begin - 1;
      while (back > 0 && (text[back] & 0xC0) == 0x80) --back;
      const absl::string_view c = text.substr(back, begin - back);
      if (c == " " || c == "（" || c == "(" || c == "日" || c == "，" ||
          c == "以" || c == "》" || c == "。") {
        break;
      }
      begin = back;
      if (at - begin > 90) return "";
    }
    return std::string(text.substr(begin, close + 3 - begin));
  }
  return "";
}

absl::string_view InForceWords(InForceBasis basis) {
  switch (basis) {
    case InForceBasis::kStated:
      return "day in force as the source states";
    case InForceBasis::kText:
      return "day in force from the last article";
    case InForceBasis::kAssumed:
      return "day in force not recorded, taken as the day of publication";
    case InForceBasis::kUnknown:
      break;
  }
  return "dates not recorded";
}

LegalDates WorkOutDates(const std::vector<LegalEvent>& events,
                        const std::vector<std::string>& closing,
                        std::optional<CivilDate> stated_published,
                        std::optional<CivilDate> stated_effective) {
  LegalDates out;
  std::optional<CivilDate> commenced;
  for (const LegalEvent& event : events) {
    if (event.kind == EventKind::kCommenced) {
      commenced = std::max(commenced.value_or(event.date), event.date);
    } else if (event.kind != EventKind::kOther || events.size() == 1) {
      if (!out.published.has_value() || event.date >= *out.published) {
        out.published = event.date;
        out.amended = event.kind == EventKind::kAmended;
      }
    }
  }
  if (!out.published.has_value()) out.published = stated_published;
  if (!out.published.has_value()) out.published = commenced;
  if (stated_effective.has_value()) {
    out.effective = stated_effective;
    out.basis = InForceBasis::kStated;
    return out;
  }
  if (commenced.has_value() &&
      (!out.published.has_value() || *commenced >= *out.published)) {
    out.effective = commenced;
    out.basis = InForceBasis::kStated;
    return out;
  }
  for (auto text = closing.rbegin(); text != closing.rend(); ++text) {
    if (!absl::StrContains(*text, "起施行") &&
        !absl::StrContains(*text, "起实施") &&
        !absl::StrContains(*text, "起生效") &&
        !absl::StrContains(*text, "起执行")) {
      continue;
    }
    // 修正 leaves the first commencement in the text: a date before this
    // edition's own is that one, and no date of this edition.
    const auto date = FirstDate(*text);
    if (date.has_value() &&
        (!out.published.has_value() || *date >= *out.published)) {
      out.effective = date;
      out.basis = InForceBasis::kText;
      return out;
    }
    if (!date.has_value() && !out.amended && out.published.has_value() &&
        (absl::StrContains(*text, "布之日") ||
         absl::StrContains(*text, "发布之日"))) {
      out.effective = out.published;
      out.basis = InForceBasis::kText;
      return out;
    }
    break;
  }
  if (out.published.has_value()) {
    out.effective = out.published;
    out.basis = InForceBasis::kAssumed;
  }
  return out;
}

}  // namespace zhiheng::catalog
