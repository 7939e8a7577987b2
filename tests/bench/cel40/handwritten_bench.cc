// Hand-written baselines of the forty-rule benchmark, labels already parsed.
// With an argument, writes labels.jsonl for the subjects in other languages.
#include <chrono>
#include <cstdio>
#include <fstream>
#include <string>

#include "absl/strings/str_cat.h"
#include "cel40/handwritten.h"
#include "cel40/label_generator.h"

namespace zhiheng::bench {
namespace {

void WriteLabels(const std::vector<LabelCase>& cases, const char* path) {
  std::ofstream out(path);
  for (const LabelCase& item : cases) {
    std::string names;
    for (int i = 0; i < kRuleCount; ++i) {
      if (!item.planted[static_cast<size_t>(i)]) continue;
      absl::StrAppend(&names, names.empty() ? "" : ",", "\"F",
                      i + 1 < 10 ? "0" : "", i + 1, "\"");
    }
    out << "{\"label\":" << ToJson(item.label) << ",\"broken\":[" << names
        << "]}\n";
  }
}

template <typename Check>
bool Measure(const char* name, const std::vector<LabelCase>& cases,
             Check check) {
  for (const LabelCase& item : cases) {
    if (check(item.label) != item.planted) {
      std::fprintf(stderr, "%s: wrong answer for %s\n", name,
                   item.label.id().c_str());
      return false;
    }
  }
  for (int round = 0; round < 5; ++round) {
    const auto start = std::chrono::steady_clock::now();
    size_t found = 0;
    for (int i = 0; i < 20; ++i) {
      for (const LabelCase& item : cases) found += check(item.label).count();
    }
    const std::chrono::duration<double, std::micro> took =
        std::chrono::steady_clock::now() - start;
    std::printf("{\"subject\":\"%s\",\"us_per_label\":%.3f,\"found\":%zu}\n",
                name, took.count() / 20.0 / static_cast<double>(cases.size()),
                found / 20);
  }
  return true;
}

int Main(int argc, char** argv) {
  const std::vector<LabelCase> cases = GenerateLabels(2000, 20261121);
  if (argc > 1) WriteLabels(cases, argv[1]);
  const bool ok = Measure("handwritten-tuned", cases, CheckTuned) &&
                  Measure("handwritten-plain", cases, CheckPlain);
  return ok ? 0 : 1;
}

}  // namespace
}  // namespace zhiheng::bench

int main(int argc, char** argv) { return zhiheng::bench::Main(argc, argv); }
