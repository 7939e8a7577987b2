// Measuring: every field is written with two values in a scratch message that
// lies in a buffer of ours, so that looking at its bytes is always in bounds;
// the place is the only one that holds both. Cost: some microseconds a field,
// once for a message type and program. Tested by record_layout_test.cc.
#include "services/rules/cel/values/record_layout.h"

#include <google/protobuf/arena.h>
#include <google/protobuf/descriptor.h>
#include <google/protobuf/descriptor.pb.h>
#include <google/protobuf/message.h>

#include <algorithm>
#include <cstring>
#include <vector>

namespace zhiheng::cel {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using google::protobuf::RepeatedField;
using google::protobuf::RepeatedPtrField;

// Longer than what std::string keeps inside itself.
constexpr char kLongText[] = "a text that does not fit into a small string";

bool MayHavePlace(const FieldDescriptor* f) {
  if (f->is_extension() || f->is_map() ||
      f->real_containing_oneof() != nullptr) {
    return false;
  }
  if (f->options().lazy() || f->options().unverified_lazy() ||
      f->options().weak()) {
    return false;
  }
  if (f->is_repeated()) return true;
  return !f->has_default_value();
}

class Scratch {
 public:
  explicit Scratch(const Message& prototype) : bytes_(4 * kSpan, 0) {
    google::protobuf::ArenaOptions options;
    options.initial_block = bytes_.data();
    options.initial_block_size = bytes_.size();
    arena_ = std::make_unique<google::protobuf::Arena>(options);
    in_arena_ = prototype.New(arena_.get());
    on_heap_.reset(prototype.New());
    const char* start = reinterpret_cast<const char*>(in_arena_);
    const char* end = bytes_.data() + bytes_.size();
    if (start < bytes_.data() || start >= end) return;  // too large an object
    start_ = start;
    const size_t size = std::min(static_cast<size_t>(end - start), kSpan);
    size_ = std::min(size, in_arena_->SpaceUsedLong()) & ~size_t{7};
  }

  Message* in_arena() { return in_arena_; }
  Message* on_heap() { return on_heap_.get(); }

  // The only place whose T satisfies both looks, taken after each write.
  template <typename T, typename Write, typename Holds>
  int Find(const Write& write, const Holds& holds) {
    std::vector<int> places;
    for (size_t at = 0; at + sizeof(T) <= size_; at += sizeof(T)) {
      places.push_back(static_cast<int>(at));
    }
    for (int round = 0; round < 3; ++round) {
      write(in_arena_, round);
      places.erase(std::remove_if(places.begin(), places.end(),
                                  [&](int at) {
                                    T v;
                                    std::memcpy(&v, start_ + at, sizeof v);
                                    return !holds(v, round);
                                  }),
                   places.end());
    }
    return places.size() == 1 ? places[0] : -1;
  }

  // -1 when the address is not inside the object.
  int Offset(const void* address) const {
    const char* at = static_cast<const char*>(address);
    return start_ != nullptr && at >= start_ && at < start_ + size_
               ? static_cast<int>(at - start_)
               : -1;
  }

 private:
  static constexpr size_t kSpan = RecordLayout::kMaxOffset;
  std::vector<char> bytes_;
  std::unique_ptr<google::protobuf::Arena> arena_;
  Message* in_arena_ = nullptr;
  std::unique_ptr<Message> on_heap_;
  const char* start_ = nullptr;
  size_t size_ = 0;
};

template <typename T, typename Set, typename Get>
int ScalarPlace(Scratch& s, const T (&values)[3], const Set& set,
                const Get& get) {
  const int place =
      s.Find<T>([&](Message* m, int round) { set(m, values[round]); },
                [&](T v, int round) {
                  return std::memcmp(&v, &values[round], sizeof v) == 0;
                });
  if (place < 0) return -1;
  for (Message* m : {s.in_arena(), s.on_heap()}) {
    for (const T v : values) {
      set(m, v);
      if (get(*m) != v || ScalarAt<T>(m, place) != v) return -1;
    }
    // A field that is not set reads as zero.
    set(m, values[0]);
    m->Clear();
    if (get(*m) != T{} || ScalarAt<T>(m, place) != T{}) return -1;
  }
  return place;
}

// A bool has too few values to be told from other bytes: the one byte that
// changes when nothing else is written.
int BoolPlace(Scratch& s, const Reflection& r, const FieldDescriptor* f) {
  const int place = s.Find<uint8_t>(
      [&](Message* m, int round) { r.SetBool(m, f, round != 1); },
      [&](uint8_t v, int round) { return v == (round != 1 ? 1 : 0); });
  if (place < 0) return -1;
  for (Message* m : {s.in_arena(), s.on_heap()}) {
    for (const bool v : {true, false, true, false}) {
      r.SetBool(m, f, v);
      if (r.GetBool(*m, f) != v || ScalarAt<bool>(m, place) != v) return -1;
    }
    r.SetBool(m, f, true);
    m->Clear();
    if (r.GetBool(*m, f) || ScalarAt<bool>(m, place)) return -1;
  }
  return place;
}

int TextPlace(Scratch& s, const Reflection& r, const FieldDescriptor* f) {
  const auto text_of = [&](const Message* m) {
    std::string scratch;
    const std::string& text = r.GetStringReference(*m, f, &scratch);
    return &text == &scratch ? nullptr : &text;
  };
  const auto write = [&](Message* m, int round) {
    r.ClearField(m, f);
    if (round == 1) r.SetString(m, f, kLongText);
    if (round == 2) r.SetString(m, f, "short");
  };
  int place = -1;
  {
    const Message* m = s.in_arena();
    place = s.Find<uintptr_t>(write, [&](uintptr_t word, int) {
      return (word & ~uintptr_t{3}) == reinterpret_cast<uintptr_t>(text_of(m));
    });
  }
  if (place < 0) return -1;
  for (Message* m : {s.in_arena(), s.on_heap()}) {
    for (const int round : {1, 2, 0, 2, 1, 0}) {
      write(m, round);
      if (text_of(m) == nullptr || &StringAt(m, place) != text_of(m)) return -1;
    }
    r.SetString(m, f, kLongText);
    m->Clear();
    if (&StringAt(m, place) != text_of(m) || !StringAt(m, place).empty()) {
      return -1;
    }
  }
  return place;
}

int MessagePlace(Scratch& s, const Reflection& r, const FieldDescriptor* f) {
  const Message* m = s.in_arena();
  const int place = s.Find<uintptr_t>(
      [&](Message* written, int round) {
        r.ClearField(written, f);
        if (round != 1) r.MutableMessage(written, f);
      },
      [&](uintptr_t word, int) {
        return word == (r.HasField(*m, f)
                            ? reinterpret_cast<uintptr_t>(&r.GetMessage(*m, f))
                            : 0);
      });
  if (place < 0) return -1;
  for (Message* each : {s.in_arena(), s.on_heap()}) {
    for (const bool whole : {false, true}) {
      r.MutableMessage(each, f);
      if (MessageAt(each, place) != &r.GetMessage(*each, f)) return -1;
      if (whole) {
        each->Clear();
      } else {
        r.ClearField(each, f);
      }
      if (MessageAt(each, place) != nullptr) return -1;
    }
  }
  return place;
}

// The accessors that give the container itself are marked as deprecated in
// favour of ones that hide it; its address is what is wanted here.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"

template <typename Repeated, typename Get>
int RepeatedPlace(Scratch& s, const Get& get) {
  const int place = s.Offset(&get(*s.in_arena()));
  return place >= 0 &&
                 &RepeatedAt<Repeated>(s.on_heap(), place) == &get(*s.on_heap())
             ? place
             : -1;
}

int RepeatedPlace(Scratch& s, const Reflection& r, const FieldDescriptor* f) {
  switch (f->cpp_type()) {
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return RepeatedPlace<RepeatedField<double>>(
          s, [&](const Message& m) -> const RepeatedField<double>& {
            return r.GetRepeatedField<double>(m, f);
          });
    case FieldDescriptor::CPPTYPE_STRING:
      return RepeatedPlace<RepeatedPtrField<std::string>>(
          s, [&](const Message& m) -> const RepeatedPtrField<std::string>& {
            return r.GetRepeatedPtrField<std::string>(m, f);
          });
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return RepeatedPlace<RepeatedPtrField<Message>>(
          s, [&](const Message& m) -> const RepeatedPtrField<Message>& {
            return r.GetRepeatedPtrField<Message>(m, f);
          });
    default:
      return -1;
  }
}

#pragma GCC diagnostic pop

int Measure(Scratch& s, const Reflection& r, const FieldDescriptor* f) {
  if (f->is_repeated()) return RepeatedPlace(s, r, f);
  switch (f->cpp_type()) {
    case FieldDescriptor::CPPTYPE_BOOL:
      return BoolPlace(s, r, f);
    case FieldDescriptor::CPPTYPE_STRING:
      return TextPlace(s, r, f);
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return MessagePlace(s, r, f);
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return ScalarPlace<double>(
          s, {2.25e-219, -7.5e+133, 0},
          [&](Message* m, double v) { r.SetDouble(m, f, v); },
          [&](const Message& m) { return r.GetDouble(m, f); });
    case FieldDescriptor::CPPTYPE_INT32:
      return ScalarPlace<int32_t>(
          s, {0x5A17C3E9, -0x1B2D3F57, 0},
          [&](Message* m, int32_t v) { r.SetInt32(m, f, v); },
          [&](const Message& m) { return r.GetInt32(m, f); });
    case FieldDescriptor::CPPTYPE_ENUM:
      if (f->enum_type()->file()->syntax() !=
          google::protobuf::FileDescriptor::SYNTAX_PROTO3) {
        return -1;
      }
      return ScalarPlace<int32_t>(
          s, {0x5A17C3E9, -0x1B2D3F57, 0},
          [&](Message* m, int32_t v) { r.SetEnumValue(m, f, v); },
          [&](const Message& m) { return r.GetEnumValue(m, f); });
    case FieldDescriptor::CPPTYPE_INT64:
      return ScalarPlace<int64_t>(
          s, {0x5A17C3E91F2B4D68, -0x1B2D3F5768798A9B, 0},
          [&](Message* m, int64_t v) { r.SetInt64(m, f, v); },
          [&](const Message& m) { return r.GetInt64(m, f); });
    default:
      return -1;
  }
}

}  // namespace

int RecordLayout::PlaceOf(const FieldDescriptor* field) const {
  const auto it = places_.find(field);
  return it == places_.end() ? -1 : it->second;
}

const RecordLayout* RecordLayout::Inside(const FieldDescriptor* field) const {
  if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) return nullptr;
  const Message* inside =
      reflection_->GetMessageFactory()->GetPrototype(field->message_type());
  if (inside == nullptr) return nullptr;
  // What the field itself would hold by default must be of that class.
  if (!field->is_repeated() &&
      reflection_->GetMessage(*prototype_, field).GetReflection() !=
          inside->GetReflection()) {
    return nullptr;
  }
  return set_->Of(*inside);
}

const RecordLayout* LayoutSet::Of(const Message& prototype) {
  std::unique_ptr<RecordLayout>& slot = layouts_[prototype.GetReflection()];
  if (slot != nullptr) return slot.get();
  slot = std::make_unique<RecordLayout>();
  slot->prototype_ = &prototype;
  slot->reflection_ = prototype.GetReflection();
  slot->set_ = this;
  const auto* type = prototype.GetDescriptor();
  Scratch scratch(prototype);
  for (int i = 0; i < type->field_count(); ++i) {
    const FieldDescriptor* f = type->field(i);
    if (!MayHavePlace(f)) continue;
    const int place = Measure(scratch, *slot->reflection_, f);
    if (place >= 0) slot->places_[f] = place;
  }
  return slot.get();
}

}  // namespace zhiheng::cel
