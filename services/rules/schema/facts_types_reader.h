// Reads the files that define facts types: .proto sources (proto3 or proto2, as
// protoc takes them) and binary FileDescriptorSets (.binpb, as
// `protoc --descriptor_set_out --include_imports` writes them).
//
// One thread. A file may import files that are built in (zhiheng/type/v1/…,
// google/protobuf/…) and .proto files by a path from its own folder; those are
// read too. Mistakes are diagnostics with their place; the types of a file
// with a mistake are left out.
#ifndef SERVICES_RULES_SCHEMA_FACTS_TYPES_READER_H_
#define SERVICES_RULES_SCHEMA_FACTS_TYPES_READER_H_

#include <map>
#include <memory>
#include <string>

#include "services/rules/diagnostic/diagnostic.h"
#include "services/rules/schema/facts_types.h"

namespace zhiheng::rules {

struct SchemaLimits {
  // Files of one library, imported ones included.
  int files = 100;
  size_t file_bytes = 1 << 20;
  // Messages, enums and fields of one file together.
  int elements = 20'000;
  // Messages inside one another.
  int nesting = 16;
};

class FactsTypesReader {
 public:
  explicit FactsTypesReader(Diagnostics* diagnostics, SchemaLimits limits = {});
  ~FactsTypesReader();

  // Reads `path` unless it was read before. `wanted_in` and `at` are where it
  // is asked for: the place of the diagnostic when it cannot be opened.
  void Read(const std::string& path, const std::string& wanted_in, Position at);

  // The text of each .proto that was read, for excerpts.
  const std::map<std::string, std::string>& texts() const;

  std::shared_ptr<const FactsTypes> Finish();

 private:
  class Work;
  std::unique_ptr<Work> work_;
};

}  // namespace zhiheng::rules

#endif  // SERVICES_RULES_SCHEMA_FACTS_TYPES_READER_H_
