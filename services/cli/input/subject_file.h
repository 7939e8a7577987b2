// A subject as a file, or `-` for standard input: JSON or YAML with the
// shorthand of common/facts.
//
// Stateless. Slips of the author come back as rendered problems with file,
// line, column, caret and hint; a file that cannot be read is a Status.
#ifndef SERVICES_CLI_INPUT_SUBJECT_FILE_H_
#define SERVICES_CLI_INPUT_SUBJECT_FILE_H_

#include <istream>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/common/facts/facts_reader.h"
#include "zhiheng/facts/v1/subject.pb.h"

namespace zhiheng::cli {

struct SubjectFile {
  facts::v1::Subject subject;
  // Ready to print; empty when the subject is right.
  std::vector<std::string> problems;
};

// `stdin_stream` is read for `-`. NOT_FOUND or INVALID_ARGUMENT name the file.
// `options` may name the message types that facts under `other` can have.
absl::StatusOr<SubjectFile> ReadSubjectFile(const std::string& path,
                                            std::istream& stdin_stream,
                                            const FactsOptions& options = {});

}  // namespace zhiheng::cli

#endif  // SERVICES_CLI_INPUT_SUBJECT_FILE_H_
