#include "services/rules/packs/citation_resolver.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/common/base/text.h"

namespace zhiheng::rules {

std::string PrintedEdition(const InstrumentSource& instrument) {
  const std::string& name = instrument.short_name.zh.text;
  if (instrument.form == CitationForm::kClauses) {
    // Standards are cited with their year: GB 18382-2021.
    return absl::StrContains(name, instrument.edition)
               ? name
               : absl::StrCat(name, "-", instrument.edition);
  }
  if (absl::StrContains(name, "《")) return name;
  return absl::StrCat("《", name, "》(", instrument.edition, ")");
}

CitationResolver::CitationResolver(const PackSource& source) : source_(source) {
  for (const InstrumentSource& instrument : source.instruments) {
    instruments_[instrument.key] = &instrument;
  }
}

const InstrumentSource* CitationResolver::Find(const Written& cite,
                                               const std::string& key,
                                               Diagnostics* diagnostics) const {
  const auto found = instruments_.find(key);
  if (found != instruments_.end()) return found->second;
  std::vector<std::string> keys;
  for (const auto& entry : instruments_) keys.push_back(entry.first);
  const std::string near = NearestWord(key, keys);
  diagnostics->Error(
      "unknown-instrument", source_.file, cite.at,
      absl::StrCat("'", key, "' is not one of the pack's instruments"),
      near.empty() ? absl::StrCat("add it under 'instruments'; there are: ",
                                  absl::StrJoin(keys, ", "))
                   : absl::StrCat("did you mean '", near, "'?"));
  return nullptr;
}

std::vector<PackCitation> CitationResolver::Resolve(
    const std::vector<Written>& cites, Diagnostics* diagnostics) {
  std::vector<PackCitation> out;
  for (const Written& cite : cites) {
    const size_t space = cite.text.find(' ');
    const std::string key = cite.text.substr(0, space);
    const InstrumentSource* instrument = Find(cite, key, diagnostics);
    if (instrument == nullptr) continue;
    used_.insert(key);
    const absl::StatusOr<ProvisionRef> ref = ParseNotation(
        instrument->form,
        space == std::string::npos ? "" : cite.text.substr(space + 1));
    if (!ref.ok()) {
      diagnostics->Error(
          "bad-citation", source_.file, cite.at,
          std::string(ref.status().message()),
          absl::StrCat("after the key '", key, "' and one blank"));
      continue;
    }
    const bool blank =
        instrument->form == CitationForm::kClauses && !ref->printed.empty();
    out.push_back({instrument->instrument, instrument->edition, ref->id,
                   absl::StrCat(PrintedEdition(*instrument), blank ? " " : "",
                                ref->printed),
                   instrument->interval});
  }
  return out;
}

}  // namespace zhiheng::rules
