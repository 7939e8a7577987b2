// The words officers use, for the enums of the wire; and how dates, money and
// digests print.
//
// Stateless, thread-safe.
#ifndef SERVICES_CLI_REPORT_WORDS_H_
#define SERVICES_CLI_REPORT_WORDS_H_

#include <string>

#include "absl/strings/string_view.h"
#include "services/cli/report/page.h"
#include "zhiheng/catalog/v1/provision.pb.h"
#include "zhiheng/gateway/v1/assessment.pb.h"
#include "zhiheng/rules/v1/consequence.pb.h"
#include "zhiheng/rules/v1/finding.pb.h"

namespace zhiheng::type::v1 {
class Citation;
class Date;
class Money;
}  // namespace zhiheng::type::v1

namespace zhiheng::cli {

// A word in both languages; string literals.
struct Word {
  const char* zh;
  const char* en;
};

Word WordOf(rules::v1::Outcome outcome);
Word WordOf(rules::v1::ReviewReason reason);
Word WordOf(rules::v1::RuleKind kind);
Word WordOf(rules::v1::Severity severity);
Word WordOf(rules::v1::Duty::Status status);
Word WordOf(catalog::v1::TextStatus status);
Word WordOf(gateway::v1::BackendStatus::State state);

// What stands before a finding: ✗ ✓ ? …
const char* MarkOf(rules::v1::Outcome outcome);
Ink InkOf(rules::v1::Outcome outcome);

// 2024-09-30, 2024-09, 2024; empty when unset.
std::string DateText(const type::v1::Date& date);
// 250,000.00, as printed by whoever wrote it; the text itself when it is none.
std::string AmountText(const type::v1::Money& money);
// 元 CNY for both languages; the code of another currency.
std::string CurrencyText(const type::v1::Money& money, Language language);
// The printed form, or the ids when there is none.
std::string CitationText(const type::v1::Citation& citation);
// instrument/edition/provision: a key to join by.
std::string CitationKey(const type::v1::Citation& citation);
// The first 12 digits.
std::string ShortDigest(absl::string_view digest);

}  // namespace zhiheng::cli

#endif  // SERVICES_CLI_REPORT_WORDS_H_
