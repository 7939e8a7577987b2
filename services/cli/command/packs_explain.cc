// One rule in words, from what was compiled: nothing here is written twice.
#include <set>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/cli/command/packs_files.h"
#include "services/cli/command/packs_load.h"
#include "services/common/base/text.h"
#include "services/rules/authoring/pack_cost.h"

namespace zhiheng::cli {
namespace {

using rules::CompiledPack;
using rules::RuleProgram;
using rules::RuleSource;
using rules::Written;

class Explainer {
 public:
  Explainer(const CompiledPack& pack, size_t index, std::ostream& out)
      : pack_(pack),
        rule_(pack.rules[index]),
        source_(pack.source->rules[index]),
        out_(out) {}

  void Explain() {
    out_ << pack_.id << "/" << rule_.id << "\n";
    Row("title", absl::StrCat(rule_.title.zh, " | ", rule_.title.en));
    Row("at", absl::StrCat(pack_.source->file, ":", source_.at.line));
    std::vector<std::string> cites;
    for (const auto& c : rule_.citations)
      cites.push_back(absl::StrCat(c.display, " ", c.interval.ToString()));
    Rows("cites", cites);
    std::vector<std::string> days;
    for (const auto& interval : rule_.in_force)
      days.push_back(interval.ToString());
    Rows("in force", days);
    Row("day", rule_.selector < 0
                   ? "the day of the check"
                   : pack_.selectors[static_cast<size_t>(rule_.selector)].name);
    for (const auto& [name, text] : {std::pair<const char*, const Written*>{
                                         "applies", &pack_.source->applies},
                                     {"when", &source_.when},
                                     {"require", &source_.require},
                                     {"finds", &source_.finds},
                                     {"suspect", &source_.suspect},
                                     {"judge", &source_.judge}}) {
      if (!text->empty()) Row(name, text->text);
    }
    ExplainDefinitions();
    ExplainReads();
    ExplainCost();
    Row("examples", absl::StrCat(source_.examples.size()));
    for (const auto& example : source_.examples)
      Row("", absl::StrCat(example.expect.text, ": ", example.name.text));
  }

 private:
  void Row(const std::string& name, const std::string& text) {
    out_ << "  " << name
         << std::string(name.size() < 10 ? 10 - name.size() : 1, ' ') << text
         << "\n";
  }
  void Rows(const std::string& name, const std::vector<std::string>& texts) {
    for (size_t i = 0; i < texts.size(); ++i) Row(i == 0 ? name : "", texts[i]);
  }

  // Definitions in the order of the file, those that they use included.
  void ExplainDefinitions() {
    std::set<std::string> used;
    for (const cel::ExprId id : {pack_.applies, rule_.when, rule_.require,
                                 rule_.finds, rule_.suspect, rule_.judge}) {
      if (!id.valid()) continue;
      const auto& names = pack_.module->info(id).definitions;
      used.insert(names.begin(), names.end());
    }
    for (const rules::LetSource& let : pack_.source->lets) {
      if (used.count(let.name.text) > 0)
        Row("let", absl::StrCat(let.name.text, ": ", let.expression.text));
    }
  }

  void ExplainReads() {
    std::vector<std::string> reads;
    for (const cel::ReadPath& read : rule_.reads) reads.push_back(read.text);
    Rows("reads", reads);
  }

  void ExplainCost() {
    for (const rules::RuleCost& cost : rules::CostsOf(pack_)) {
      if (cost.rule == rule_.id)
        Row("cost", absl::StrCat(cost.bound.ToString(), " steps at most"));
    }
  }

  const CompiledPack& pack_;
  const RuleProgram& rule_;
  const RuleSource& source_;
  std::ostream& out_;
};

}  // namespace

ExitCode RunPacksExplain(const PackFilesOptions& options, Console* console) {
  auto library = LoadPacks(options.folder);
  if (!library.ok()) return CannotLoadPacks(library.status(), console);
  int found = 0;
  std::vector<std::string> names;
  for (const auto& pack : library->set->packs()) {
    for (size_t i = 0; i < pack->rules.size(); ++i) {
      const std::string& id = pack->rules[i].id;
      const std::string full = absl::StrCat(pack->id, "/", id);
      names.push_back(absl::StrContains(options.rule, "/") ? full : id);
      if (id != options.rule && full != options.rule) continue;
      if (found++ > 0) console->out << "\n";
      Explainer(*pack, i, console->out).Explain();
    }
  }
  console->out.flush();
  if (found > 0) return kExitOk;
  if (library->diagnostics.has_errors()) {
    PrintPackDiagnostics(&*library, console);
    return kExitPackBroken;
  }
  const std::string near = NearestWord(options.rule, names);
  console->err << "zhiheng: there is no rule '" << options.rule << "'"
               << (near.empty() ? "" : "; did you mean '" + near + "'?")
               << "\n";
  return kExitUsage;
}

}  // namespace zhiheng::cli
