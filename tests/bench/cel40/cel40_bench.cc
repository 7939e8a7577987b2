// The forty-rule benchmark in process, labels already parsed; subjects take
// turns, verdicts are compared first, and a wrong one stops the run.
//
//   cel40_bench [<rules.json> [<labels.jsonl>]]
//
// Without arguments the rules are those of the checkout one stands in.
// With a second argument it also writes the labels for the subjects in other
// languages (peers.mjs).
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <string>

#include "absl/strings/str_cat.h"
#include "cel40/engine_subject.h"
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

struct Subject {
  const char* name;
  std::function<Broken(const v1::Label&)> check;
  std::vector<double> us_per_label;
};

bool AllRight(const Subject& subject, const std::vector<LabelCase>& cases) {
  for (const LabelCase& item : cases) {
    if (subject.check(item.label) != item.planted) {
      std::fprintf(stderr, "%s: wrong answer for %s\n", subject.name,
                   item.label.id().c_str());
      return false;
    }
  }
  return true;
}

void Round(const std::vector<LabelCase>& cases, Subject* subject) {
  constexpr int kPasses = 10;
  const auto start = std::chrono::steady_clock::now();
  size_t found = 0;
  for (int i = 0; i < kPasses; ++i) {
    for (const LabelCase& item : cases) {
      found += subject->check(item.label).count();
    }
  }
  const std::chrono::duration<double, std::micro> took =
      std::chrono::steady_clock::now() - start;
  if (found == 0) std::abort();
  subject->us_per_label.push_back(took.count() / kPasses /
                                  static_cast<double>(cases.size()));
}

int Main(int argc, char** argv) {
  const char* rules = argc > 1 ? argv[1] : "tests/bench/cel40/rules.json";
  const std::vector<LabelCase> cases = GenerateLabels(2000, 20261121);
  if (argc > 2) WriteLabels(cases, argv[2]);
  auto engine = EngineSubject::Create(rules);
  if (!engine.ok()) {
    std::fprintf(stderr, "%s\n", engine.status().ToString().c_str());
    return 1;
  }
  std::vector<Subject> subjects = {
      {"handwritten-tuned", CheckTuned, {}},
      {"handwritten-plain", CheckPlain, {}},
      {"engine-verdicts",
       [&](const v1::Label& label) { return (*engine)->Check(label); },
       {}},
  };
  for (const Subject& subject : subjects) {
    if (!AllRight(subject, cases)) return 1;
  }
  for (int round = 0; round < 5; ++round) {
    for (Subject& subject : subjects) Round(cases, &subject);
  }
  double plain = 0;
  for (Subject& subject : subjects) {
    std::vector<double>& us = subject.us_per_label;
    std::sort(us.begin(), us.end());
    if (subject.name == std::string("handwritten-plain")) plain = us[2];
    std::printf(
        "{\"subject\":\"%s\",\"us_per_label\":%.3f,"
        "\"min\":%.3f,\"max\":%.3f}\n",
        subject.name, us[2], us[0], us[4]);
  }
  std::printf("{\"engine_over_plain\":%.2f}\n",
              subjects[2].us_per_label[2] / plain);
  return 0;
}

}  // namespace
}  // namespace zhiheng::bench

int main(int argc, char** argv) { return zhiheng::bench::Main(argc, argv); }
