// Any text as an expression, over facts and knowledge that the first eight
// bytes choose. It compiles or has issues; it ends within its steps; and engine
// and reference evaluator give the same answer.
#include <google/protobuf/message.h>
#include <google/protobuf/stubs/logging.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>

#include "tests/differential/generator.h"
#include "tests/differential/pack.h"
#include "tests/differential/random_facts.h"
#include "tests/fuzz/oracle.h"

namespace {

using zhiheng::differential::Generator;
using zhiheng::differential::GeneratorOptions;
using zhiheng::differential::Pack;
using zhiheng::differential::World;

constexpr size_t kSeedBytes = 8;
constexpr size_t kLongest = 1'000;  // keeps a run short

struct Setting {
  explicit Setting(World::Messages kind)
      : world(World::Make(kind, /*fold=*/true)),
        generator(world->scope(), GeneratorOptions()) {}
  std::unique_ptr<World> world;
  Generator generator;  // for its paths
};

const Setting& SettingOf(bool dynamic) {
  google::protobuf::SetLogHandler(nullptr);
  static const auto* const generated_messages =
      new Setting(World::Messages::kGenerated);
  static const auto* const dynamic_messages =
      new Setting(World::Messages::kDynamic);
  return dynamic ? *dynamic_messages : *generated_messages;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size < kSeedBytes || size > kLongest) return 0;
  uint64_t seed = 0;
  std::memcpy(&seed, data, kSeedBytes);
  const std::string text(reinterpret_cast<const char*>(data) + kSeedBytes,
                         size - kSeedBytes);
  zhiheng::differential::Random random(seed);
  const Setting& setting = SettingOf(random.Percent(50));
  Pack pack(*setting.world);
  if (pack.Add("", text) != Pack::Added::kYes) return 0;
  zhiheng::fuzz::Demand(pack.Build(), "what was accepted can be built");
  const auto facts = setting.world->NewFacts();
  zhiheng::differential::FillMessage(random, facts.get(), 3);
  int64_t compared = 0;
  for (const auto& knowledge :
       {zhiheng::cel::Knowledge(),
        RandomKnowledge(random, setting.generator.paths())}) {
    const auto difference = pack.Compare(*facts, knowledge, 0, &compared);
    if (difference == nullptr) continue;
    zhiheng::fuzz::Demand(false, "engine and reference agree on " + text +
                                     "\n engine    " + difference->engine +
                                     "\n reference " + difference->reference);
  }
  return 0;
}
