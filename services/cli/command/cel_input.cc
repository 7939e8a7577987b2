#include "services/cli/command/cel_input.h"

#include <google/protobuf/arena.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/cli/input/subject_file.h"
#include "services/common/base/status_macros.h"
#include "services/common/base/text.h"
#include "services/common/facts/facts_reader.h"
#include "services/common/facts/json_source.h"
#include "services/rules/engine/subject_facts.h"

namespace zhiheng::cli {
namespace {

using cel::ConstantValue;
using rules::FactsTypes;

absl::StatusOr<std::string> ReadWhole(const std::string& path,
                                      std::istream& in) {
  // One byte beyond the limit is enough to see that it is too long.
  const size_t limit = static_cast<size_t>(cel::Limits().expression_length) + 1;
  std::ifstream file;
  if (path != "-") {
    file.open(path, std::ios::binary);
    if (!file) return absl::NotFoundError(absl::StrCat("cannot open ", path));
  }
  std::string text(limit, '\0');
  std::istream& from = path == "-" ? in : file;
  from.read(text.data(), static_cast<std::streamsize>(limit));
  text.resize(static_cast<size_t>(from.gcount()));
  return text;
}

absl::StatusOr<std::string> ExpressionText(const std::string& written,
                                           std::istream& in) {
  std::string text = written;
  if (written == "-" || absl::StartsWith(written, "@")) {
    ASSIGN_OR_RETURN(
        text, ReadWhole(written == "-" ? written : written.substr(1), in));
  }
  return std::string(absl::StripTrailingAsciiWhitespace(text));
}

absl::Status BadFlag(const std::string& flag, const std::string& value,
                     const std::string& why) {
  return absl::InvalidArgumentError(
      absl::StrCat(flag, " ", ShortValue(value), ": ", why));
}

// Depth is bounded by the reader of the JSON.
ConstantValue ValueOf(const ValueTree& tree, int32_t index) {
  const ValueNode& node = tree.nodes[static_cast<size_t>(tree.Resolve(index))];
  ConstantValue out;
  if (node.kind == ValueNode::Kind::kList) {
    ConstantValue::List list;
    for (int32_t i = node.first_child; i >= 0;
         i = tree.nodes[static_cast<size_t>(i)].next) {
      list.push_back(ValueOf(tree, i));
    }
    out.value = std::move(list);
  } else if (node.kind == ValueNode::Kind::kMap) {
    ConstantValue::Map map;
    for (int32_t i = node.first_child; i >= 0;
         i = tree.nodes[static_cast<size_t>(i)].next) {
      ConstantValue key;
      key.value = tree.nodes[static_cast<size_t>(i)].key;
      map.emplace_back(std::move(key), ValueOf(tree, i));
    }
    out.value = std::move(map);
  } else if (node.kind == ValueNode::Kind::kQuoted) {
    out.value = node.text;
  } else if (node.text == "true" || node.text == "false") {
    out.value = node.text == "true";
  } else if (int64_t whole = 0; absl::SimpleAtoi(node.text, &whole)) {
    out.value = whole;
  } else if (double number = 0; absl::SimpleAtod(node.text, &number)) {
    out.value = number;
  }
  return out;  // null
}

absl::Status AddVariable(const std::string& written,
                         cel::EnvironmentBuilder* builder) {
  const size_t equals = written.find('=');
  if (equals == std::string::npos || equals == 0)
    return BadFlag("--var", written, "write name=JSON, as n=3 or t='\"text\"'");
  const std::string json = written.substr(equals + 1);
  ValueTree tree;
  if (!IsValidUtf8(json)) return BadFlag("--var", written, "it is not UTF-8");
  if (const auto wrong = ParseJsonValues(json, FactsLimits(), &tree)) {
    return BadFlag("--var", written,
                   absl::StrCat(wrong->rule,
                                " (the value is JSON: a text "
                                "needs its quotes)"));
  }
  builder->AddConstant(written.substr(0, equals), ValueOf(tree, 0));
  return absl::OkStatus();
}

// Bare facts of a named type.
absl::Status ReadBare(const CelOptions& options,
                      const google::protobuf::Descriptor* type,
                      std::istream& in, CelInput* input) {
  input->facts = input->types->New(type);
  if (options.facts.empty()) return absl::OkStatus();
  std::ifstream file;
  if (options.facts != "-") {
    file.open(options.facts, std::ios::binary);
    if (!file)
      return absl::NotFoundError(absl::StrCat("cannot open ", options.facts));
  }
  std::string text(kMaxFactsBytes + 1, '\0');
  std::istream& from = options.facts == "-" ? in : file;
  from.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<size_t>(from.gcount()));
  FactsOptions facts;
  facts.root = input->variable;
  facts.pool = input->types->pool();
  facts.factory = input->types->factory();
  for (const FactsProblem& problem : ReadFacts(
           text, FactsFormatOfFile(options.facts), facts, input->facts.get())) {
    input->problems.push_back(RenderProblem(problem, options.facts, text));
  }
  return absl::OkStatus();
}

absl::Status ReadSubject(const CelOptions& options, std::istream& in,
                         CelInput* input) {
  FactsOptions facts;
  facts.pool = input->types->pool();
  facts.factory = input->types->factory();
  ASSIGN_OR_RETURN(SubjectFile file, ReadSubjectFile(options.facts, in, facts));
  input->problems = std::move(file.problems);
  if (!input->problems.empty()) return absl::OkStatus();
  google::protobuf::Arena arena;
  ASSIGN_OR_RETURN(const rules::SubjectFacts read,
                   rules::FactsOf(file.subject, *input->types, &arena));
  input->facts.reset(read.message->New());
  input->facts->CopyFrom(*read.message);
  if (input->variable.empty()) {
    const auto* field = file.subject.GetReflection()->GetOneofFieldDescriptor(
        file.subject, file.subject.GetDescriptor()->FindOneofByName("facts"));
    // The names that packs use: label, case, product …
    input->variable = file.subject.has_other()              ? "facts"
                      : file.subject.has_enforcement_case() ? "case"
                                                            : field->name();
  }
  input->knowledge = rules::KnowledgeOf(read, input->variable);
  return absl::OkStatus();
}

absl::Status ReadFactsOf(const CelOptions& options, std::istream& in,
                         CelInput* input) {
  input->variable = options.as;
  input->knowledge.unset = cel::Unset::kIsUnknown;
  if (!options.type.empty()) {
    const auto* type = input->types->Find(options.type);
    if (type == nullptr) {
      return BadFlag("--type", options.type,
                     "there is no message type of that name; its full name is "
                     "wanted, as zhiheng.facts.v1.ProductLabel");
    }
    if (input->variable.empty()) input->variable = "facts";
    RETURN_IF_ERROR(ReadBare(options, type, in, input));
  } else if (!options.facts.empty()) {
    RETURN_IF_ERROR(ReadSubject(options, in, input));
  }
  if (options.complete) input->knowledge.unset = cel::Unset::kIsAbsent;
  return absl::OkStatus();
}

}  // namespace

absl::Status CelInput::Bind(cel::Evaluation* evaluation) const {
  if (facts != nullptr) {
    RETURN_IF_ERROR(evaluation->SetKnowledge(variable, knowledge));
    RETURN_IF_ERROR(evaluation->Bind(variable, *facts));
    // Knowledge of the variable as a whole comes after its value.
    RETURN_IF_ERROR(evaluation->SetKnowledge(variable, knowledge));
  }
  for (const std::string& name : open) {
    cel::Knowledge all;
    all.unknown = {name};
    RETURN_IF_ERROR(evaluation->SetKnowledge(name, all));
  }
  return absl::OkStatus();
}

absl::StatusOr<CelInput> ReadCelInput(const CelOptions& options,
                                      std::shared_ptr<const FactsTypes> types,
                                      std::istream& in) {
  CelInput input;
  input.types = std::move(types);
  ASSIGN_OR_RETURN(input.text, ExpressionText(options.expression, in));
  if (options.expression == "-" && options.facts == "-")
    return BadFlag("--facts", "-", "the expression is read from there already");
  RETURN_IF_ERROR(ReadFactsOf(options, in, &input));
  if (!input.problems.empty()) return input;
  cel::EnvironmentBuilder builder(input.types->pool(), input.types->factory());
  builder.SetContainer("zhiheng.facts.v1");
  if (input.facts != nullptr) {
    const auto* type = input.facts->GetDescriptor();
    builder.SetContainer(type->file()->package());
    builder.AddVariable(input.variable, cel::Type::OfMessage(type));
  }
  for (const std::string& written : options.variables)
    RETURN_IF_ERROR(AddVariable(written, &builder));
  for (const std::string& path : options.unknown) {
    const std::string root = path.substr(0, path.find_first_of(".["));
    if (!input.variable.empty() && root == input.variable) {
      input.knowledge.unknown.push_back(path);
    } else if (root != path) {
      return BadFlag("--unknown", path,
                     input.variable.empty()
                         ? "there are no facts it could lie in"
                         : absl::StrCat("paths start with ", input.variable));
    } else {
      builder.AddVariable(path, cel::Type::Dyn());
      input.open.push_back(path);
    }
  }
  ASSIGN_OR_RETURN(input.environment, builder.Build());
  return input;
}

}  // namespace zhiheng::cli
