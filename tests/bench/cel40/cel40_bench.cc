// The forty-rule benchmark: subjects take turns in one run, their verdicts are
// compared first, and a wrong one stops the run. Prints a line of JSON for each
// subject and a table of the bars, and fails when a bar is not met.
//
//   cel40_bench [<rules.json>]
//
// Without an argument the rules are those of the checkout one stands in. With
// ZHIHENG_BENCH_PEERS, a node_modules folder, the JavaScript peers take part.
#include <google/protobuf/descriptor.h>
#include <google/protobuf/descriptor.pb.h>
#include <google/protobuf/dynamic_message.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <map>
#include <string>

#include "absl/strings/str_cat.h"
#include "cel40/engine_subject.h"
#include "cel40/handwritten.h"
#include "cel40/label_generator.h"
#include "cel40/pack_measures.h"
#include "cel40/pack_subject.h"
#include "cel40/peer_process.h"
#include "cel40/rules_file.h"
#include "services/common/base/status_macros.h"

namespace zhiheng::bench {
namespace {

constexpr int kRounds = 9;
constexpr int kPeerRounds = 3;  // of those, a slow peer takes part in
constexpr int kPasses = 5;

void WriteLabels(const std::vector<LabelCase>& cases, const std::string& path) {
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

// The labels again, in a pool that knows them from a FileDescriptorSet only.
struct DynamicLabels {
  google::protobuf::DescriptorPool pool;
  std::unique_ptr<google::protobuf::DynamicMessageFactory> factory;
  const google::protobuf::Descriptor* type = nullptr;
  std::vector<std::unique_ptr<google::protobuf::Message>> labels;

  explicit DynamicLabels(const std::vector<LabelCase>& cases) {
    google::protobuf::FileDescriptorProto file;
    v1::Label::descriptor()->file()->CopyTo(&file);
    pool.BuildFile(file);
    type = pool.FindMessageTypeByName(v1::Label::descriptor()->full_name());
    factory = std::make_unique<google::protobuf::DynamicMessageFactory>(&pool);
    for (const LabelCase& item : cases) {
      labels.emplace_back(factory->GetPrototype(type)->New());
      labels.back()->ParseFromString(item.label.SerializeAsString());
    }
  }
};

struct Subject {
  std::string name;
  std::function<Broken(size_t)> check;  // the label of this number
  std::vector<double> us_per_label;
};

bool AllRight(const Subject& subject, const std::vector<LabelCase>& cases) {
  for (size_t i = 0; i < cases.size(); ++i) {
    if (subject.check(i) != cases[i].planted) {
      std::fprintf(stderr, "%s: wrong answer for %s\n", subject.name.c_str(),
                   cases[i].label.id().c_str());
      return false;
    }
  }
  return true;
}

void Round(size_t labels, Subject* subject) {
  const auto start = std::chrono::steady_clock::now();
  size_t found = 0;
  for (int pass = 0; pass < kPasses; ++pass) {
    for (size_t i = 0; i < labels; ++i) found += subject->check(i).count();
  }
  const std::chrono::duration<double, std::micro> took =
      std::chrono::steady_clock::now() - start;
  if (found == 0) std::abort();
  subject->us_per_label.push_back(took.count() / kPasses /
                                  static_cast<double>(labels));
}

double Median(std::vector<double> times) {
  std::sort(times.begin(), times.end());
  return times[times.size() / 2];
}

// One line of the table; true when the bar is met.
bool Bar(const char* what, double value, double bar, bool at_least) {
  const bool met = at_least ? value >= bar : value <= bar;
  std::printf("%-58s %9.2f  %s %-6g %s\n", what, value,
              at_least ? "at least" : "at most ", bar, met ? "PASS" : "FAIL");
  return met;
}

bool Bars(const std::map<std::string, double>& us, const CompileTimes& compile,
          const SwapTimes& swap) {
  const auto ratio = [&](const char* a, const char* b) {
    return us.at(a) / us.at(b);
  };
  std::printf("\n%-58s %9s\n", "bar", "measured");
  bool met = true;
  met &= Bar("verdicts: times plain", ratio("engine", "plain"), 1.2, false);
  met &= Bar("verdicts: times tuned", ratio("engine", "tuned"), 6, false);
  met &= Bar("dynamic messages: times generated",
             ratio("engine-dynamic", "engine"), 1.1, false);
  met &= Bar("pack, findings with evidence: times verdicts",
             ratio("pack-findings", "pack-verdicts"), 1.5, false);
  met &= Bar("pack of ten times the rules: times one",
             ratio("pack-verdicts-x10", "pack-verdicts"), 3, false);
  met &= Bar("500 rules compiled: ms", compile.compile_ms, 100, false);
  met &= Bar("p99 while packs are swapped: times p99 without",
             swap.swapped_p99 / swap.calm_p99, 2, false);
  for (const auto& [peer, bar] :
       std::map<const char*, double>{{"cel-js", 12}, {"zen", 90}}) {
    if (us.count(peer) == 0) {
      std::printf("%s did not take part\n", peer);
      continue;
    }
    met &= Bar(absl::StrCat("times as fast as ", peer).c_str(),
               ratio(peer, "engine"), bar, true);
  }
  std::printf(
      "for the record: every rule's finding, kept rules too, costs %.2f times "
      "verdicts; reading the YAML of 500 rules takes %.0f ms\n",
      ratio("pack-all-findings", "pack-verdicts"), compile.read_ms);
  return met;
}

absl::StatusOr<std::map<std::string, std::unique_ptr<PeerProcess>>> StartPeers(
    const std::string& rules, const std::vector<LabelCase>& cases) {
  std::map<std::string, std::unique_ptr<PeerProcess>> peers;
  const char* modules = std::getenv("ZHIHENG_BENCH_PEERS");
  if (modules == nullptr) return peers;
  const std::string labels = std::string(modules) + "/labels.jsonl";
  WriteLabels(cases, labels);
  for (const char* name : {"cel-js", "bufbuild-cel", "zen"}) {
    const std::string script =
        rules.substr(0, rules.rfind('/') + 1) + "peers.mjs";
    ASSIGN_OR_RETURN(peers[name], PeerProcess::Start({"node", script, modules,
                                                      rules, labels, name}));
  }
  return peers;
}

absl::Status Run(const std::string& rules_file, bool* met) {
  const std::vector<LabelCase> cases = GenerateLabels(2000, 20261121);
  const DynamicLabels dynamic(cases);
  ASSIGN_OR_RETURN(const std::vector<BenchRule> rules, ReadRules(rules_file));
  ASSIGN_OR_RETURN(const auto engine, EngineSubject::Create(rules_file));
  ASSIGN_OR_RETURN(
      const auto over_dynamic,
      EngineSubject::Create(rules_file, dynamic.type, dynamic.factory.get()));
  ASSIGN_OR_RETURN(const auto pack, CompileText(PackText(rules, 1)));
  ASSIGN_OR_RETURN(const auto large, CompileText(PackText(rules, 10)));
  PackSubject of_pack(pack);
  PackSubject of_large(large);
  const auto label = [&](size_t i) -> const v1::Label& {
    return cases[i].label;
  };
  std::vector<Subject> subjects = {
      {"tuned", [&](size_t i) { return CheckTuned(label(i)); }, {}},
      {"plain", [&](size_t i) { return CheckPlain(label(i)); }, {}},
      {"engine", [&](size_t i) { return engine->Check(label(i)); }, {}},
      {"engine-dynamic",
       [&](size_t i) { return over_dynamic->Check(*dynamic.labels[i]); },
       {}},
      {"pack-verdicts",
       [&](size_t i) { return of_pack.Verdicts(label(i)); },
       {}},
      {"pack-verdicts-x10",
       [&](size_t i) { return of_large.Verdicts(label(i)); },
       {}},
      {"pack-findings",
       [&](size_t i) { return of_pack.Findings(label(i), false); },
       {}},
      {"pack-all-findings",
       [&](size_t i) { return of_pack.Findings(label(i), true); },
       {}},
  };
  for (const Subject& subject : subjects) {
    if (!AllRight(subject, cases)) {
      return absl::InternalError(subject.name + " answers wrongly");
    }
  }
  ASSIGN_OR_RETURN(const auto peers, StartPeers(rules_file, cases));
  std::map<std::string, std::vector<double>> times;
  for (int round = 0; round < kRounds; ++round) {
    for (Subject& subject : subjects) Round(cases.size(), &subject);
    for (const auto& [name, peer] : peers) {
      if (round % (kRounds / kPeerRounds) != 0) continue;
      ASSIGN_OR_RETURN(times[name].emplace_back(), peer->Round());
    }
  }
  for (Subject& subject : subjects) times[subject.name] = subject.us_per_label;
  std::map<std::string, double> medians;
  for (const auto& [name, us] : times) {
    medians[name] = Median(us);
    std::printf(
        "{\"subject\":\"%s\",\"us_per_label\":%.3f,\"min\":%.3f,"
        "\"max\":%.3f}\n",
        name.c_str(), medians[name], *std::min_element(us.begin(), us.end()),
        *std::max_element(us.begin(), us.end()));
  }
  ASSIGN_OR_RETURN(const CompileTimes compile, CompileMany(rules, 500));
  ASSIGN_OR_RETURN(const SwapTimes swap, SwapUnderLoad(rules, cases));
  *met = Bars(medians, compile, swap);
  return absl::OkStatus();
}

int Main(int argc, char** argv) {
  bool met = false;
  const absl::Status status =
      Run(argc > 1 ? argv[1] : "tests/bench/cel40/rules.json", &met);
  if (!status.ok()) std::fprintf(stderr, "%s\n", status.ToString().c_str());
  return status.ok() && met ? 0 : 1;
}

}  // namespace
}  // namespace zhiheng::bench

int main(int argc, char** argv) { return zhiheng::bench::Main(argc, argv); }
