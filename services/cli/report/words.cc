#include "services/cli/report/words.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/common/exact/decimal.h"
#include "zhiheng/type/v1/citation.pb.h"
#include "zhiheng/type/v1/date.pb.h"
#include "zhiheng/type/v1/money.pb.h"

namespace zhiheng::cli {

Word WordOf(rules::v1::Outcome outcome) {
  switch (outcome) {
    case rules::v1::OUTCOME_COMPLIANT:
      return {"符合", "COMPLIANT"};
    case rules::v1::OUTCOME_NON_COMPLIANT:
      return {"不符合", "NON_COMPLIANT"};
    case rules::v1::OUTCOME_NOT_APPLICABLE:
      return {"不适用", "NOT_APPLICABLE"};
    case rules::v1::OUTCOME_NEEDS_FACTS:
      return {"待补充事实", "NEEDS_FACTS"};
    case rules::v1::OUTCOME_NEEDS_REVIEW:
      return {"待人工判断", "NEEDS_REVIEW"};
    case rules::v1::OUTCOME_ERROR:
      return {"出错", "ERROR"};
    default:
      return {"未知", "UNKNOWN"};
  }
}

Word WordOf(rules::v1::ReviewReason reason) {
  switch (reason) {
    case rules::v1::REVIEW_REASON_SUSPECTED:
      return {"存疑", "suspected"};
    case rules::v1::REVIEW_REASON_JUDGEMENT:
      return {"法律判断", "legal judgement"};
    case rules::v1::REVIEW_REASON_CONFLICTING_EVIDENCE:
      return {"证据矛盾", "conflicting evidence"};
    case rules::v1::REVIEW_REASON_TEXT_NOT_LOADED:
      return {"未载入官方文本", "official text not loaded"};
    case rules::v1::REVIEW_REASON_CHECKLIST:
      return {"人工核查项", "checklist item"};
    default:
      return {"", ""};
  }
}

Word WordOf(rules::v1::RuleKind kind) {
  switch (kind) {
    case rules::v1::RULE_KIND_REQUIREMENT:
      return {"要求", "requirement"};
    case rules::v1::RULE_KIND_CONDUCT:
      return {"违法行为", "conduct"};
    case rules::v1::RULE_KIND_SANCTION:
      return {"处罚", "sanction"};
    case rules::v1::RULE_KIND_DUTY:
      return {"期限义务", "duty"};
    case rules::v1::RULE_KIND_CHECKLIST:
      return {"核查项", "checklist"};
    default:
      return {"", ""};
  }
}

Word WordOf(rules::v1::Severity severity) {
  switch (severity) {
    case rules::v1::SEVERITY_INFO:
      return {"提示", "info"};
    case rules::v1::SEVERITY_MINOR:
      return {"轻微", "minor"};
    case rules::v1::SEVERITY_MAJOR:
      return {"一般", "major"};
    case rules::v1::SEVERITY_CRITICAL:
      return {"严重", "critical"};
    default:
      return {"", ""};
  }
}

Word WordOf(rules::v1::Duty::Status status) {
  switch (status) {
    case rules::v1::Duty::STATUS_ON_TIME:
      return {"按期完成", "done in time"};
    case rules::v1::Duty::STATUS_LATE:
      return {"逾期完成", "done late"};
    case rules::v1::Duty::STATUS_DUE:
      return {"尚未到期", "still due"};
    case rules::v1::Duty::STATUS_OVERDUE:
      return {"已逾期", "overdue"};
    case rules::v1::Duty::STATUS_NEEDS_FACTS:
      return {"日期待补充", "a date is missing"};
    case rules::v1::Duty::STATUS_NO_DUE_DATE:
      return {"无固定期限", "no fixed day"};
    default:
      return {"", ""};
  }
}

Word WordOf(catalog::v1::TextStatus status) {
  switch (status) {
    case catalog::v1::TEXT_STATUS_OFFICIAL:
      return {"官方文本", "official text"};
    case catalog::v1::TEXT_STATUS_CONSOLIDATED:
      return {"整理文本", "consolidated text"};
    case catalog::v1::TEXT_STATUS_SUMMARY:
      return {"摘要, 非原文", "summary, not a quotation"};
    case catalog::v1::TEXT_STATUS_ABSENT:
      return {"未收录文本", "text not held"};
    default:
      return {"", ""};
  }
}

Word WordOf(gateway::v1::BackendStatus::State state) {
  switch (state) {
    case gateway::v1::BackendStatus::STATE_OK:
      return {"正常", "ok"};
    case gateway::v1::BackendStatus::STATE_LATE:
      return {"超时", "late"};
    case gateway::v1::BackendStatus::STATE_FAILED:
      return {"失败", "failed"};
    case gateway::v1::BackendStatus::STATE_NOT_CALLED:
      return {"未调用", "not called"};
    default:
      return {"", ""};
  }
}

const char* MarkOf(rules::v1::Outcome outcome) {
  switch (outcome) {
    case rules::v1::OUTCOME_COMPLIANT:
      return "✓";
    case rules::v1::OUTCOME_NON_COMPLIANT:
      return "✗";
    case rules::v1::OUTCOME_NEEDS_FACTS:
      return "?";
    case rules::v1::OUTCOME_NEEDS_REVIEW:
      return "◆";
    case rules::v1::OUTCOME_ERROR:
      return "!";
    default:
      return "-";
  }
}

Ink InkOf(rules::v1::Outcome outcome) {
  switch (outcome) {
    case rules::v1::OUTCOME_COMPLIANT:
      return Ink::kGreen;
    case rules::v1::OUTCOME_NON_COMPLIANT:
      return Ink::kRed;
    case rules::v1::OUTCOME_NEEDS_FACTS:
    case rules::v1::OUTCOME_NEEDS_REVIEW:
      return Ink::kYellow;
    case rules::v1::OUTCOME_ERROR:
      return Ink::kMagenta;
    default:
      return Ink::kDim;
  }
}

std::string DateText(const type::v1::Date& date) {
  if (date.year() == 0) return "";
  if (date.month() == 0) return absl::StrFormat("%04d", date.year());
  if (date.day() == 0) {
    return absl::StrFormat("%04d-%02d", date.year(), date.month());
  }
  return absl::StrFormat("%04d-%02d-%02d", date.year(), date.month(),
                         date.day());
}

std::string AmountText(const type::v1::Money& money) {
  const auto amount = Decimal::Parse(money.amount());
  return amount.ok() ? amount->ToGroupedString() : money.amount();
}

std::string CurrencyText(const type::v1::Money& money, Language language) {
  if (!money.currency_code().empty() && money.currency_code() != "CNY") {
    return money.currency_code();
  }
  switch (language) {
    case Language::kZh:
      return "元";
    case Language::kEn:
      return "CNY";
    case Language::kBoth:
      return "元 CNY";
  }
  return "";
}

std::string CitationText(const type::v1::Citation& citation) {
  return citation.display().empty() ? CitationKey(citation)
                                    : citation.display();
}

std::string CitationKey(const type::v1::Citation& citation) {
  std::string out = citation.instrument();
  if (!citation.edition().empty())
    absl::StrAppend(&out, "@", citation.edition());
  if (!citation.provision().empty()) {
    absl::StrAppend(&out, "/", citation.provision());
  }
  return out;
}

std::string ShortDigest(absl::string_view digest) {
  return std::string(digest.substr(0, 12));
}

}  // namespace zhiheng::cli
