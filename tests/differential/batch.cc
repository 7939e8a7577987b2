// A case is one expression over one subject. A batch compiles its expressions
// once, as a pack does, and asks them over several subjects, so that what the
// engine shares between expressions and keeps between subjects is compared too.
#include "tests/differential/batch.h"

#include <google/protobuf/message.h>
#include <google/protobuf/text_format.h>

#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tests/differential/pack.h"
#include "tests/differential/random_facts.h"

namespace zhiheng::differential {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr size_t kExpressions = 12;
constexpr size_t kDefinitions = 2;
constexpr size_t kSubjects = 8;
constexpr int kMaxTries = 4'000;

struct Subject {
  std::shared_ptr<Message> facts;
  cel::Knowledge knowledge;
};

struct Batch {
  std::vector<std::pair<std::string, Term>> definitions;
  std::vector<Term> expressions;
  std::vector<Subject> subjects;
  size_t first = 0;
};

// The report of the first difference.
struct Found {
  Difference difference;
  bool build_failed = false;
};

std::optional<Found> Run(const World& world, const Batch& batch, Tally* tally) {
  std::vector<std::pair<std::string, std::string>> texts;
  for (const auto& [name, term] : batch.definitions) {
    texts.emplace_back(name, term.Text());
  }
  for (const Term& term : batch.expressions)
    texts.emplace_back("", term.Text());
  std::unique_ptr<Pack> made;
  for (size_t i = 0; i <= texts.size(); ++i) {
    if (i == 0) made = std::make_unique<Pack>(world);
    if (i == texts.size()) break;
    const Pack::Added added = made->Add(texts[i].first, texts[i].second);
    if (added == Pack::Added::kYes) continue;
    ++tally->refused;
    if (added == Pack::Added::kRefused) continue;
    texts.erase(texts.begin() + static_cast<std::ptrdiff_t>(i));
    i = static_cast<size_t>(-1);  // once more from the start, without it
  }
  Pack& pack = *made;
  tally->accepted += static_cast<int64_t>(pack.size());
  if (pack.size() == 0) return std::nullopt;
  if (!pack.Build()) return Found{{}, true};
  for (const Subject& subject : batch.subjects) {
    auto difference = pack.Compare(*subject.facts, subject.knowledge,
                                   batch.first % pack.size(), &tally->cases);
    if (difference != nullptr) return Found{*difference, false};
  }
  return std::nullopt;
}

// --- Making a difference small -------------------------------------------

// Calls try(batch) on smaller batches; keeps those that still differ.
class Shrinker {
 public:
  Shrinker(const World& world, Batch batch)
      : world_(world), best_(std::move(batch)) {}

  Batch Run() {
    while (tries_ < kMaxTries &&
           (DropSubject() || DropExpression() || ShrinkKnowledge() ||
            ShrinkTerm() || ShrinkFacts())) {
    }
    return std::move(best_);
  }

 private:
  bool Keep(Batch batch) {
    Tally ignored;
    if (++tries_ > kMaxTries) return false;
    if (!differential::Run(world_, batch, &ignored).has_value()) return false;
    best_ = std::move(batch);
    return true;
  }

  bool DropSubject() {
    for (size_t i = 0; best_.subjects.size() > 1 && i < best_.subjects.size();
         ++i) {
      Batch b = best_;
      b.subjects.erase(b.subjects.begin() + static_cast<std::ptrdiff_t>(i));
      if (Keep(std::move(b))) return true;
    }
    return false;
  }

  bool DropExpression() {
    for (size_t i = best_.expressions.size(); i-- > 0;) {
      Batch b = best_;
      b.expressions.erase(b.expressions.begin() +
                          static_cast<std::ptrdiff_t>(i));
      if (Keep(std::move(b))) return true;
    }
    for (size_t i = best_.definitions.size(); i-- > 0;) {
      Batch b = best_;
      b.definitions.erase(b.definitions.begin() +
                          static_cast<std::ptrdiff_t>(i));
      if (Keep(std::move(b))) return true;
    }
    return false;
  }

  bool ShrinkKnowledge() {
    for (size_t i = 0; i < best_.subjects.size(); ++i) {
      const cel::Knowledge& k = best_.subjects[i].knowledge;
      for (size_t j = 0; j < k.unknown.size() + k.absent.size(); ++j) {
        Batch b = best_;
        cel::Knowledge& smaller = b.subjects[i].knowledge;
        auto& from = j < k.unknown.size() ? smaller.unknown : smaller.absent;
        from.erase(
            from.begin() +
            static_cast<std::ptrdiff_t>(
                j % std::max<size_t>(1, k.unknown.size()) % from.size()));
        if (Keep(std::move(b))) return true;
      }
      if (k.unset == cel::Unset::kIsUnknown) {
        Batch b = best_;
        b.subjects[i].knowledge.unset = cel::Unset::kIsAbsent;
        if (Keep(std::move(b))) return true;
      }
    }
    return false;
  }

  bool ShrinkTerm() {
    for (size_t i = 0; i < best_.expressions.size(); ++i) {
      for (Term& smaller : Smaller(best_.expressions[i])) {
        Batch b = best_;
        b.expressions[i] = std::move(smaller);
        if (Keep(std::move(b))) return true;
      }
    }
    for (size_t i = 0; i < best_.definitions.size(); ++i) {
      for (Term& smaller : Smaller(best_.definitions[i].second)) {
        Batch b = best_;
        b.definitions[i].second = std::move(smaller);
        if (Keep(std::move(b))) return true;
      }
    }
    return false;
  }

  bool ShrinkFacts() {
    for (size_t i = 0; i < best_.subjects.size(); ++i) {
      std::vector<const FieldDescriptor*> fields;
      const Message& facts = *best_.subjects[i].facts;
      facts.GetReflection()->ListFields(facts, &fields);
      for (const FieldDescriptor* field : fields) {
        Batch b = best_;
        b.subjects[i].facts.reset(facts.New());
        b.subjects[i].facts->CopyFrom(facts);
        facts.GetReflection()->ClearField(b.subjects[i].facts.get(), field);
        if (Keep(std::move(b))) return true;
      }
    }
    return false;
  }

  const World& world_;
  Batch best_;
  int tries_ = 0;
};

std::string Describe(uint64_t seed, const World& world, const Batch& batch) {
  Tally ignored;
  const auto found = Run(world, batch, &ignored);
  std::string out = absl::StrCat("seed ", seed, "\n");
  for (const auto& [name, term] : batch.definitions) {
    absl::StrAppend(&out, "  let ", name, " = ", term.Text(), "\n");
  }
  for (const Term& term : batch.expressions) {
    absl::StrAppend(&out, "  expression ", term.Text(), "\n");
  }
  for (const Subject& subject : batch.subjects) {
    std::string text;
    google::protobuf::TextFormat::Printer printer;
    printer.SetSingleLineMode(true);
    printer.PrintToString(*subject.facts, &text);
    absl::StrAppend(
        &out, "  facts ", text, "\n  unset is ",
        subject.knowledge.unset == cel::Unset::kIsUnknown ? "unknown"
                                                          : "absent",
        "; unknown: ", absl::StrJoin(subject.knowledge.unknown, " "),
        "; absent: ", absl::StrJoin(subject.knowledge.absent, " "), "\n");
  }
  if (!found.has_value()) return out + "  (gone when run again)\n";
  if (found->build_failed) return out + "  the module cannot be built\n";
  absl::StrAppend(&out, "  engine    ", found->difference.engine,
                  "\n  reference ", found->difference.reference, "\n");
  return out;
}

Batch MakeBatch(Random& r, const World& world, Generator& generator) {
  Batch batch;
  generator.ForgetTerms();
  for (size_t i = 0; i < kDefinitions; ++i) {
    batch.definitions.emplace_back(
        absl::StrCat("d", i), generator.Generate(r, generator.RandomType(r)));
  }
  for (size_t i = 0; i < kExpressions; ++i) {
    const bool condition = r.Percent(60);
    batch.expressions.push_back(generator.Generate(
        r, condition ? cel::Type::Bool() : generator.RandomType(r)));
    // Some use a definition, whatever its type.
    if (r.Percent(15)) {
      batch.expressions.push_back(
          {cel::Type::Bool(),
           {absl::StrCat("(dyn(d", r.Below(kDefinitions), ") == "), ")"},
           {batch.expressions.back()}});
    }
  }
  for (size_t i = 0; i < kSubjects; ++i) {
    Subject subject;
    subject.facts = world.NewFacts();
    FillMessage(r, subject.facts.get(), 3);
    if (r.Percent(50)) {
      subject.knowledge = RandomKnowledge(r, generator.paths());
    }
    batch.subjects.push_back(std::move(subject));
  }
  batch.first = r.Below(kExpressions);
  return batch;
}

}  // namespace

Comparison::Comparison() {
  const World::Messages kinds[] = {World::Messages::kGenerated,
                                   World::Messages::kDynamic};
  for (size_t i = 0; i < sides_.size(); ++i) {
    sides_[i].world = World::Make(kinds[i % 2], /*fold=*/i < 2);
    sides_[i].generator = std::make_unique<Generator>(sides_[i].world->scope(),
                                                      GeneratorOptions{});
  }
}
Comparison::~Comparison() = default;

std::string Comparison::RunBatch(uint64_t seed, Tally* tally) {
  Random random(seed);
  const Side& side = sides_[seed % sides_.size()];
  const Batch batch = MakeBatch(random, *side.world, *side.generator);
  ++tally->batches;
  if (!Run(*side.world, batch, tally).has_value()) return "";
  return Describe(seed, *side.world, Shrinker(*side.world, batch).Run());
}

std::string Comparison::ShowBatch(uint64_t seed) {
  Random random(seed);
  const Side& side = sides_[seed % sides_.size()];
  const Batch batch = MakeBatch(random, *side.world, *side.generator);
  std::string out = absl::StrCat("seed ", seed, "\n");
  for (const auto& [name, term] : batch.definitions) {
    absl::StrAppend(&out, "  let ", name, " = ", term.Text(), "\n");
  }
  for (const Term& term : batch.expressions) {
    absl::StrAppend(&out, "  ", term.Text(), "\n");
  }
  return out;
}

}  // namespace zhiheng::differential
