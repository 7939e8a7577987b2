#include "services/rules/packs/evidence_paths.h"

#include <google/protobuf/descriptor.h>

#include <algorithm>
#include <map>
#include <string>
#include <utility>

namespace zhiheng::rules {
namespace {

using PathMap = std::map<std::string, cel::ReadPath>;

// A Date, Money or Amount is one fact, whatever part of it was read.
cel::ReadPath WholeFact(cel::ReadPath read) {
  while (read.fields.size() > 1 &&
         read.fields.back()->containing_type()->file()->package() ==
             "zhiheng.type.v1") {
    read.fields.pop_back();
    read.text.resize(read.text.rfind('.'));
  }
  return read;
}

// Some other path goes on from the end of this one: what the rule read there
// says more than the message or list on the way.
bool LeadsOn(const cel::ReadPath& read, const PathMap& paths) {
  return std::any_of(paths.begin(), paths.end(), [&](const auto& entry) {
    const cel::ReadPath& other = entry.second;
    return other.variable == read.variable &&
           other.fields.size() > read.fields.size() &&
           std::equal(read.fields.begin(), read.fields.end(),
                      other.fields.begin());
  });
}

void Add(const cel::Module& module, cel::ExprId id, PathMap* paths) {
  if (!id.valid()) return;
  for (const cel::ReadPath& read : module.info(id).reads) {
    cel::ReadPath whole = WholeFact(read);
    std::string text = whole.text;
    paths->emplace(std::move(text), std::move(whole));
  }
}

void Add(const CompiledPack& pack, const FieldPath& path, PathMap* paths) {
  if (path.empty()) return;
  paths->emplace(path.text,
                 cel::ReadPath{path.text, pack.subject, path.fields});
}

}  // namespace

std::vector<cel::ReadPath> EvidencePaths(const CompiledPack& pack,
                                         const RuleProgram& rule) {
  PathMap paths;
  const cel::Module& module = *pack.module;
  for (cel::ExprId id : {pack.applies, rule.when, rule.finds, rule.require,
                         rule.suspect, rule.judge}) {
    Add(module, id, &paths);
  }
  if (!rule.message.empty()) {
    for (cel::ExprId id : module.placeholders(rule.message.zh)) {
      Add(module, id, &paths);
    }
  }
  for (const ConsequenceProgram& c : rule.consequences) {
    for (cel::ExprId id : {c.when, c.amount, c.fine.hypothetical}) {
      Add(module, id, &paths);
    }
    for (const FieldPath* path :
         {&c.fine.base, &c.fine.reported, &c.duty.trigger, &c.duty.done}) {
      Add(pack, *path, &paths);
    }
  }
  std::vector<cel::ReadPath> out;
  for (const auto& [text, read] : paths) {
    if (read.variable == pack.subject && !LeadsOn(read, paths)) {
      out.push_back(read);
    }
  }
  return out;
}

}  // namespace zhiheng::rules
