// A warm evaluation of scalar rules asks the heap for nothing; and eight
// threads may share one module.
#include <google/protobuf/descriptor.h>
#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <new>
#include <thread>
#include <vector>

#include "services/rules/cel/module/module.h"
#include "zhiheng/facts/v1/enforcement_case.pb.h"

namespace {

// Of this thread; the whole binary counts.
thread_local long allocations = 0;  // NOLINT

void* Counted(std::size_t size) {
  ++allocations;
  void* out = std::malloc(size == 0 ? 1 : size);
  if (out == nullptr) std::abort();
  return out;
}

}  // namespace

void* operator new(std::size_t size) { return Counted(size); }
void* operator new[](std::size_t size) { return Counted(size); }
// Named too, for a sanitizer has one of its own.
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  return Counted(size);
}
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept {
  return Counted(size);
}
void operator delete(void* p) noexcept { std::free(p); }
void operator delete[](void* p) noexcept { std::free(p); }
void operator delete(void* p, std::size_t) noexcept { std::free(p); }
void operator delete[](void* p, std::size_t) noexcept { std::free(p); }

namespace zhiheng::cel {
namespace {

using facts::v1::EnforcementCase;

const char* const kScalarRules[] = {
    "case.party.name != ''",
    "case.party.name.matches('^[甲乙]')",
    "case.party.name in ['甲', '乙'] || case.party.name.contains('店')",
    "case.party.role == Party.Role.ROLE_SELLER ? size(case.goods) > 0 : true",
    "case.goods.all(g, g.name != '' && !g.name.containsAny(['高效', '第一']))",
    "['高效', '第一'].exists(t, case.goods.exists(g, g.name.contains(t)))",
    "case.goods.filter(g, g.packaged).size() + 1 <= 3",
    "case.amounts.goods_value.value <= money('50000')",
    "has(case.amounts) && {'甲': true, '乙': false}[case.party.name]",
};

struct Rules {
  std::shared_ptr<const Module> module;
  std::vector<ExprId> ids;
};

Rules Compile() {
  EnvironmentBuilder eb(google::protobuf::DescriptorPool::generated_pool());
  eb.SetContainer("zhiheng.facts.v1");
  eb.AddVariable("case", Type::OfMessage(EnforcementCase::descriptor()));
  ModuleBuilder mb(*eb.Build());
  Rules out;
  for (const char* text : kScalarRules) {
    const Added added = mb.Add(text, Type::Bool());
    for (const Issue& issue : added.issues) {
      ADD_FAILURE() << RenderIssue(text, issue);
    }
    out.ids.push_back(added.id);
  }
  out.module = *mb.Build();
  return out;
}

EnforcementCase Subject() {
  EnforcementCase c;
  c.mutable_party()->set_name("甲");
  c.mutable_party()->set_role(facts::v1::Party::ROLE_SELLER);
  c.add_goods()->set_name("复合肥");
  c.add_goods()->set_name("磷酸二铵");
  c.mutable_amounts()->mutable_goods_value()->mutable_value()->set_amount(
      "20000");
  return c;
}

int True(Evaluation& evaluation, const Rules& rules,
         const EnforcementCase& subject) {
  evaluation.Reset();
  EXPECT_TRUE(evaluation.Bind("case", subject).ok());
  int out = 0;
  for (const ExprId id : rules.ids) out += evaluation.Evaluate(id).IsTrue();
  return out;
}

TEST(AllocationTest, AWarmEvaluationOfScalarRulesAllocatesNothing) {
  const Rules rules = Compile();
  const EnforcementCase subject = Subject();
  Evaluation evaluation(*rules.module);
  const int want = True(evaluation, rules, subject);
  EXPECT_EQ(want, 8);  // all but the term rule
  for (int i = 0; i < 3; ++i) {
    const long before = allocations;
    const int got = True(evaluation, rules, subject);
    EXPECT_EQ(allocations - before, 0);
    EXPECT_EQ(got, want);
  }
}

TEST(SharingTest, EightThreadsShareOneModule) {
  const Rules rules = Compile();
  const EnforcementCase subject = Subject();
  std::atomic<int> wrong{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&] {
      Evaluation evaluation(*rules.module);
      for (int i = 0; i < 15'625; ++i) {  // of eight rules: a million in all
        if (True(evaluation, rules, subject) != 8) ++wrong;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
}

}  // namespace
}  // namespace zhiheng::cel
