// What a catalog filled with the real collections answers:
//
//   corpora_answer_report --db FILE [--other TARGET] [--corpora FOLDER]
//                         [--as-of DAY] [--list]
//
// FILE is what corpora_import_report --db left, or `zhiheng catalog import`;
// TARGET another store with the same contents (postgres:CONNINFO).
//
// 1. LawBench 1-1 through ResolveCitation: at least 95 % right;
// 2. penalty decisions through AnnotateText: at least 97 % of the citations
//    judged by hand found, every misprint reported, none to a wrong article;
// 3. 500 titles and 500 distinctive phrases through SearchProvisions: mean
//    reciprocal rank at least 0.97 and 0.93, p95 below 20 ms; the same answers
//    from the other store.
//
// Exits with 1 when a bar is missed. Times mean something in a release build.
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/catalog/engine/open_store.h"
#include "services/common/base/clock.h"
#include "tests/corpora/corpora.h"
#include "tests/corpora/decisions_check.h"
#include "tests/corpora/lawbench_check.h"
#include "tests/corpora/search_check.h"

namespace zhiheng::corpora {
namespace {

constexpr double kLawBenchBar = 0.95;
constexpr double kFoundBar = 0.97;
constexpr double kTitlesBar = 0.97;
constexpr double kPhrasesBar = 0.93;
constexpr double kMillisecondsBar = 20;
// The answers of LawBench are of this time.
constexpr char kLawBenchDay[] = "2023-09-30";

struct Options {
  std::string db;
  std::string other;
  std::string corpora = CorporaFolder();
  std::string as_of = "2026-08-01";
  bool list = false;
};

double Share(int part, int whole) {
  return whole == 0 ? 0 : static_cast<double>(part) / whole;
}

bool Report(bool good, const std::string& line) {
  std::printf("%s  %s\n", good ? "ok  " : "MISS", line.c_str());
  return good;
}

bool Failed(const absl::Status& status) {
  return Report(false, std::string(status.message()));
}

void List(const std::vector<std::string>& lines, bool all) {
  for (size_t i = 0; i < lines.size() && (all || i < 10); ++i) {
    std::printf("      %s\n", lines[i].c_str());
  }
}

bool ReportLawBench(const catalog::CatalogEngine& engine,
                    const Options& options) {
  const auto got =
      CheckLawBench(engine, options.corpora, *CivilDate::Parse(kLawBenchDay));
  if (!got.ok()) return Failed(got.status());
  const double share = Share(got->right, got->questions);
  Report(
      share >= kLawBenchBar,
      absl::StrFormat("LawBench 1-1: %d questions, %d resolved to a text, "
                      "%d right (%.1f %%)",
                      got->questions, got->resolved, got->right, 100 * share));
  List(got->wrong, true);
  return share >= kLawBenchBar;
}

bool ReportDecisions(const catalog::CatalogEngine& engine,
                     const Options& options, CivilDate as_of) {
  const char* source = std::getenv("ZHIHENG_SOURCE_DIR");
  const auto got =
      CheckDecisions(engine, options.corpora,
                     absl::StrCat(source == nullptr ? "." : source,
                                  "/tests/citations/decisions.tsv"),
                     as_of);
  if (!got.ok()) return Failed(got.status());
  bool good = Report(
      Share(got->judged_found, got->judged) >= kFoundBar,
      absl::StrFormat("decisions: %d of %d judged citations found (%.1f %%)",
                      got->judged_found, got->judged,
                      100 * Share(got->judged_found, got->judged)));
  good =
      Report(got->misprints_reported == got->judged_misprints,
             absl::StrFormat("decisions: %d of %d judged misprints reported",
                             got->misprints_reported, got->judged_misprints)) &&
      good;
  good = Report(got->wrong_place == 0,
                absl::StrFormat("decisions: %d texts, %d citations, %d "
                                "resolved, %d to another title or article",
                                got->decisions, got->citations, got->resolved,
                                got->wrong_place)) &&
         good;
  std::printf(
      "      %d citations are followed by a quotation; its words are in the "
      "article of %d, in another one of %zu\n",
      got->quoted, got->quotes_found, got->elsewhere.size());
  List(got->elsewhere, true);
  for (const auto& [outcome, count] : got->outcomes) {
    std::printf("      %-32s %d\n", outcome.c_str(), count);
  }
  for (const auto& [kind, count] : got->slips) {
    std::printf("      misprint %-23s %d\n", kind.c_str(), count);
  }
  List(got->wrong, options.list);
  return good;
}

bool ReportScore(const char* what, const SearchScore& score, size_t count,
                 double bar, bool list) {
  const double p95 = Percentile(score.milliseconds, 0.95);
  const bool good = score.mean_reciprocal_rank >= bar && p95 < kMillisecondsBar;
  Report(good, absl::StrFormat(
                   "search: %d %s: mean reciprocal rank %.3f (bar %.2f), %d "
                   "first, %d missed; p50 %.1f ms, p95 %.1f ms, most %.1f ms; "
                   "of this thread's own time p50 %.1f ms, p95 %.1f ms",
                   count, what, score.mean_reciprocal_rank, bar, score.first,
                   score.missed, Percentile(score.milliseconds, 0.5), p95,
                   Percentile(score.milliseconds, 1.0),
                   Percentile(score.busy, 0.5), Percentile(score.busy, 0.95)));
  List(score.worst, list);
  return good;
}

bool Same(const SearchScore& a, const SearchScore& b,
          const std::vector<SearchCase>& cases, const char* what) {
  int different = 0;
  for (size_t i = 0; i < cases.size(); ++i) {
    if (a.answers[i] == b.answers[i]) continue;
    ++different;
    std::printf("      %s\n", cases[i].query.c_str());
  }
  return Report(
      different == 0,
      absl::StrFormat("search: %d %s, %d answered otherwise by the other "
                      "store; its p95 %.1f ms",
                      cases.size(), what, different,
                      Percentile(b.milliseconds, 0.95)));
}

int Main(const Options& options) {
  const SystemClock clock;
  const auto as_of = CivilDate::Parse(options.as_of);
  auto store = catalog::OpenStore(options.db);
  if (!store.ok() || !as_of.ok()) {
    std::printf("cannot open the catalog, or no day\n");
    return 2;
  }
  const auto sample = SampleSearches(**store, *as_of);
  if (!sample.ok()) {
    std::printf("%s\n", std::string(sample.status().message()).c_str());
    return 2;
  }
  const catalog::CatalogEngine engine(*std::move(store), &clock);
  bool good = ReportLawBench(engine, options);
  good = ReportDecisions(engine, options, *as_of) && good;
  const auto titles = RunSearches(engine, sample->titles, *as_of);
  const auto phrases = RunSearches(engine, sample->phrases, *as_of);
  if (!titles.ok()) return Failed(titles.status()), 2;
  if (!phrases.ok()) return Failed(phrases.status()), 2;
  good = ReportScore("titles", *titles, sample->titles.size(), kTitlesBar,
                     options.list) &&
         good;
  good = ReportScore("phrases", *phrases, sample->phrases.size(), kPhrasesBar,
                     options.list) &&
         good;
  if (options.other.empty()) return good ? 0 : 1;
  auto second = catalog::OpenStore(options.other);
  if (!second.ok()) return Failed(second.status()), 2;
  const catalog::CatalogEngine other(*std::move(second), &clock);
  const auto other_titles = RunSearches(other, sample->titles, *as_of);
  const auto other_phrases = RunSearches(other, sample->phrases, *as_of);
  if (!other_titles.ok()) return Failed(other_titles.status()), 2;
  if (!other_phrases.ok()) return Failed(other_phrases.status()), 2;
  good = Same(*titles, *other_titles, sample->titles, "titles") && good;
  good = Same(*phrases, *other_phrases, sample->phrases, "phrases") && good;
  return good ? 0 : 1;
}

}  // namespace
}  // namespace zhiheng::corpora

int main(int argc, char** argv) {
  zhiheng::corpora::Options options;
  for (int i = 1; i < argc; ++i) {
    const std::string flag = argv[i];
    if (flag == "--list") options.list = true;
    if (i + 1 == argc) break;
    if (flag == "--db") options.db = argv[++i];
    if (flag == "--other") options.other = argv[++i];
    if (flag == "--corpora") options.corpora = argv[++i];
    if (flag == "--as-of") options.as_of = argv[++i];
  }
  return zhiheng::corpora::Main(options);
}
