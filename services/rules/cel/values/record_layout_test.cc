// What is read at a measured place is what reflection reads, for every field of
// the facts, in generated and dynamic messages, on the heap and in an arena.
#include "services/rules/cel/values/record_layout.h"

#include <google/protobuf/arena.h>
#include <google/protobuf/descriptor.h>
#include <google/protobuf/dynamic_message.h>
#include <google/protobuf/message.h>
#include <google/protobuf/struct.pb.h>
#include <gtest/gtest.h>

#include <random>
#include <set>

#include "zhiheng/facts/v1/enforcement_case.pb.h"
#include "zhiheng/facts/v1/product_label.pb.h"

namespace zhiheng::cel {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

// Sets about half of the fields, messages inside included.
void Fill(Message* m, std::mt19937& random, int depth) {
  const Reflection& r = *m->GetReflection();
  for (int i = 0; i < m->GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor* f = m->GetDescriptor()->field(i);
    r.ClearField(m, f);
    if (f->is_repeated() || random() % 2 == 0) continue;
    switch (f->cpp_type()) {
      case FieldDescriptor::CPPTYPE_BOOL:
        r.SetBool(m, f, random() % 2 == 0);
        break;
      case FieldDescriptor::CPPTYPE_INT32:
        r.SetInt32(m, f, static_cast<int32_t>(random()));
        break;
      case FieldDescriptor::CPPTYPE_INT64:
        r.SetInt64(m, f, static_cast<int64_t>(random()) << 20);
        break;
      case FieldDescriptor::CPPTYPE_DOUBLE:
        r.SetDouble(m, f, static_cast<double>(random()) / 7);
        break;
      case FieldDescriptor::CPPTYPE_ENUM:
        r.SetEnumValue(m, f, static_cast<int>(random() % 5));
        break;
      case FieldDescriptor::CPPTYPE_STRING:
        r.SetString(m, f, std::string(random() % 40, 'x'));
        break;
      case FieldDescriptor::CPPTYPE_MESSAGE:
        if (depth > 0) Fill(r.MutableMessage(m, f), random, depth - 1);
        break;
      default:
        break;
    }
  }
}

void ExpectSame(const Message& m, const FieldDescriptor* f, int place) {
  SCOPED_TRACE(f->full_name());
  const Reflection& r = *m.GetReflection();
  switch (f->cpp_type()) {
    case FieldDescriptor::CPPTYPE_BOOL:
      EXPECT_EQ(ScalarAt<bool>(&m, place), r.GetBool(m, f));
      break;
    case FieldDescriptor::CPPTYPE_INT32:
      EXPECT_EQ(ScalarAt<int32_t>(&m, place), r.GetInt32(m, f));
      break;
    case FieldDescriptor::CPPTYPE_INT64:
      EXPECT_EQ(ScalarAt<int64_t>(&m, place), r.GetInt64(m, f));
      break;
    case FieldDescriptor::CPPTYPE_DOUBLE:
      EXPECT_EQ(ScalarAt<double>(&m, place), r.GetDouble(m, f));
      break;
    case FieldDescriptor::CPPTYPE_ENUM:
      EXPECT_EQ(ScalarAt<int32_t>(&m, place), r.GetEnumValue(m, f));
      break;
    case FieldDescriptor::CPPTYPE_STRING:
      EXPECT_EQ(StringAt(&m, place), r.GetString(m, f));
      break;
    case FieldDescriptor::CPPTYPE_MESSAGE:
      EXPECT_EQ(MessageAt(&m, place),
                r.HasField(m, f) ? &r.GetMessage(m, f) : nullptr);
      break;
    default:
      FAIL() << "a place for a kind that is not read";
  }
}

// Checks the type and those inside; returns how many places there were.
int CheckType(LayoutSet& layouts, const Message& prototype,
              std::set<const Descriptor*>& seen) {
  const Descriptor* type = prototype.GetDescriptor();
  if (!seen.insert(type).second) return 0;
  const RecordLayout* layout = layouts.Of(prototype);
  int places = 0;
  std::mt19937 random(7);
  google::protobuf::Arena arena;
  std::unique_ptr<Message> on_heap(prototype.New());
  for (int i = 0; i < type->field_count(); ++i) {
    const FieldDescriptor* f = type->field(i);
    const int place = layout->PlaceOf(f);
    if (place >= 0) ++places;
    for (int round = 0; place >= 0 && !f->is_repeated() && round < 8; ++round) {
      for (Message* m : {on_heap.get(), prototype.New(&arena)}) {
        Fill(m, random, 1);
        ExpectSame(*m, f, place);
        m->Clear();
        ExpectSame(*m, f, place);
      }
    }
    if (f->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE && !f->is_map()) {
      const RecordLayout* inside = layout->Inside(f);
      if (inside != nullptr)
        places += CheckType(layouts, inside->prototype(), seen);
    }
  }
  return places;
}

TEST(RecordLayoutTest, ReadsGeneratedFactsAsReflectionDoes) {
  LayoutSet layouts;
  std::set<const Descriptor*> seen;
  EXPECT_GT(
      CheckType(layouts, facts::v1::EnforcementCase::default_instance(), seen),
      100);
  seen.clear();
  EXPECT_GT(
      CheckType(layouts, facts::v1::ProductLabel::default_instance(), seen),
      50);
}

TEST(RecordLayoutTest, ReadsDynamicFactsAsReflectionDoes) {
  google::protobuf::DynamicMessageFactory factory;
  for (const Descriptor* type : {facts::v1::EnforcementCase::descriptor(),
                                 facts::v1::ProductLabel::descriptor()}) {
    LayoutSet layouts;
    std::set<const Descriptor*> seen;
    EXPECT_GT(CheckType(layouts, *factory.GetPrototype(type), seen), 50);
  }
}

TEST(RecordLayoutTest, MembersOfAOneofAndMapsHaveNoPlace) {
  LayoutSet layouts;
  const auto& value = google::protobuf::Value::default_instance();
  const RecordLayout* layout = layouts.Of(value);
  for (int i = 0; i < value.GetDescriptor()->field_count(); ++i) {
    EXPECT_EQ(layout->PlaceOf(value.GetDescriptor()->field(i)), -1);
  }
  const auto& map = google::protobuf::Struct::default_instance();
  EXPECT_EQ(layouts.Of(map)->PlaceOf(map.GetDescriptor()->field(0)), -1);
}

TEST(RecordLayoutTest, GeneratedAndDynamicMessagesAreToldApart) {
  google::protobuf::DynamicMessageFactory factory;
  const auto& generated = facts::v1::ProductLabel::default_instance();
  const Message& dynamic = *factory.GetPrototype(generated.GetDescriptor());
  LayoutSet layouts;
  EXPECT_NE(layouts.Of(generated), layouts.Of(dynamic));
  EXPECT_EQ(layouts.Of(generated), layouts.Of(generated));
}

}  // namespace
}  // namespace zhiheng::cel
