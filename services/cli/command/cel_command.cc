#include "services/cli/command/cel_command.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/cli/command/cel_input.h"
#include "services/common/base/log.h"
#include "services/common/base/status_macros.h"
#include "services/rules/cel/check/checker.h"
#include "services/rules/cel/cost/cost.h"
#include "services/rules/cel/residual/decider.h"
#include "services/rules/cel/residual/residual.h"
#include "services/rules/cel/syntax/parser.h"
#include "services/rules/cel/syntax/token.h"

namespace zhiheng::cli {
namespace {

std::string Quoted(absl::string_view text) {
  return absl::StrCat("\"", JsonEscape(text), "\"");
}

// What is said about an expression: rows for a person, fields for a program,
// both in the order in which they are said.
class Answer {
 public:
  explicit Answer(bool json) : json_(json) {}

  void Text(const std::string& name, const std::string& text) {
    Row(name, text);
    Json(name, Quoted(text));
  }
  void Number(const std::string& name, int64_t number) {
    Row(name, absl::StrCat(number));
    Json(name, absl::StrCat(number));
  }
  void List(const std::string& name, const std::vector<std::string>& items) {
    if (!items.empty()) Row(name, absl::StrJoin(items, ", "));
    std::vector<std::string> quoted;
    for (const std::string& item : items) quoted.push_back(Quoted(item));
    Json(name, absl::StrCat("[", absl::StrJoin(quoted, ", "), "]"));
  }
  // For programs; `items` are JSON.
  void Items(const std::string& name, const std::vector<std::string>& items) {
    Json(name, absl::StrCat("[\n  ", absl::StrJoin(items, ",\n  "), "\n ]"));
  }
  // For people.
  void Lines(const std::string& text) { rows_ += text; }

  std::string Said() const {
    return json_ ? absl::StrCat("{\n ", absl::StrJoin(fields_, ",\n "), "\n}\n")
                 : rows_;
  }

 private:
  void Row(const std::string& name, const std::string& text) {
    absl::StrAppend(&rows_, name, ":", std::string(10 - name.size(), ' '), text,
                    "\n");
  }
  void Json(const std::string& name, const std::string& value) {
    fields_.push_back(absl::StrCat("\"", name, "\": ", value));
  }
  const bool json_;
  std::string rows_;
  std::vector<std::string> fields_;
};

class CelRun {
 public:
  CelRun(const CelOptions& options, const CelInput& input, Console* console)
      : options_(options),
        input_(input),
        console_(*console),
        answer_(options.json) {}

  absl::StatusOr<ExitCode> Run() {
    ExitCode code = kExitOk;
    if (options_.action == CelAction::kDump &&
        options_.dump == CelDump::kTokens) {
      code = DumpTokenList();
    } else {
      ASSIGN_OR_RETURN(code, RunParsed());
    }
    console_.out << answer_.Said();
    console_.out.flush();
    return code;
  }

 private:
  ExitCode Mistakes(const std::vector<cel::Issue>& issues) {
    std::vector<std::string> items;
    for (const cel::Issue& issue : issues) {
      if (!options_.json) console_.err << cel::RenderIssue(input_.text, issue);
      items.push_back(absl::StrCat(
          "{\"code\": ", Quoted(issue.code), ", \"line\": ", issue.line,
          ", \"column\": ", issue.column, ", \"offset\": ", issue.offset,
          ", \"length\": ", issue.length, ", \"message\": ",
          Quoted(issue.message), ", \"hint\": ", Quoted(issue.hint), "}"));
    }
    answer_.Items("issues", items);
    return kExitUsage;
  }

  // One row, or the lines as they are.
  void Show(const std::string& name, const std::string& lines) {
    if (options_.json) {
      answer_.Text(name, lines);
    } else {
      answer_.Lines(lines);
    }
  }

  ExitCode DumpTokenList() {
    std::vector<cel::Issue> issues;
    Show("tokens",
         cel::DumpTokens(cel::Tokenize(input_.text, cel::Limits(), &issues)));
    return issues.empty() ? kExitOk : Mistakes(issues);
  }

  absl::StatusOr<ExitCode> RunParsed() {
    const cel::Parsed parsed = cel::Parse(input_.text);
    if (!parsed.ok()) return Mistakes(parsed.issues);
    if (options_.action == CelAction::kFormat) {
      Show("text", cel::Unparse(parsed.ast) + "\n");
      return kExitOk;
    }
    const bool dump = options_.action == CelAction::kDump;
    if (dump && options_.dump == CelDump::kAst) {
      Show("ast", cel::DumpAst(parsed.ast));
      return kExitOk;
    }
    const cel::Checked checked =
        cel::Check(parsed.ast, cel::ScopeOf(*input_.environment),
                   cel::Type::Dyn(), cel::Limits());
    if (!checked.ok()) return Mistakes(checked.issues);
    if (dump && options_.dump == CelDump::kChecked) {
      Show("checked", cel::DumpChecked(parsed.ast, checked));
      return kExitOk;
    }
    return RunCompiled(parsed.ast, checked);
  }

  absl::StatusOr<ExitCode> RunCompiled(const cel::Ast& ast,
                                       const cel::Checked& checked) {
    cel::ModuleBuilder builder(input_.environment);
    const cel::Added added = builder.Add(input_.text);
    if (!added.ok()) return Mistakes(added.issues);
    ASSIGN_OR_RETURN(const auto module, builder.Build());
    if (options_.action == CelAction::kDump) {
      Show("program", module->Dump(added.id));
      return kExitOk;
    }
    bound_ = cel::TotalCost(cel::CostOf(ast, checked, {}), {});
    if (options_.action == CelAction::kEval) return Evaluate(*module, added);
    answer_.Text("type", checked.type.ToString());
    std::vector<std::string> reads;
    for (const cel::ReadPath& read : module->info(added.id).reads)
      reads.push_back(read.text);
    answer_.List("reads", reads);
    ShowBound();
    return kExitOk;
  }

  void ShowBound() {
    const std::string formula = bound_.ToString();
    const bool loops = !bound_.SizeNames().empty();
    if (options_.json || !loops) {
      answer_.Text("cost", formula);
      if (options_.json)
        answer_.Number("bound", bound_.AtEqual(cel::kAssumedListSize));
      return;
    }
    answer_.Text("cost",
                 absl::StrCat(formula, " steps; ",
                              bound_.AtEqual(cel::kAssumedListSize), " with ",
                              cel::kAssumedListSize, " elements in each list"));
  }

  absl::StatusOr<ExitCode> Evaluate(const cel::Module& module,
                                    const cel::Added& added) {
    cel::Evaluation evaluation(module);
    RETURN_IF_ERROR(input_.Bind(&evaluation));
    const cel::Value value = evaluation.Evaluate(added.id);
    ExitCode code = kExitOk;
    if (value.IsUnknown()) {
      RETURN_IF_ERROR(ShowOpen(value.unknown().PathStrings()));
      code = kExitOpen;
    } else if (value.IsError()) {
      answer_.Text("error", absl::StrCat(value.error().message, " [",
                                         value.error().code, "]"));
      code = kExitErrors;
    } else {
      answer_.Text("value", cel::DebugString(value));
    }
    answer_.Text("type", added.type.ToString());
    answer_.Number("steps", evaluation.steps_used());
    ShowBound();
    return code;
  }

  // The facts that are missing, the most decisive first, and what is left.
  absl::Status ShowOpen(const std::vector<std::string>& paths) {
    const cel::Decider decider(input_.environment, {});
    std::vector<std::string> ordered;
    std::vector<std::string> items;
    for (const cel::RankedFact& fact : decider.Rank(input_.text, paths)) {
      std::string alone = fact.can_make_true && fact.can_make_false
                              ? " (decides alone)"
                          : fact.can_make_true  ? " (can make it true alone)"
                          : fact.can_make_false ? " (can make it false alone)"
                                                : "";
      ordered.push_back(options_.json ? fact.path : fact.path + alone);
      items.push_back(absl::StrCat(
          "{\"path\": ", Quoted(fact.path),
          ", \"canMakeTrue\": ", fact.can_make_true ? "true" : "false",
          ", \"canMakeFalse\": ", fact.can_make_false ? "true" : "false",
          ", \"conditionsDecided\": ", fact.decides,
          ", \"conditionsAsking\": ", fact.asked, "}"));
    }
    answer_.Items("decides", items);
    answer_.List("unknown", ordered);
    ASSIGN_OR_RETURN(const std::string rest,
                     cel::ResidualOf(input_.environment, {}, input_.text,
                                     [this](cel::Evaluation& e) {
                                       return input_.Bind(&e);
                                     }));
    answer_.Text("residual", rest);
    return absl::OkStatus();
  }

  const CelOptions& options_;
  const CelInput& input_;
  Console& console_;
  Answer answer_;
  cel::CostBound bound_;
};

absl::StatusOr<ExitCode> RunIt(const CelOptions& options,
                               std::shared_ptr<const rules::FactsTypes> types,
                               Console* console) {
  ASSIGN_OR_RETURN(const CelInput input,
                   ReadCelInput(options, std::move(types), console->in));
  if (!input.problems.empty()) {
    for (const std::string& problem : input.problems) console->err << problem;
    return kExitUsage;
  }
  return CelRun(options, input, console).Run();
}

}  // namespace

ExitCode RunCel(const CelOptions& options,
                std::shared_ptr<const rules::FactsTypes> types,
                Console* console) {
  const absl::StatusOr<ExitCode> code =
      RunIt(options, std::move(types), console);
  if (code.ok()) return *code;
  PrintStatus(code.status(), console);
  return code.status().code() == absl::StatusCode::kInvalidArgument ||
                 code.status().code() == absl::StatusCode::kNotFound
             ? kExitUsage
             : kExitUnexpected;
}

}  // namespace zhiheng::cli
