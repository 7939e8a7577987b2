// Protos in tests: from text, compared field by field with a readable
// difference.
//
//   const auto request = ParseProto<CheckRequest>(R"pb(subject { id: "a"
//   })pb"); EXPECT_THAT(got, EqualsProto(R"pb(compliant: 1)pb"));
// Test only. A text that does not parse fails the test and gives an empty
// proto.
#ifndef SERVICES_COMMON_TESTING_PROTO_H_
#define SERVICES_COMMON_TESTING_PROTO_H_

#include <string>

#include "gmock/gmock.h"
#include "google/protobuf/message.h"
#include "google/protobuf/text_format.h"
#include "google/protobuf/util/message_differencer.h"
#include "gtest/gtest.h"

namespace zhiheng::testing {

template <typename T>
T ParseProto(const std::string& text) {
  T message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message))
      << "not a " << T::descriptor()->full_name() << ": " << text;
  return message;
}

MATCHER_P(EqualsProto, text, "") {
  std::decay_t<decltype(arg)> want;
  if (!google::protobuf::TextFormat::ParseFromString(text, &want)) {
    *result_listener << "the expected text does not parse";
    return false;
  }
  std::string difference;
  google::protobuf::util::MessageDifferencer differencer;
  differencer.ReportDifferencesToString(&difference);
  const bool equal = differencer.Compare(want, arg);
  *result_listener << difference;
  return equal;
}

MATCHER_P(EqualsMessage, want, "") {
  std::string difference;
  google::protobuf::util::MessageDifferencer differencer;
  differencer.ReportDifferencesToString(&difference);
  const bool equal = differencer.Compare(want, arg);
  *result_listener << difference;
  return equal;
}

}  // namespace zhiheng::testing

#endif  // SERVICES_COMMON_TESTING_PROTO_H_
