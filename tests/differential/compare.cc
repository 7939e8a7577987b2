// Recursion is bounded by how deep generated values nest.
#include "tests/differential/compare.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>
#include <google/protobuf/util/message_differencer.h>

#include <cmath>
#include <cstring>

#include "services/rules/cel/values/attribute.h"

namespace zhiheng::differential {
namespace {

using cel::Kind;
using cel::Value;

bool SameDouble(double a, double b) {
  return (std::isnan(a) && std::isnan(b)) || std::memcmp(&a, &b, sizeof a) == 0;
}

bool SameList(const cel::ListValue& a, const cel::ListValue& b) {
  if (a.size() != b.size()) return false;
  for (int i = 0; i < a.size(); ++i) {
    if (!SameAnswer(a.Get(i), b.Get(i))) return false;
  }
  return true;
}

bool SameMap(const cel::MapValue& a, const cel::MapValue& b) {
  if (a.size() != b.size()) return false;
  for (int i = 0; i < a.size(); ++i) {
    Value other;
    if (!b.Find(a.KeyAt(i), &other)) return false;
    if (!SameAnswer(a.ValueAt(i), other)) return false;
  }
  return true;
}

bool SameMessage(const google::protobuf::Message& a,
                 const google::protobuf::Message& b) {
  // The two may be of different pools.
  if (a.GetDescriptor()->full_name() != b.GetDescriptor()->full_name()) {
    return false;
  }
  if (a.GetDescriptor() != b.GetDescriptor()) {
    return a.ByteSizeLong() == b.ByteSizeLong();
  }
  google::protobuf::util::MessageDifferencer differencer;
  google::protobuf::util::DefaultFieldComparator comparator;
  comparator.set_treat_nan_as_equal(true);
  differencer.set_field_comparator(&comparator);
  return differencer.Compare(a, b);
}

}  // namespace

bool SameAnswer(const Value& a, const Value& b) {
  if (a.kind() != b.kind()) return false;
  switch (a.kind()) {
    case Kind::kNull:
      return true;
    case Kind::kBool:
      return a.bool_value() == b.bool_value();
    case Kind::kInt:
    case Kind::kUint:
      return a.uint_value() == b.uint_value();
    case Kind::kDouble:
      return SameDouble(a.double_value(), b.double_value());
    case Kind::kString:
    case Kind::kBytes:
      return a.text() == b.text();
    case Kind::kTimestamp:
    case Kind::kDuration:
      return a.seconds() == b.seconds() && a.nanos() == b.nanos();
    case Kind::kDecimal:
    case Kind::kMoney:
      return a.decimal() == b.decimal() &&
             a.decimal().scale() == b.decimal().scale() &&
             a.currency_bits() == b.currency_bits();
    case Kind::kDate:
      return a.int_value() == b.int_value();
    case Kind::kList:
      return SameList(a.list(), b.list());
    case Kind::kMap:
      return SameMap(a.map(), b.map());
    case Kind::kMessage:
      return SameMessage(*a.message(), *b.message());
    case Kind::kType:
      return a.type().name == b.type().name;
    case Kind::kError:
      return a.error().code == b.error().code;
    case Kind::kUnknown:
      return a.unknown().PathStrings() == b.unknown().PathStrings();
    default:
      return cel::DebugString(a) == cel::DebugString(b);
  }
}

bool HoldsError(const Value& value, const char* code) {
  switch (value.kind()) {
    case Kind::kError:
      return value.error().code == code;
    case Kind::kList:
      for (int i = 0; i < value.list().size(); ++i) {
        if (HoldsError(value.list().Get(i), code)) return true;
      }
      return false;
    default:
      return false;
  }
}

}  // namespace zhiheng::differential
