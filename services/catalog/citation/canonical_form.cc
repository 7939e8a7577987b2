// Tested by scanner_test.cc.
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/catalog/citation/scanner.h"

namespace zhiheng::catalog {

std::string CanonicalForm(const FoundCitation& citation) {
  const ParsedCitation& parsed = citation.parsed;
  std::string title = parsed.title;
  constexpr absl::string_view kCountry = "中华人民共和国";
  if (absl::StartsWith(title, kCountry) && title.size() > kCountry.size() + 3) {
    title.erase(0, kCountry.size());
  }
  std::string out = !parsed.standard_number.empty() ? parsed.standard_number
                    : !title.empty()                ? title
                                                    : parsed.document_number;
  if (out.empty()) out = "?";
  if (!parsed.standard_number.empty() && !parsed.year.empty()) {
    const bool international = absl::StartsWith(parsed.standard_number, "I");
    absl::StrAppend(&out, international ? ":" : "-", parsed.year);
  }
  if (!parsed.path.empty()) {
    absl::StrAppend(&out, " ", FormatProvisionId(parsed.path));
  }
  if (!citation.until.empty()) {
    absl::StrAppend(&out, "..", FormatProvisionId(citation.until));
  }
  return out;
}

}  // namespace zhiheng::catalog
