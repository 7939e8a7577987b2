// Where the fields of a message type lie inside its objects, so that a program
// reads a plain field with one load instead of a call into reflection.
//
// The places are measured, not assumed: a scratch message is written through
// its public reflection and the bytes that changed are looked for; what reads
// back through the place must be what reflection reads, for several values, in
// messages with and without an arena, set, default and cleared. A field whose
// place is not certain has none and is read by reflection. Never measured:
// extensions, members of a oneof, maps, lazily parsed messages, fields with a
// default value of their own.
//
// A place holds for every message with the same Reflection object (one C++
// class, or one factory of dynamic messages), except the type's default
// instance. Callers check exactly that before they use a place; the messages
// inside come from the same factory, as parsing and reflection make them.
//
// LayoutSet: one thread while asked, immutable after; the factories of the
// prototypes must outlive it. Never fails: at worst there are no places.
#ifndef SERVICES_RULES_CEL_VALUES_RECORD_LAYOUT_H_
#define SERVICES_RULES_CEL_VALUES_RECORD_LAYOUT_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>

namespace google::protobuf {
class FieldDescriptor;
class Message;
class Reflection;
}  // namespace google::protobuf

namespace zhiheng::cel {

class LayoutSet;

class RecordLayout {
 public:
  // Places further into an object are not measured.
  static constexpr size_t kMaxOffset = 8192;

  const google::protobuf::Message& prototype() const { return *prototype_; }
  const google::protobuf::Reflection* reflection() const { return reflection_; }
  // Bytes from the start of the message; -1: read this field by reflection.
  int PlaceOf(const google::protobuf::FieldDescriptor* field) const;
  // The layout of the messages in this field; null when there is none.
  const RecordLayout* Inside(
      const google::protobuf::FieldDescriptor* field) const;

 private:
  friend class LayoutSet;
  const google::protobuf::Message* prototype_ = nullptr;
  const google::protobuf::Reflection* reflection_ = nullptr;
  LayoutSet* set_ = nullptr;
  std::map<const google::protobuf::FieldDescriptor*, int> places_;
};

class LayoutSet {
 public:
  LayoutSet() = default;
  LayoutSet(const LayoutSet&) = delete;
  LayoutSet& operator=(const LayoutSet&) = delete;

  // Measures the type when it is asked for the first time.
  const RecordLayout* Of(const google::protobuf::Message& prototype);

 private:
  std::map<const google::protobuf::Reflection*, std::unique_ptr<RecordLayout>>
      layouts_;
};

// Reading at a place. REQUIRES: PlaceOf() gave it for a field of the C++ type
// that the name says, and the message has that layout.
template <typename T>
inline T ScalarAt(const google::protobuf::Message* m, int place) {
  return *reinterpret_cast<const T*>(reinterpret_cast<const char*>(m) + place);
}
// The lowest bits of the word say who owns the string.
inline const std::string& StringAt(const google::protobuf::Message* m,
                                   int place) {
  return *reinterpret_cast<const std::string*>(ScalarAt<uintptr_t>(m, place) &
                                               ~uintptr_t{3});
}
// Null when the field is not set.
inline const google::protobuf::Message* MessageAt(
    const google::protobuf::Message* m, int place) {
  return ScalarAt<const google::protobuf::Message*>(m, place);
}
// A RepeatedField or RepeatedPtrField.
template <typename Repeated>
inline const Repeated& RepeatedAt(const google::protobuf::Message* m,
                                  int place) {
  return *reinterpret_cast<const Repeated*>(reinterpret_cast<const char*>(m) +
                                            place);
}

}  // namespace zhiheng::cel

#endif  // SERVICES_RULES_CEL_VALUES_RECORD_LAYOUT_H_
