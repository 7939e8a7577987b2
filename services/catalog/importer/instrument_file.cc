// yaml-cpp throws; every throw is caught here and becomes a diagnostic. It also
// bounds nesting itself, and we walk only four levels of it.
#include "services/catalog/importer/instrument_file.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/catalog/importer/yaml_reader.h"
#include "services/catalog/model/names.h"
#include "services/catalog/model/provision_id.h"
#include "services/common/base/status_macros.h"

namespace zhiheng::catalog {
namespace {

class FileParser {
 public:
  FileParser(const std::string& file, std::vector<Diagnostic>* diagnostics)
      : read_(file, diagnostics) {}

  Batch Parse(const YAML::Node& root) {
    Batch batch;
    batch.origin = kOwnOrigin;
    if (!read_.CheckMap(root, "the file",
                        {"instrument", "kind", "title", "short_names", "number",
                         "issuer", "region", "editions"})) {
      return batch;
    }
    batch.instrument = ReadInstrument(root);
    const YAML::Node editions = root["editions"];
    if (!read_.CheckAnyMap(editions, "editions")) return batch;
    for (const auto& entry : editions) {
      batch.editions.push_back(
          ReadEdition(batch.instrument.id, entry.first, entry.second));
    }
    if (batch.editions.empty()) {
      read_.Report(editions, "no-editions", "there is no edition",
                   "add one under editions:");
    }
    return batch;
  }

 private:
  void CheckStatus(const YAML::Node& at, const absl::Status& status) {
    if (!status.ok()) {
      read_.Report(at, "bad-id", status.message());
    }
  }

  Instrument ReadInstrument(const YAML::Node& root) {
    Instrument i;
    i.id = read_.String(root, "instrument", true);
    CheckStatus(root["instrument"], CheckInstrumentId(i.id));
    i.title = read_.Localized(root, "title", true);
    i.short_names = read_.Strings(root, "short_names");
    i.number = read_.String(root, "number");
    i.issuer = read_.String(root, "issuer");
    i.region_code = read_.String(root, "region");
    const std::string kind = read_.String(root, "kind", true);
    if (const auto known = KindFromWord(kind); known.has_value()) {
      i.kind = *known;
    } else {
      std::vector<std::string> words;
      for (int k = 1; k < kKindCount; ++k) {
        words.emplace_back(KindWord(static_cast<Kind>(k)));
      }
      read_.Report(root["kind"], "bad-kind",
                   absl::StrCat("\"", kind, "\" is no kind of instrument"),
                   absl::StrCat("one of ", absl::StrJoin(words, ", ")));
    }
    if (IsStandard(i.kind) && i.number.empty()) {
      read_.Report(root, "missing-key", "a standard needs its \"number\"",
                   "as number: GB 18382");
    }
    return i;
  }

  EditionBatch ReadEdition(const std::string& instrument, const YAML::Node& key,
                           const YAML::Node& node) {
    EditionBatch out;
    Edition& e = out.edition;
    e.instrument = instrument;
    e.id = key.Scalar();
    CheckStatus(key, CheckEditionId(e.id));
    if (!read_.CheckMap(node, "an edition",
                        {"title", "number", "published", "effective",
                         "superseded", "superseded_by", "source", "text_status",
                         "summary", "provisions"})) {
      return out;
    }
    e.title = read_.Localized(node, "title", true);
    e.number = read_.String(node, "number");
    e.published = read_.Date(node, "published");
    e.effective = read_.Date(node, "effective");
    e.superseded = read_.Date(node, "superseded");
    e.superseded_by = SuccessorName(node);
    e.source = read_.String(node, "source", true);
    CheckOrder(node, e.effective, e.superseded);
    ReadProvisions(node, e, &out.provisions);
    return out;
  }

  // `gb-18382/2021` -> the name of the edition; `gb-18382` -> the instrument.
  std::string SuccessorName(const YAML::Node& node) {
    const std::string text = read_.String(node, "superseded_by");
    if (text.empty()) return "";
    const std::vector<std::string> parts = absl::StrSplit(text, '/');
    CheckStatus(node["superseded_by"], CheckInstrumentId(parts[0]));
    if (parts.size() == 1) return InstrumentName(parts[0]);
    CheckStatus(node["superseded_by"], CheckEditionId(parts[1]));
    if (parts.size() > 2) {
      read_.Report(node["superseded_by"], "bad-id",
                   absl::StrCat("\"", text, "\" has two slashes"),
                   "write instrument/edition, as gb-18382/2021");
    }
    return EditionName(parts[0], parts[1]);
  }

  void CheckOrder(const YAML::Node& node, std::optional<CivilDate> from,
                  std::optional<CivilDate> until) {
    if (from.has_value() && until.has_value() && *until <= *from) {
      read_.Report(node["superseded"], "dates-reversed",
                   absl::StrCat("superseded ", until->ToString(),
                                " is not after effective ", from->ToString()),
                   "superseded is the first day no longer in force");
    }
  }

  TextStatus ReadStatus(const YAML::Node& node, TextStatus otherwise) {
    const std::string word = read_.String(node, "text_status");
    if (word.empty()) return otherwise;
    const auto status = TextStatusFromWord(word);
    if (!status.has_value()) {
      read_.Report(node["text_status"], "bad-text-status",
                   absl::StrCat("\"", word, "\" is no text status"),
                   "one of official, consolidated, summary, absent");
    }
    return status.value_or(otherwise);
  }

  void ReadProvisions(const YAML::Node& node, const Edition& edition,
                      std::vector<Provision>* out) {
    const TextStatus status = ReadStatus(node, TextStatus::kSummary);
    if (const Text summary = read_.Localized(node, "summary");
        summary != Text()) {
      Provision whole;
      whole.instrument = edition.instrument;
      whole.edition = edition.id;
      whole.heading = edition.title.zh;
      whole.text = summary;
      whole.text_status = TextStatus::kSummary;
      whole.source = edition.source;
      out->push_back(std::move(whole));
    }
    const YAML::Node provisions = node["provisions"];
    if (!provisions.IsDefined() ||
        !read_.CheckAnyMap(provisions, "provisions")) {
      return;
    }
    for (const auto& entry : provisions) {
      out->push_back(ReadProvision(edition, status,
                                   static_cast<int>(out->size()) + 1,
                                   entry.first, entry.second));
    }
  }

  Provision ReadProvision(const Edition& edition, TextStatus status,
                          int ordinal, const YAML::Node& key,
                          const YAML::Node& node) {
    Provision p;
    p.instrument = edition.instrument;
    p.edition = edition.id;
    p.id = key.Scalar();
    p.ordinal = ordinal;
    if (const auto path = ParseProvisionId(p.id); !path.ok() || path->empty()) {
      CheckStatus(key, path.ok() ? absl::InvalidArgumentError("an empty id")
                                 : path.status());
    }
    if (!read_.CheckMap(node, "a provision",
                        {"heading", "zh", "en", "text_status", "effective",
                         "superseded", "source"})) {
      return p;
    }
    p.heading = read_.String(node, "heading");
    p.text_status = ReadStatus(node, status);
    const bool needs_text = p.text_status != TextStatus::kAbsent;
    p.text = {read_.String(node, "zh", needs_text), read_.String(node, "en")};
    p.effective = read_.Date(node, "effective");
    p.superseded = read_.Date(node, "superseded");
    CheckOrder(node, p.effective, p.superseded);
    p.source = read_.String(node, "source");
    if (p.source.empty()) p.source = edition.source;
    return p;
  }

  YamlReader read_;
};

absl::StatusOr<std::string> ReadFile(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::string text((std::istreambuf_iterator<char>(in)),
                   std::istreambuf_iterator<char>());
  if (!in) {
    return absl::NotFoundError(
        absl::StrCat("cannot read ", path.filename().string()));
  }
  return text;
}

}  // namespace

ParsedInstrument ParseInstrumentFile(absl::string_view text,
                                     const std::string& file) {
  ParsedInstrument out;
  if (text.size() > kMaxInstrumentFileBytes) {
    out.diagnostics.push_back(
        {file, 0, 0, "too-large",
         absl::StrCat("the file has ", text.size(), " bytes; at most ",
                      kMaxInstrumentFileBytes, " are allowed"),
         "one instrument a file"});
    return out;
  }
  try {
    const std::vector<YAML::Node> documents = YAML::LoadAll(std::string(text));
    if (documents.size() != 1) {
      out.diagnostics.push_back(
          {file, 1, 1, "not-one-document",
           absl::StrCat("the file holds ", documents.size(), " documents"),
           "one instrument a file"});
      return out;
    }
    Batch batch = FileParser(file, &out.diagnostics).Parse(documents[0]);
    if (out.diagnostics.empty()) out.batch = std::move(batch);
  } catch (const YAML::Exception& error) {
    out.diagnostics.push_back({file, error.mark.line + 1, error.mark.column + 1,
                               "not-yaml", error.msg,
                               "check indentation and quotes"});
  }
  return out;
}

absl::StatusOr<ParsedFolder> ParseInstrumentFolder(const std::string& folder) {
  std::error_code error;
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    if (entry.path().extension() == ".yaml") paths.push_back(entry.path());
  }
  if (error || paths.empty()) {
    return absl::NotFoundError(absl::StrCat(
        "no instrument files in \"", folder,
        "\"; give the folder that holds *.yaml, as services/catalog/data"));
  }
  std::sort(paths.begin(), paths.end());
  ParsedFolder out;
  std::set<std::string> ids;
  for (const std::filesystem::path& path : paths) {
    const std::string name = path.filename().string();
    ASSIGN_OR_RETURN(const std::string text, ReadFile(path));
    ParsedInstrument parsed = ParseInstrumentFile(text, name);
    out.diagnostics.insert(out.diagnostics.end(), parsed.diagnostics.begin(),
                           parsed.diagnostics.end());
    if (!parsed.batch.has_value()) continue;
    if (!ids.insert(parsed.batch->instrument.id).second) {
      out.diagnostics.push_back(
          {name, 1, 1, "duplicate-instrument",
           absl::StrCat("instrument \"", parsed.batch->instrument.id,
                        "\" is in another file too"),
           "keep all its editions in one file"});
    }
    out.batches.push_back(*std::move(parsed.batch));
  }
  return out;
}

}  // namespace zhiheng::catalog
