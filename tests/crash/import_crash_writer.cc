// Imports the invented laws of one version until it is killed:
//   import_crash_writer STORE VERSION
//
// Says `ack N` when the first N laws are in the store for good.
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <string>

#include "absl/time/clock.h"
#include "services/catalog/engine/open_store.h"
#include "services/catalog/importer/plan/import_run.h"
#include "tests/crash/crash_laws.h"

namespace {

class Speaker final : public zhiheng::catalog::ImportObserver {
 public:
  void OnDiagnostic(const zhiheng::catalog::Diagnostic&) override {}
  bool OnProgress(const zhiheng::catalog::ImportProgress& progress) override {
    if (progress.instruments_kept == said_) return true;
    said_ = progress.instruments_kept;
    const std::string line = absl::StrCat("ack ", said_, "\n");
    return write(1, line.data(), line.size()) ==
           static_cast<ssize_t>(line.size());
  }

 private:
  int64_t said_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
  using namespace zhiheng::catalog;  // NOLINT: a main
  if (argc != 3) return 2;
  const auto store = OpenStore(argv[1]);
  MemoryFiles files;
  absl::Status status = store.status();
  for (int law = 0; law < crash::kLaws && status.ok(); ++law) {
    status = files.Add(crash::LawFile(law),
                       crash::LawText(law, std::atoi(argv[2])), {});
  }
  if (status.ok()) {
    ImportOptions options;
    options.provisions_per_write = 4 * crash::kArticles;
    Speaker speaker;
    status =
        RunImport(files, options, store->get(), absl::Now(), &speaker).status();
  }
  if (status.ok()) return 0;
  std::fprintf(stderr, "%s\n", status.ToString().c_str());
  return 1;
}
