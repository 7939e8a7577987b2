// Imports the real collections into a SQLite store and prints what came of it:
//
//   corpora_import_report [--db FILE] [--corpora FOLDER] [--data FOLDER]
//                         [--list]
//
// 1. article headings counted in the files against articles made, file by file;
// 2. every file known to be damaged, and what the importer says about it;
// 3. a second import, which must change nothing; the rate; the memory;
// 4. editions that two collections have, and how many agree in every article;
// 5. the right text on the day before, of and after each change.
//
// Exits with 1 when a bar is missed. Needs the collections: see corpora.h.
#include <sys/resource.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/catalog/engine/data_folder.h"
#include "services/catalog/engine/read_view.h"
#include "services/catalog/importer/instrument_file.h"
#include "services/catalog/importer/plan/import_run.h"
#include "services/catalog/importer/plan/provenance.h"
#include "services/catalog/store/sqlite/store.h"
#include "tests/corpora/corpora.h"
#include "tests/corpora/heading_counter.h"
#include "tests/corpora/known_damage.h"
#include "tests/corpora/point_in_time.h"

namespace zhiheng::corpora {
namespace {

using catalog::CatalogStore;
using catalog::Diagnostic;
using catalog::ImportSummary;

constexpr double kHeadingBar = 0.99;
constexpr double kAgreeBar = 251.0 / 274.0;
constexpr double kRateBar = 30'000;

class Collector final : public catalog::ImportObserver {
 public:
  void OnDiagnostic(const Diagnostic& d) override {
    ++by_code[d.code];
    all.push_back(d);
  }
  bool OnProgress(const catalog::ImportProgress&) override { return true; }

  std::map<std::string, int> by_code;
  std::vector<Diagnostic> all;
};

double Seconds(std::chrono::steady_clock::time_point from) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - from)
      .count();
}

// Processor time of this process: what other programs distort little.
double CpuSeconds() {
  rusage usage = {};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) +
           1e-6 * static_cast<double>(t.tv_usec);
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

long PeakMegabytes() {
  rusage usage = {};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss / 1024;
}

struct Options {
  std::string db;
  std::string corpora = CorporaFolder();
  std::string data;
  bool list = false;
};

bool Report(bool good, const std::string& line) {
  std::printf("%s  %s\n", good ? "ok  " : "MISS", line.c_str());
  return good;
}

// 1. Counted against made.
bool CheckHeadings(const catalog::FileSource& files, bool list) {
  const catalog::FileLimits limits;
  const catalog::Inputs inputs =
      catalog::FindInputs(files, catalog::Format::kAuto, limits);
  int64_t counted = 0;
  int64_t missing = 0;
  int64_t made = 0;
  std::vector<std::string> lines;
  for (const catalog::Input& input : inputs.inputs) {
    int here = 0;
    for (const std::string& name : input.files) {
      const auto content = files.Read(name);
      if (content.ok()) here += CountArticleHeadings(name, *content);
    }
    const auto read = catalog::ReadInput(input, files, inputs.side, limits);
    int articles = 0;
    for (const auto& edition : read.editions) articles += edition.articles;
    counted += here;
    made += articles;
    if (articles < here) {
      missing += here - articles;
      lines.push_back(absl::StrCat("      ", here, " headings, ", articles,
                                   " articles: ", input.files[0]));
    }
  }
  const double share =
      counted == 0 ? 0 : 1.0 - static_cast<double>(missing) / counted;
  const bool good =
      Report(share >= kHeadingBar,
             absl::StrCat("headings: ", counted, " counted, ", made,
                          " articles made, ", missing, " of ", lines.size(),
                          " files without one: ", 100 * share, " %"));
  if (list) {
    for (const std::string& line : lines) std::printf("%s\n", line.c_str());
  }
  return good;
}

// 2. Every file with characters that do not belong there is reported.
bool CheckCharacters(const catalog::FileSource& files, const Collector& seen) {
  std::set<std::pair<std::string, std::string>> reported;
  for (const Diagnostic& d : seen.all) reported.emplace(d.file, d.code);
  int expected = 0;
  std::vector<std::string> missing;
  for (const std::string& name : files.names()) {
    if (!absl::EndsWith(name, ".md")) continue;
    const auto content = files.Read(name);
    if (!content.ok() || !catalog::DetectFormat(name, *content).has_value()) {
      continue;
    }
    for (const std::string& code : ExpectedCodes(*content)) {
      ++expected;
      if (!reported.contains({name, code})) {
        missing.push_back(absl::StrCat(code, " of ", name));
      }
    }
  }
  const bool good =
      Report(missing.empty(),
             absl::StrCat("odd characters: ", expected, " times in a file, ",
                          missing.size(), " not reported"));
  for (const std::string& line : missing) {
    std::printf("      %s\n", line.c_str());
  }
  return good;
}

// 2. Every damaged file is reported.
bool CheckDamage(const Collector& seen) {
  bool all = true;
  for (const KnownDamage& known : KnownDamages()) {
    std::set<std::string> codes;
    for (const Diagnostic& d : seen.all) {
      if (absl::StrContains(d.file, known.file)) codes.insert(d.code);
    }
    std::string found;
    bool good = false;
    for (const std::string& code : codes) {
      absl::StrAppend(&found, found.empty() ? "" : " ", code);
      for (const char* wanted : known.codes) {
        good = good || code == wanted;
      }
    }
    all = Report(good, absl::StrCat("damaged: ", known.file, ": ",
                                    found.empty() ? "nothing said" : found)) &&
          all;
  }
  return all;
}

absl::Status LoadData(const std::string& folder, CatalogStore* store) {
  const auto parsed = catalog::ParseInstrumentFolder(folder);
  if (!parsed.ok()) return parsed.status();
  for (catalog::Batch batch : parsed->batches) {
    const absl::Status kept = catalog::KeepWhatImportsAdded(*store, &batch);
    if (!kept.ok()) return kept;
    const auto result = store->Commit(batch, absl::Now());
    if (!result.ok()) return result.status();
  }
  return absl::OkStatus();
}

std::string Text(const ImportSummary& s) {
  return absl::StrCat(s.files, " files, ", s.skipped, " skipped, ",
                      s.instruments, " instruments, ", s.editions,
                      " editions, ", s.articles, " articles, ", s.provisions,
                      " provisions; rows +", s.rows_added, " ~", s.rows_changed,
                      " -", s.rows_removed, "; ", s.errors, " errors, ",
                      s.damages, " damages, ", s.notes, " notes");
}

int Main(const Options& options) {
  std::vector<Diagnostic> outside;
  const auto files =
      catalog::OpenFiles(ImportFolders(options.corpora), {}, &outside);
  if (!files.ok()) {
    std::printf("%s\n", std::string(files.status().message()).c_str());
    return 2;
  }
  bool good = CheckHeadings(**files, options.list);

  auto store = catalog::SqliteStore::Create({.path = options.db});
  if (!store.ok()) {
    std::printf("%s\n", std::string(store.status().message()).c_str());
    return 2;
  }
  if (const absl::Status data = LoadData(options.data, store->get());
      !data.ok()) {
    std::printf("%s\n", std::string(data.message()).c_str());
    return 2;
  }
  Collector first;
  const long before = PeakMegabytes();
  const auto start = std::chrono::steady_clock::now();
  const double cpu_before = CpuSeconds();
  const auto summary =
      catalog::RunImport(**files, {}, store->get(), absl::Now(), &first);
  const double took = Seconds(start);
  const double cpu = CpuSeconds() - cpu_before;
  if (!summary.ok()) {
    std::printf("%s\n", std::string(summary.status().message()).c_str());
    return 2;
  }
  std::printf("      import: %s\n", Text(*summary).c_str());
  const auto rate = [&](int64_t count, double seconds) {
    return static_cast<int64_t>(static_cast<double>(count) / seconds);
  };
  good = Report(static_cast<double>(rate(summary->provisions, cpu)) >= kRateBar,
                absl::StrCat("rate by processor time (", cpu,
                             " s): ", rate(summary->provisions, cpu),
                             " provisions a second taken in, ",
                             rate(summary->rows_added, cpu), " rows written; ",
                             "by the clock (", took,
                             " s): ", rate(summary->provisions, took), " and ",
                             rate(summary->rows_added, took))) &&
         good;
  std::printf("      peak memory %ld MB before, %ld MB after\n", before,
              PeakMegabytes());
  good = CheckDamage(first) && good;
  good = CheckCharacters(**files, first) && good;
  for (const auto& [code, count] : first.by_code) {
    std::printf("      %-22s %d\n", code.c_str(), count);
  }
  if (options.list) {
    for (const Diagnostic& d : first.all) {
      std::printf("      %s\n", d.ToString().c_str());
    }
  }
  for (const auto& [pair, counts] : summary->pairs) {
    std::printf("      %s: %ld compared, %ld agree\n", pair.c_str(),
                static_cast<long>(counts.first),
                static_cast<long>(counts.second));
  }
  const auto two = summary->pairs.find("just-laws, lawrefbook");
  const auto [compared, agreeing] = two == summary->pairs.end()
                                        ? std::pair<int64_t, int64_t>(0, 0)
                                        : two->second;
  const double agree =
      compared == 0 ? 0 : static_cast<double>(agreeing) / compared;
  good = Report(agree >= kAgreeBar,
                absl::StrCat("cross-check: ", compared,
                             " editions in lawrefbook and just-laws, ",
                             agreeing, " agree in every article (", 100 * agree,
                             " %, bar ", 100 * kAgreeBar, " %)")) &&
         good;

  Collector second;
  const auto again_start = std::chrono::steady_clock::now();
  const auto again =
      catalog::RunImport(**files, {}, store->get(), absl::Now(), &second);
  if (!again.ok()) {
    std::printf("%s\n", std::string(again.status().message()).c_str());
    return 2;
  }
  good =
      Report(again->rows_added + again->rows_changed + again->rows_removed == 0,
             absl::StrCat("second import: rows +", again->rows_added, " ~",
                          again->rows_changed, " -", again->rows_removed, ", ",
                          Seconds(again_start), " s")) &&
      good;
  const PointInTime days = CheckPointInTime(**store);
  good = Report(days.wrong.empty(),
                absl::StrCat("point in time: ", days.instruments,
                             " instruments with several editions, ",
                             days.changes, " changes, ", days.reads, " reads, ",
                             days.wrong.size(), " wrong")) &&
         good;
  for (size_t i = 0; i < days.wrong.size() && i < 20; ++i) {
    std::printf("      %s\n", days.wrong[i].c_str());
  }
  return good ? 0 : 1;
}

}  // namespace
}  // namespace zhiheng::corpora

int main(int argc, char** argv) {
  zhiheng::corpora::Options options;
  const auto folder = zhiheng::catalog::FindDataFolder();
  if (folder.ok()) options.data = *folder;
  for (int i = 1; i < argc; ++i) {
    const std::string flag = argv[i];
    if (flag == "--list") options.list = true;
    if (i + 1 == argc) break;
    if (flag == "--db") options.db = argv[++i];
    if (flag == "--corpora") options.corpora = argv[++i];
    if (flag == "--data") options.data = argv[++i];
  }
  if (options.db.empty()) {
    options.db = (std::filesystem::temp_directory_path() /
                  absl::StrCat("zhiheng-corpora-", getpid(), ".db"))
                     .string();
    const int code = zhiheng::corpora::Main(options);
    for (const char* end : {"", "-wal", "-shm"}) {
      std::error_code ignored;
      std::filesystem::remove(options.db + end, ignored);
    }
    return code;
  }
  return zhiheng::corpora::Main(options);
}
