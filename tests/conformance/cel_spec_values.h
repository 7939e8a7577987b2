// Between the suite's value messages (cel.expr.Value, cel.expr.Type) and the
// engine's values and types.
#ifndef TESTS_CONFORMANCE_CEL_SPEC_VALUES_H_
#define TESTS_CONFORMANCE_CEL_SPEC_VALUES_H_

#include <memory>
#include <string>
#include <vector>

#include "services/rules/cel/functions/registry.h"
#include "services/rules/cel/types/type.h"
#include "services/rules/cel/values/value.h"
#include "tests/conformance/cel_spec_data.h"

namespace zhiheng::conformance {

// Owns what the engine values it makes point at. Values live as long as it.
class ValueMaker {
 public:
  explicit ValueMaker(CelSpecData* data) : data_(data) {}

  // The engine value of a cel.expr.Value; messages come as messages.
  cel::Value FromProto(const google::protobuf::Message& value);

 private:
  CelSpecData* const data_;
  std::vector<std::shared_ptr<const void>> owned_;
};

// Empty when `got` is what `want` (a cel.expr.Value) says; else the difference.
std::string Difference(CelSpecData* data, const cel::Value& got,
                       const google::protobuf::Message& want);

// The overloads of a cel.expr.Decl of a function; only declared.
std::vector<cel::Overload> OverloadsFromProto(
    CelSpecData* data, const google::protobuf::Message& declaration);

// The engine type of a cel.expr.Type.
cel::Type TypeFromProto(CelSpecData* data,
                        const google::protobuf::Message& type);

}  // namespace zhiheng::conformance

#endif  // TESTS_CONFORMANCE_CEL_SPEC_VALUES_H_
