// packs_dev lint|test PATH [FILTER]: the author's tools, before the client has
// them.
#include <cstdio>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/rules/authoring/examples.h"
#include "services/rules/authoring/lint.h"
#include "services/rules/engine/library_loader.h"

namespace {

using namespace zhiheng::rules;  // NOLINT: a main

int Finish(LoadedLibrary* library) {
  library->diagnostics.Sort();
  std::fputs(RenderAll(*library, 200).c_str(), stdout);
  return library->diagnostics.empty() ? 0 : 3;
}

int Lint(LoadedLibrary library) {
  for (const auto& pack : library.set->packs()) {
    LintPack(*pack, &library.diagnostics);
  }
  const int exit = Finish(&library);
  std::printf("%zu packs, %zu mistakes\n", library.set->packs().size(),
              library.diagnostics.items().size());
  return exit;
}

int Test(LoadedLibrary library, const std::string& filter) {
  int passed = 0;
  int failed = 0;
  for (const auto& pack : library.set->packs()) {
    for (const ExampleResult& r : RunExamples(*pack, library.set->calendar(),
                                              &library.diagnostics, filter)) {
      ++(r.passed ? passed : failed);
      if (r.passed) continue;
      std::printf("FAILED %s/%s: %s\n  %s:%d:%d\n", pack->id.c_str(),
                  r.rule.c_str(), r.name.c_str(), r.file.c_str(), r.at.line,
                  r.at.column);
      for (const std::string& d : r.differences) {
        std::printf("  %s\n", d.c_str());
      }
    }
  }
  library.diagnostics.Sort();
  std::fputs(RenderAll(library, 200).c_str(), stdout);
  std::printf("%d passed, %d failed\n", passed, failed);
  if (library.diagnostics.has_errors()) return 3;
  return failed > 0 || passed == 0 ? 4 : 0;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string command = argc > 1 ? argv[1] : "";
  if (argc < 3 || (command != "lint" && command != "test")) {
    std::fputs("usage: packs_dev lint|test PATH [FILTER]\n", stderr);
    return 2;
  }
  auto library = LoadLibrary(argv[2]);
  if (!library.ok()) {
    std::fprintf(stderr, "%s\n",
                 std::string(library.status().message()).c_str());
    return 1;
  }
  if (command == "lint") return Lint(*std::move(library));
  return Test(*std::move(library), argc > 3 ? argv[3] : "");
}
