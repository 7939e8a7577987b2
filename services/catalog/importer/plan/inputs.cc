// Tested by plan_test.cc.
#include "services/catalog/importer/plan/inputs.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"
#include "services/catalog/importer/formats/akoma_ntoso.h"
#include "services/catalog/importer/formats/markdown.h"
#include "services/catalog/importer/formats/standard_records.h"
#include "services/catalog/importer/formats/word.h"
#include "services/catalog/importer/instrument_file.h"

namespace zhiheng::catalog {
namespace {

void Refuse(const std::string& file, absl::string_view code,
            const absl::Status& status, std::vector<Diagnostic>* out) {
  out->push_back({file, 0, 0, std::string(code), std::string(status.message()),
                  "", Level::kError});
}

std::optional<CivilDate> DateFrom(absl::string_view text) {
  const auto date = CivilDate::Parse(text);
  if (!date.ok()) return std::nullopt;
  return *date;
}

// id level name filename publish expired order subtitle valid_from …
void ReadIndex(absl::string_view content, SideData* side) {
  for (absl::string_view line : absl::StrSplit(content, '\n')) {
    const std::vector<absl::string_view> cells = absl::StrSplit(line, '\t');
    if (cells.size() < 9 || cells[0] == "id") continue;
    IndexRow row;
    row.effective = DateFrom(cells[8]);
    row.expired = cells[5] == "1";
    side->index[{ShortTitle(cells[2]), std::string(cells[4])}] = row;
  }
}

std::string JsonField(const google::protobuf::Struct& object,
                      const std::string& key) {
  const auto found = object.fields().find(key);
  return found == object.fields().end() ? "" : found->second.string_value();
}

void ReadVersions(const std::string& folder, absl::string_view content,
                  SideData* side) {
  google::protobuf::Struct root;
  if (!google::protobuf::util::JsonStringToMessage(
           google::protobuf::StringPiece(content.data(), content.size()), &root)
           .ok()) {
    return;
  }
  const auto found = root.fields().find("versions");
  if (found == root.fields().end()) return;
  for (const auto& value : found->second.list_value().values()) {
    const google::protobuf::Struct& version = value.struct_value();
    const std::string entry = JsonField(version, "entry");
    if (!CheckRelativeName(entry).ok()) continue;
    side->versions[folder.empty() ? entry : absl::StrCat(folder, "/", entry)] =
        {DateFrom(JsonField(version, "promulgatedOn")),
         DateFrom(JsonField(version, "effectiveFrom")),
         DateFrom(JsonField(version, "effectiveTo"))};
  }
}

Kind KindByFolder(absl::string_view name) {
  static constexpr struct {
    absl::string_view folder;
    Kind kind;
  } kFolders[] = {
      {"/行政法规/", Kind::kRegulation},
      {"/司法解释/", Kind::kJudicialInterpretation},
      {"/部门规章/", Kind::kDepartmentalRule},
      {"/DLC/", Kind::kLocalRule},
      {"/案例/", Kind::kNotice},
      {"/其他/", Kind::kNotice},
      {"/刑法/", Kind::kLaw},
      {"/宪法/", Kind::kLaw},
      {"/宪法相关法/", Kind::kLaw},
      {"/民法典/", Kind::kLaw},
      {"/民法商法/", Kind::kLaw},
      {"/社会法/", Kind::kLaw},
      {"/经济法/", Kind::kLaw},
      {"/行政法/", Kind::kLaw},
      {"/诉讼与非诉讼程序法/", Kind::kLaw},
  };
  for (const auto& row : kFolders) {
    if (absl::StrContains(name, row.folder)) return row.kind;
  }
  return Kind::kUnspecified;
}

std::string RegionByFolder(absl::string_view name) {
  static constexpr struct {
    absl::string_view word;
    const char* code;
  } kRegions[] = {{"北京", "110000"}, {"上海", "310000"}, {"浙江", "330000"},
                  {"山东", "370000"}, {"河南", "410000"}, {"广东", "440000"},
                  {"重庆", "500000"}, {"天津", "120000"}, {"江苏", "320000"},
                  {"福建", "350000"}, {"湖北", "420000"}, {"湖南", "430000"},
                  {"四川", "510000"}, {"安徽", "340000"}, {"河北", "130000"}};
  for (const auto& region : kRegions) {
    if (absl::StrContains(name, absl::StrCat("/", region.word))) {
      return region.code;
    }
  }
  return "";
}

// 产品质量法(2018-12-29).md, 价格法_19971229.docx
std::optional<CivilDate> DateInName(const std::string& name) {
  const std::string base = BaseOf(name);
  for (size_t at = 0; at + 10 <= base.size(); ++at) {
    if (base[at] == '(') {
      if (const auto date =
              DateFrom(absl::string_view(base).substr(at + 1, 10));
          date.has_value()) {
        return date;
      }
    }
    if (base[at] == '_' && at + 9 <= base.size()) {
      const std::string digits = base.substr(at + 1, 8);
      if (const auto date = DateFrom(absl::StrCat(digits.substr(0, 4), "-",
                                                  digits.substr(4, 2), "-",
                                                  digits.substr(6, 2)));
          date.has_value()) {
        return date;
      }
    }
  }
  return std::nullopt;
}

void FillMetadata(const SideData& side, SourceDocument* document) {
  const std::string& file = document->files[0];
  SourceMetadata& metadata = document->metadata;
  if (document->origin == "lawrefbook") metadata.kind = KindByFolder(file);
  if (document->origin == "just-laws") metadata.kind = Kind::kLaw;
  if (metadata.kind == Kind::kLocalRule) {
    metadata.region_code = RegionByFolder(file);
  }
  metadata.published = DateInName(file);
  if (const auto version = side.versions.find(file);
      version != side.versions.end()) {
    metadata.published = version->second.published;
    metadata.effective = version->second.effective;
    metadata.superseded = version->second.superseded;
  }
}

// The index is asked with the date the header turned out to have.
void FillFromIndex(const SideData& side, ImportedEdition* edition) {
  if (edition->origin != "lawrefbook" || !edition->published.has_value()) {
    return;
  }
  const auto row = side.index.find(
      {ShortTitle(edition->title), edition->published->ToString()});
  if (row == side.index.end() || !row->second.effective.has_value() ||
      edition->basis == InForceBasis::kStated) {
    return;
  }
  // Before its own publication is the first edition's commencement.
  if (*row->second.effective < *edition->published) return;
  edition->effective = row->second.effective;
  edition->basis = InForceBasis::kStated;
  std::erase_if(edition->diagnostics, [](const Diagnostic& d) {
    return d.code == "in-force-assumed";
  });
}

void AddDocument(SourceDocument document, const SideData& side,
                 ReadInputResult* out) {
  FillMetadata(side, &document);
  if (document.title.empty()) {
    document.Report(0, 0, Level::kError, "no-title", "the text has no title",
                    "begin it with # and the title");
    out->diagnostics.insert(out->diagnostics.end(),
                            document.diagnostics.begin(),
                            document.diagnostics.end());
    return;
  }
  ImportedEdition edition = FinishText(std::move(document));
  FillFromIndex(side, &edition);
  out->editions.push_back(std::move(edition));
}

void AddRecords(absl::StatusOr<RecordList> records, const std::string& file,
                ReadInputResult* out) {
  if (!records.ok()) {
    return Refuse(file, "unreadable", records.status(), &out->diagnostics);
  }
  for (ImportedEdition& edition : records->editions) {
    out->editions.push_back(std::move(edition));
  }
  out->diagnostics.insert(out->diagnostics.end(), records->diagnostics.begin(),
                          records->diagnostics.end());
}

}  // namespace

Inputs FindInputs(const FileSource& files, Format format,
                  const FileLimits& limits) {
  Inputs out;
  std::map<std::string, size_t> groups;
  for (const std::string& name : files.names()) {
    auto content = files.Read(name);
    if (!content.ok()) {
      Refuse(name, "unreadable", content.status(), &out.diagnostics);
      continue;
    }
    if (BaseOf(name) == "index.tsv") {
      ReadIndex(*content, &out.side);
      continue;
    }
    if (BaseOf(name) == "versions.json") {
      ReadVersions(FolderOf(name), *content, &out.side);
      continue;
    }
    const auto found = format == Format::kAuto ? DetectFormat(name, *content)
                       : FitsFormat(format, name)
                           ? std::optional<Format>(format)
                           : std::nullopt;
    if (!found.has_value()) {
      ++out.skipped;
      continue;
    }
    if (*found != Format::kDocx) {
      if (const absl::Status text = CheckTextFile(*content, limits);
          !text.ok()) {
        Refuse(name, "not-a-text", text, &out.diagnostics);
        continue;
      }
    }
    const std::string key = CodeKey(*found, name, *content);
    const auto [at, fresh] = groups.emplace(key, out.inputs.size());
    if (fresh) {
      out.inputs.push_back({*found, {name}});
    } else {
      out.inputs[at->second].files.push_back(name);
    }
  }
  // The file with the title is the first of a code.
  for (Input& input : out.inputs) {
    std::stable_partition(
        input.files.begin(), input.files.end(),
        [](const std::string& name) { return BaseOf(name) == "README.md"; });
  }
  return out;
}

ReadInputResult ReadInput(const Input& input, const FileSource& files,
                          const SideData& side, const FileLimits& limits) {
  ReadInputResult out;
  std::vector<NamedText> texts;
  for (const std::string& name : input.files) {
    auto content = files.Read(name);
    if (!content.ok()) {
      Refuse(name, "unreadable", content.status(), &out.diagnostics);
      return out;
    }
    texts.push_back({name, *std::move(content)});
  }
  const NamedText& first = texts[0];
  switch (input.format) {
    case Format::kLawrefbook:
      AddDocument(ReadLawrefbook(texts), side, &out);
      break;
    case Format::kJustLaws:
      for (SourceDocument& document : ReadJustLaws(texts)) {
        AddDocument(std::move(document), side, &out);
      }
      break;
    case Format::kFrontMatter:
      AddDocument(ReadFrontMatter(first), side, &out);
      break;
    case Format::kDocx: {
      auto document = ReadDocx(first, limits);
      if (!document.ok()) {
        Refuse(first.name, "unreadable", document.status(), &out.diagnostics);
        break;
      }
      AddDocument(*std::move(document), side, &out);
      break;
    }
    case Format::kDocxChunks: {
      auto documents = ReadDocxChunks(first);
      if (!documents.ok()) {
        Refuse(first.name, "unreadable", documents.status(), &out.diagnostics);
        break;
      }
      for (SourceDocument& document : *documents) {
        AddDocument(std::move(document), side, &out);
      }
      break;
    }
    case Format::kAkomaNtoso: {
      auto edition = ReadAkomaNtoso(first, limits);
      if (!edition.ok()) {
        Refuse(first.name, "unreadable", edition.status(), &out.diagnostics);
        break;
      }
      out.editions.push_back(*std::move(edition));
      break;
    }
    case Format::kRelaton:
      AddRecords(absl::EndsWith(first.name, ".xml")
                     ? ReadRelatonXml(first, limits)
                     : ReadRelatonYaml(first),
                 first.name, &out);
      break;
    case Format::kStandardsJson:
      AddRecords(ReadStandardsJson(first), first.name, &out);
      break;
    case Format::kHouse:
    case Format::kAuto: {
      ParsedInstrument parsed = ParseInstrumentFile(first.content, first.name);
      if (parsed.batch.has_value()) {
        out.batches.push_back(*std::move(parsed.batch));
      }
      out.diagnostics = std::move(parsed.diagnostics);
      break;
    }
  }
  return out;
}

}  // namespace zhiheng::catalog
