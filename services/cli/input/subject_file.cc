#include "services/cli/input/subject_file.h"

#include <filesystem>
#include <fstream>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/common/base/status_macros.h"

namespace zhiheng::cli {
namespace {

// One byte beyond the limit is enough to see that a file is too large.
std::string ReadUpTo(std::istream& in, size_t limit) {
  std::string text(limit + 1, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<size_t>(in.gcount()));
  return text;
}

absl::StatusOr<std::string> ReadText(const std::string& path,
                                     std::istream& stdin_stream) {
  if (path == "-") return ReadUpTo(stdin_stream, kMaxFactsBytes);
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) {
    return absl::InvalidArgumentError(
        absl::StrCat(path, " is a folder; name the files in it"));
  }
  std::ifstream in(path, std::ios::binary);
  if (!in) return absl::NotFoundError(absl::StrCat("cannot open ", path));
  return ReadUpTo(in, kMaxFactsBytes);
}

// Standard input has no name to go by: JSON starts with a brace.
FactsFormat FormatOf(const std::string& path, const std::string& text) {
  if (path != "-") return FactsFormatOfFile(path);
  const absl::string_view start = absl::StripLeadingAsciiWhitespace(text);
  return !start.empty() && start[0] == '{' ? FactsFormat::kJson
                                           : FactsFormat::kYaml;
}

}  // namespace

absl::StatusOr<SubjectFile> ReadSubjectFile(const std::string& path,
                                            std::istream& stdin_stream,
                                            const FactsOptions& options) {
  ASSIGN_OR_RETURN(const std::string text, ReadText(path, stdin_stream));
  SubjectFile file;
  const std::string name = path == "-" ? "<stdin>" : path;
  std::vector<FactsProblem> problems =
      ReadFacts(text, FormatOf(path, text), options, &file.subject);
  if (problems.empty() &&
      file.subject.facts_case() == facts::v1::Subject::FACTS_NOT_SET) {
    FactsProblem problem;
    problem.rule = "there are no facts to check";
    problem.hint = "put them under `label`, `case` or `product`";
    problems.push_back(std::move(problem));
  }
  for (const FactsProblem& problem : problems) {
    file.problems.push_back(RenderProblem(problem, name, text));
  }
  if (problems.size() >= kMaxFactsProblems) {
    file.problems.push_back(absl::StrCat(
        name, ": only the first ", kMaxFactsProblems, " problems are shown\n"));
  }
  return file;
}

}  // namespace zhiheng::cli
