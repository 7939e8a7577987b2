#include "services/rules/engine/library_loader.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/common/base/status_macros.h"
#include "services/common/problem/problem.h"
#include "services/rules/calendar/calendar_file.h"
#include "services/rules/packs/pack_compiler.h"
#include "services/rules/packs/pack_reader.h"
#include "services/rules/schema/facts_types_reader.h"

namespace zhiheng::rules {
namespace {

namespace fs = std::filesystem;

struct Found {
  std::vector<std::string> packs;
  std::vector<std::string> calendars;
};

bool IsCalendar(const fs::path& root, const fs::path& file) {
  const fs::path relative = file.lexically_relative(root);
  return !relative.empty() && *relative.begin() == "calendar";
}

absl::StatusOr<Found> FindFiles(const std::string& path,
                                const LibraryLimits& limits) {
  std::error_code error;
  Found found;
  if (fs::is_regular_file(path, error)) {
    found.packs.push_back(path);
    return found;
  }
  if (!fs::is_directory(path, error)) {
    return absl::NotFoundError(
        absl::StrCat("'", path, "' is neither a folder nor a pack file"));
  }
  fs::recursive_directory_iterator it(path, error);
  for (; !error && it != fs::recursive_directory_iterator();
       it.increment(error)) {
    const fs::path& file = it->path();
    if (!it->is_regular_file() || file.extension() != ".yaml") continue;
    if (absl::EndsWith(file.filename().string(), "_test.yaml")) continue;
    (IsCalendar(path, file) ? found.calendars : found.packs)
        .push_back(file.string());
    if (static_cast<int>(found.packs.size()) > limits.max_files) {
      return absl::ResourceExhaustedError(absl::StrCat(
          "'", path, "' holds more than ", limits.max_files, " pack files"));
    }
  }
  if (error) {
    return absl::UnavailableError(
        absl::StrCat("cannot read '", path, "': ", error.message()));
  }
  std::sort(found.packs.begin(), found.packs.end());
  std::sort(found.calendars.begin(), found.calendars.end());
  return found;
}

absl::StatusOr<std::string> ReadFile(const std::string& path,
                                     const LibraryLimits& limits) {
  std::error_code error;
  const auto size = fs::file_size(path, error);
  if (!error && size > limits.max_file_bytes) {
    return absl::ResourceExhaustedError(absl::StrCat("'", path, "' has ", size,
                                                     " bytes; the limit is ",
                                                     limits.max_file_bytes));
  }
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  if (!in) return absl::UnavailableError(absl::StrCat("cannot read ", path));
  return text.str();
}

absl::StatusOr<Calendar> LoadCalendar(std::vector<std::string> files,
                                      const LibraryLimits& limits,
                                      LoadedLibrary* library) {
  if (files.empty()) {
    const absl::StatusOr<std::string> own = FindLibraryFolder();
    if (own.ok()) {
      ASSIGN_OR_RETURN(const Found found, FindFiles(*own, limits));
      files = found.calendars;
    }
  }
  std::map<int, CalendarYear> years;
  for (const std::string& file : files) {
    ASSIGN_OR_RETURN(const std::string text, ReadFile(file, limits));
    library->texts[file] = text;
    ReadCalendarFile(file, text, &library->diagnostics, &years);
  }
  return Calendar(std::move(years));
}

CompileContext MakeContext(const Calendar& calendar,
                           std::shared_ptr<const FactsTypes> types) {
  CompileContext context;
  context.pool = types->pool();
  context.factory = types->factory();
  context.types = std::move(types);
  context.calendar_digest = calendar.digest();
  return context;
}

// The facts types that the packs name, each file once.
std::shared_ptr<const FactsTypes> LoadTypes(
    const std::vector<PackSource>& sources, LoadedLibrary* library) {
  FactsTypesReader reader(&library->diagnostics);
  bool any = false;
  for (const PackSource& source : sources) {
    const fs::path folder = fs::path(source.file).parent_path();
    for (const Written& file : source.descriptors) {
      any = true;
      reader.Read((folder / file.text).string(), source.file, file.at);
    }
  }
  if (!any) return BuiltInFactsTypes();
  auto types = reader.Finish();
  library->texts.insert(reader.texts().begin(), reader.texts().end());
  return types;
}

void AddPack(std::shared_ptr<const CompiledPack> pack,
             std::vector<std::shared_ptr<const CompiledPack>>* packs,
             Diagnostics* diagnostics) {
  for (const auto& other : *packs) {
    if (other->id != pack->id) continue;
    diagnostics->Error(
        "repeated-pack", pack->source->file, pack->source->id.at,
        absl::StrCat("the pack id '", pack->id, "' is already used in ",
                     other->source->file),
        "give it an id of its own");
    return;
  }
  packs->push_back(std::move(pack));
}

}  // namespace

absl::StatusOr<LoadedLibrary> LoadLibrary(const std::string& path,
                                          const LibraryLimits& limits) {
  ASSIGN_OR_RETURN(const Found found, FindFiles(path, limits));
  LoadedLibrary library;
  ASSIGN_OR_RETURN(Calendar calendar,
                   LoadCalendar(found.calendars, limits, &library));
  std::vector<PackSource> sources;
  std::vector<bool> readable;  // of each source
  for (const std::string& file : found.packs) {
    ASSIGN_OR_RETURN(const std::string text, ReadFile(file, limits));
    library.texts[file] = text;
    const int errors = library.diagnostics.error_count();
    std::optional<PackSource> source =
        ReadPack(file, text, &library.diagnostics);
    if (!source.has_value()) continue;
    sources.push_back(*std::move(source));
    readable.push_back(library.diagnostics.error_count() == errors);
  }
  const std::shared_ptr<const FactsTypes> types = LoadTypes(sources, &library);
  const CompileContext context = MakeContext(calendar, types);
  std::vector<std::shared_ptr<const CompiledPack>> packs;
  for (size_t i = 0; i < sources.size(); ++i) {
    auto pack =
        CompilePack(std::move(sources[i]), context, &library.diagnostics);
    if (pack == nullptr || !readable[i]) continue;
    AddPack(std::move(pack), &packs, &library.diagnostics);
  }
  library.diagnostics.Sort();
  library.set = std::make_shared<const PackSet>(std::move(packs),
                                                std::move(calendar), types);
  return library;
}

absl::StatusOr<std::shared_ptr<const PackSet>> LoadLivePacks(
    const std::string& folder) {
  ASSIGN_OR_RETURN(const LoadedLibrary library, LoadLibrary(folder));
  if (library.diagnostics.has_errors()) {
    LoadedLibrary errors;
    errors.texts = library.texts;
    for (const Diagnostic& d : library.diagnostics.items()) {
      if (d.severity == Diagnostic::Severity::kError) errors.diagnostics.Add(d);
    }
    return Problem(absl::StatusCode::kFailedPrecondition, "PACKS_BROKEN")
        .Say(absl::StrCat(errors.diagnostics.error_count(),
                          " mistakes in the packs of ", folder, ":\n",
                          RenderAll(errors, kMaxShownDiagnostics)));
  }
  if (library.set->packs().empty()) {
    return Problem(absl::StatusCode::kFailedPrecondition, "NO_PACKS")
        .Say(absl::StrCat("there is no pack in ", folder))
        .Hint("a pack is a *.yaml file");
  }
  return library.set;
}

absl::StatusOr<std::string> FindLibraryFolder() {
  std::error_code error;
  std::vector<fs::path> places;
  const fs::path binary = fs::read_symlink("/proc/self/exe", error);
  if (!error) {
    const fs::path folder = binary.parent_path();
    places.push_back(folder / "../../services/rules/library");
    places.push_back(folder / "../share/zhiheng/packs");
  }
  places.push_back("services/rules/library");
  std::vector<std::string> looked;
  for (const fs::path& place : places) {
    const fs::path normal = place.lexically_normal();
    if (fs::is_directory(normal, error)) return normal.string();
    looked.push_back(normal.string());
  }
  return absl::NotFoundError(absl::StrCat("no folder of packs; looked at ",
                                          absl::StrJoin(looked, ", "),
                                          "; name one with --packs"));
}

std::string RenderAll(const LoadedLibrary& library, int max) {
  std::string out;
  int shown = 0;
  for (const Diagnostic& d : library.diagnostics.items()) {
    if (shown == max) {
      absl::StrAppend(&out, "… and ",
                      library.diagnostics.items().size() - shown, " more\n");
      break;
    }
    const auto text = library.texts.find(d.file);
    out += RenderDiagnostic(d, text == library.texts.end() ? "" : text->second);
    ++shown;
  }
  return out;
}

}  // namespace zhiheng::rules
