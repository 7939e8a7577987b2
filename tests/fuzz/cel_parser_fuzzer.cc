// Any text through parser and checker: issues inside the text, or a tree that
// prints to text which parses to the same tree and checks to the same type.
#include <re2/re2.h>

#include <cstddef>
#include <cstdint>
#include <string>

#include "services/rules/cel/check/checker.h"
#include "services/rules/cel/syntax/parser.h"
#include "tests/fuzz/oracle.h"
#include "zhiheng/facts/v1/enforcement_case.pb.h"
#include "zhiheng/facts/v1/product_label.pb.h"

namespace {

namespace cel = zhiheng::cel;
using zhiheng::fuzz::Demand;

const cel::Scope& Names() {
  static const auto* const scope = [] {
    auto* s = new cel::Scope();
    s->pool = google::protobuf::DescriptorPool::generated_pool();
    s->functions = &cel::FunctionRegistry::House();
    s->container = "zhiheng.facts.v1";
    s->names["label"] =
        cel::Type::OfMessage(zhiheng::facts::v1::ProductLabel::descriptor());
    s->names["case"] =
        cel::Type::OfMessage(zhiheng::facts::v1::EnforcementCase::descriptor());
    s->names["x"] = cel::Type::Dyn();
    s->names["n"] = cel::Type::Int();
    return s;
  }();
  return *scope;
}

cel::Limits SmallLimits() {
  cel::Limits limits;
  limits.expression_length = 4'000;
  return limits;
}

// Text of a tree is bounded by what was written, but macros share nothing, so
// the text of an unparsed tree may be longer than the limit on what is written.
cel::Parsed ParseAgain(const std::string& text) {
  cel::Limits limits;
  limits.expression_length = 1'000'000;
  limits.parse_depth *= 4;
  limits.nodes *= 4;
  limits.tree_height *= 4;
  return cel::Parse(text, limits);
}

// The dump without positions, which printing may move.
std::string Shape(const cel::Ast& ast) {
  std::string shape = cel::DumpAst(ast);
  RE2::GlobalReplace(&shape, "  @[0-9]+\n", "\n");
  return shape;
}

void DemandReadsBack(const cel::Ast& ast) {
  const std::string printed = cel::Unparse(ast);
  const cel::Parsed again = ParseAgain(printed);
  Demand(again.ok(), "a printed tree has no mistakes: " + printed);
  Demand(Shape(again.ast) == Shape(ast),
         "a printed tree parses to the same tree: " + printed);
  Demand(cel::Unparse(again.ast) == printed,
         "printing twice prints the same: " + printed);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const absl::string_view text(reinterpret_cast<const char*>(data), size);
  const cel::Parsed parsed = cel::Parse(text, SmallLimits());
  zhiheng::fuzz::DemandGoodIssues(text, parsed.issues);
  if (!parsed.ok()) return 0;
  DemandReadsBack(parsed.ast);
  const cel::Checked checked =
      cel::Check(parsed.ast, Names(), cel::Type::Dyn(), SmallLimits());
  zhiheng::fuzz::DemandGoodIssues(text, checked.issues);
  if (!checked.ok()) return 0;
  Demand(!cel::DumpChecked(parsed.ast, checked).empty(),
         "a checked tree can be dumped");
  const cel::Parsed again = ParseAgain(cel::Unparse(parsed.ast));
  const cel::Checked twice =
      cel::Check(again.ast, Names(), cel::Type::Dyn(), SmallLimits());
  Demand(twice.ok() && twice.type.ToString() == checked.type.ToString(),
         "a printed tree has the same type");
  return 0;
}
