// The first pack of an author: right as it stands, so that every change shows
// what it does.
#include <filesystem>
#include <fstream>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "services/cli/command/packs_files.h"

namespace zhiheng::cli {
namespace {

constexpr char kPack[] = R"(# The guide is services/rules/library/README.md.
pack: @ID
version: 0.1.0
title: {zh: 标签示例, en: A label to start from}
facts: zhiheng.facts.v1.ProductLabel   # or a type of your own, see the guide
subject: label
instruments:
  PQL: {instrument: product-quality-law, edition: "2018", short: {zh: 产品质量法, en: Product Quality Law}, form: articles, from: 2018-12-29}
dates:
  made:
    - {field: label.production_date, reason: {zh: 生产日期, en: production date}}
date: made
rules:
  - id: FIRST-1
    kind: requirement
    title: {zh: 应有产品质量检验合格证明, en: A certificate of inspection goes with the product}
    cites: [PQL 27-1(1)]
    require: label.quality_certificate
    severity: major
    message: {zh: "{{ label.generic_name }}没有检验合格证明", en: "{{ label.generic_name }} has no certificate of inspection"}
    remedy: {zh: 附上合格证明, en: add the certificate}
    examples:
      - {name: with, base: good, expect: COMPLIANT}
      - {name: without, base: good, set: {label.quality_certificate: false}, expect: NON_COMPLIANT}
      - {name: nobody looked, base: good, unset: [label.quality_certificate], expect: NEEDS_FACTS, needs: [label.quality_certificate]}
bases:
  good:
    facts: {generic_name: 电水壶, production_date: 2025-03-01, quality_certificate: true}
)";

constexpr char kSuite[] =
    R"(# Cases beside the pack; zhiheng packs test runs them with its examples.
suite: @ID
today: 2026-06-30
rules:
  FIRST-1:
    - {name: made before the edition, base: good, set: {label.production_date: 2018-01-01}, expect: NOT_APPLICABLE}
)";

}  // namespace

ExitCode RunPacksNew(const PackFilesOptions& options, Console* console) {
  namespace fs = std::filesystem;
  std::error_code error;
  fs::create_directories(options.folder, error);
  const fs::path folder(options.folder);
  const std::pair<const char*, const char*> kFiles[] = {
      {"pack.yaml", kPack}, {"pack_test.yaml", kSuite}};
  if (fs::exists(folder / "pack.yaml", error)) {
    console->err << "zhiheng: " << (folder / "pack.yaml").string()
                 << " is there already\n";
    return kExitUsage;
  }
  for (const auto& [name, text] : kFiles) {
    std::ofstream out(folder / name, std::ios::binary);
    out << absl::StrReplaceAll(text, {{"@ID", options.id}});
    out.close();
    if (!out) {
      console->err << "zhiheng: cannot write " << (folder / name).string()
                   << "\n";
      return kExitUnexpected;
    }
  }
  console->out
      << "wrote pack.yaml and pack_test.yaml; next:\n  zhiheng packs lint "
      << options.folder << "\n  zhiheng packs test " << options.folder << "\n";
  console->out.flush();
  return kExitOk;
}

}  // namespace zhiheng::cli
