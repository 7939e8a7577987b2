#include "tests/conformance/cel_spec_generated.h"

#ifdef ZHIHENG_CEL_SPEC_TYPES
#include "cel/expr/conformance/proto2/test_all_types.pb.h"
#include "cel/expr/conformance/proto2/test_all_types_extensions.pb.h"
#include "cel/expr/conformance/proto3/test_all_types.pb.h"
#include "google/protobuf/empty.pb.h"
#include "google/protobuf/field_mask.pb.h"
#endif

namespace zhiheng::conformance {

bool LinkGeneratedMessages() {
#ifdef ZHIHENG_CEL_SPEC_TYPES
  namespace proto2 = ::cel::expr::conformance::proto2;
  namespace proto3 = ::cel::expr::conformance::proto3;
  return proto2::TestAllTypes::descriptor() != nullptr &&
         proto2::Proto2ExtensionScopedMessage::descriptor() != nullptr &&
         proto3::TestAllTypes::descriptor() != nullptr &&
         google::protobuf::Empty::descriptor() != nullptr &&
         google::protobuf::FieldMask::descriptor() != nullptr;
#else
  return false;
#endif
}

}  // namespace zhiheng::conformance
