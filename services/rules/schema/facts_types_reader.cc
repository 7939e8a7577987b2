// A file is parsed into FileDescriptorProtos, its imports are worked off from a
// list, and each file is built once all its imports are there. Nothing of a
// file is trusted before it was measured: bytes, elements, nesting. Tested by
// facts_types_test.cc.
#include "services/rules/schema/facts_types_reader.h"

#include <google/protobuf/compiler/parser.h>
#include <google/protobuf/descriptor.pb.h>
#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/tokenizer.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace zhiheng::rules {
namespace {

namespace pb = google::protobuf;
namespace fs = std::filesystem;

// One file on its way into the pool.
struct Source {
  pb::FileDescriptorProto file;
  std::string path;  // on disk, for diagnostics
  // Places of a .proto; a FileDescriptorSet has none.
  std::shared_ptr<pb::compiler::SourceLocationTable> places;
};

// Mistakes of the tokenizer and the parser.
class ParseErrors final : public pb::io::ErrorCollector {
 public:
  ParseErrors(std::string path, Diagnostics* diagnostics)
      : path_(std::move(path)), diagnostics_(*diagnostics) {}
  void AddError(int line, pb::io::ColumnNumber column,
                const std::string& message) override {
    failed = true;
    std::string sentence = message;
    if (!sentence.empty() && sentence.back() == '.') sentence.pop_back();
    diagnostics_.Error("schema-syntax", path_,
                       {std::max(line, 0) + 1, std::max(column, 0) + 1},
                       std::move(sentence));
  }
  bool failed = false;

 private:
  const std::string path_;
  Diagnostics& diagnostics_;
};

// Mistakes of the pool: names that clash, types that are not there.
class BuildErrors final : public pb::DescriptorPool::ErrorCollector {
 public:
  BuildErrors(const Source& source, Diagnostics* diagnostics)
      : source_(source), diagnostics_(*diagnostics) {}
  void AddError(const std::string& /*file*/, const std::string& element,
                const pb::Message* descriptor, ErrorLocation location,
                const std::string& message) override {
    failed = true;
    Position at;
    int line = -1, column = -1;
    if (source_.places != nullptr && descriptor != nullptr &&
        source_.places->Find(descriptor, location, &line, &column)) {
      at = {line + 1, column + 1};
    }
    std::string sentence = absl::StrCat(element, ": ", message);
    if (sentence.back() == '.') sentence.pop_back();
    diagnostics_.Error("schema", source_.path, at, std::move(sentence));
  }
  bool failed = false;

 private:
  const Source& source_;
  Diagnostics& diagnostics_;
};

// Brackets inside one another, strings and comments left out: the parser of
// protobuf calls itself for each.
int BraceDepth(const std::string& text) {
  int depth = 0, most = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '"' || c == '\'') {
      for (++i; i < text.size() && text[i] != c && text[i] != '\n'; ++i)
        if (text[i] == '\\') ++i;
    } else if (c == '/' && i + 1 < text.size() && text[i + 1] == '/') {
      i = std::min(text.find('\n', i), text.size());
    } else if (c == '/' && i + 1 < text.size() && text[i + 1] == '*') {
      i = std::min(text.find("*/", i), text.size());
    } else if (c == '{' || c == '[' || c == '<') {
      most = std::max(most, ++depth);
    } else if (c == '}' || c == ']' || c == '>') {
      --depth;
    }
  }
  return most;
}

struct Size {
  int elements = 0;
  int nesting = 0;
};

Size SizeOf(const pb::FileDescriptorProto& file) {
  Size size{file.extension_size() + file.enum_type_size() + file.service_size(),
            0};
  std::vector<std::pair<const pb::DescriptorProto*, int>> todo;
  for (const auto& message : file.message_type())
    todo.emplace_back(&message, 1);
  while (!todo.empty()) {
    const auto [message, depth] = todo.back();
    todo.pop_back();
    size.nesting = std::max(size.nesting, depth);
    size.elements += 1 + message->field_size() + message->enum_type_size();
    for (const auto& e : message->enum_type()) size.elements += e.value_size();
    for (const auto& nested : message->nested_type())
      todo.emplace_back(&nested, depth + 1);
  }
  for (const auto& e : file.enum_type()) size.elements += e.value_size();
  return size;
}

}  // namespace

class FactsTypesReader::Work {
 public:
  Work(Diagnostics* diagnostics, SchemaLimits limits)
      : diagnostics_(*diagnostics), limits_(limits) {}

  void Read(const std::string& path, const std::string& wanted_in,
            Position at) {
    const fs::path normal = fs::path(path).lexically_normal();
    if (!asked_.insert(normal.string()).second) return;
    const std::string root = normal.parent_path().string();
    std::optional<std::string> bytes = Open(normal.string(), wanted_in, at);
    if (!bytes.has_value()) return;
    if (absl::EndsWith(path, ".proto")) {
      ReadProto(root, normal.filename().string(), *std::move(bytes));
    } else {
      ReadSet(normal.string(), *bytes);
    }
  }

  std::shared_ptr<const FactsTypes> Finish() {
    auto types = std::make_shared<FactsTypes>();
    // As long as some file could be built: imports stand before importers.
    for (bool more = true; more;) {
      more = false;
      for (auto& [name, source] : sources_) {
        if (done_.count(name) > 0 || !ImportsAreThere(source)) continue;
        done_.insert(name);
        more = true;
        Build(source, types.get());
      }
    }
    for (const auto& [name, source] : sources_) {
      if (done_.count(name) == 0) ReportImports(source);
    }
    return types;
  }

  std::map<std::string, std::string> texts;

 private:
  std::optional<std::string> Open(const std::string& path,
                                  const std::string& wanted_in, Position at) {
    std::error_code error;
    const auto size = fs::file_size(path, error);
    std::ifstream in(path, std::ios::binary);
    if (error || !in) {
      diagnostics_.Error("schema-missing", wanted_in, at,
                         absl::StrCat("cannot read '", path, "'"),
                         "name a .proto or .binpb file by its path from the "
                         "folder of this file");
      return std::nullopt;
    }
    if (size > limits_.file_bytes) {
      diagnostics_.Error(
          "schema-too-large", wanted_in, at,
          absl::StrCat("'", path, "' has ", size, " bytes; the limit is ",
                       limits_.file_bytes),
          "a facts type needs a few kilobytes");
      return std::nullopt;
    }
    if (++files_ > limits_.files) {
      diagnostics_.Error("schema-too-many", wanted_in, at,
                         absl::StrCat("more than ", limits_.files,
                                      " files define facts types"));
      return std::nullopt;
    }
    return std::string(std::istreambuf_iterator<char>(in), {});
  }

  static bool IsBuiltIn(const std::string& name) {
    return pb::DescriptorPool::generated_pool()->FindFileByName(name) !=
           nullptr;
  }

  // `name` is the path from `root`; imports are found from `root` as well.
  void ReadProto(const std::string& root, const std::string& name,
                 std::string text) {
    std::vector<std::pair<std::string, std::string>> todo = {
        {name, std::move(text)}};
    while (!todo.empty()) {
      auto [file, content] = std::move(todo.back());
      todo.pop_back();
      const std::string path = (fs::path(root) / file).string();
      for (const std::string& import : ParseProto(path, file, content)) {
        if (IsBuiltIn(import) || sources_.count(import) > 0) continue;
        const std::string at =
            (fs::path(root) / import).lexically_normal().string();
        // Only files below the folder: a pack reads nothing else.
        if (absl::StrContains(import, "..") || import[0] == '/') continue;
        if (!asked_.insert(at).second || !fs::exists(at)) continue;
        std::optional<std::string> bytes = Open(at, path, {});
        if (bytes.has_value()) todo.emplace_back(import, *std::move(bytes));
      }
    }
  }

  // The imports of the file; none when it has a mistake.
  std::vector<std::string> ParseProto(const std::string& path,
                                      const std::string& name,
                                      const std::string& text) {
    texts[path] = text;
    if (const auto other = sources_.find(name); other != sources_.end()) {
      ReportTwice(name, path, other->second.path);
      return {};
    }
    if (BraceDepth(text) > 2 * limits_.nesting) {
      diagnostics_.Error(
          "schema-too-deep", path, {},
          absl::StrCat("brackets stand more than ", 2 * limits_.nesting,
                       " deep inside one another"));
      return {};
    }
    Source source;
    source.path = path;
    source.places = std::make_shared<pb::compiler::SourceLocationTable>();
    ParseErrors errors(path, &diagnostics_);
    pb::io::ArrayInputStream stream(text.data(), static_cast<int>(text.size()));
    pb::io::Tokenizer tokenizer(&stream, &errors);
    pb::compiler::Parser parser;
    parser.RecordErrorsTo(&errors);
    parser.RecordSourceLocationsTo(source.places.get());
    // The table points into the message: it must not move afterwards.
    Source& kept = sources_.emplace(name, std::move(source)).first->second;
    const bool parsed = parser.Parse(&tokenizer, &kept.file);
    if (!parsed || errors.failed) {
      done_.insert(name);
      failed_.insert(name);
      return {};
    }
    kept.file.set_name(name);
    if (!Fits(kept)) done_.insert(name);
    return {kept.file.dependency().begin(), kept.file.dependency().end()};
  }

  void ReadSet(const std::string& path, const std::string& bytes) {
    pb::FileDescriptorSet set;
    // No deeper than the reader of the wire goes by itself.
    if (!set.ParseFromString(bytes)) {
      diagnostics_.Error("schema-syntax", path, {},
                         "the file is no FileDescriptorSet",
                         "write it with protoc --include_imports "
                         "--descriptor_set_out, or name the .proto itself");
      return;
    }
    for (pb::FileDescriptorProto& file : *set.mutable_file()) {
      const std::string name = file.name();
      // Those that come with the program are the program's.
      if (IsBuiltIn(name)) continue;
      file.clear_source_code_info();
      if (const auto other = sources_.find(name); other != sources_.end()) {
        // Two sets may hold the same import.
        if (other->second.file.SerializeAsString() != file.SerializeAsString())
          ReportTwice(name, path, other->second.path);
        continue;
      }
      Source source;
      source.path = path;
      source.file = std::move(file);
      Source& kept = sources_.emplace(name, std::move(source)).first->second;
      if (!Fits(kept)) done_.insert(name);
    }
  }

  void ReportTwice(const std::string& name, const std::string& path,
                   const std::string& other) {
    diagnostics_.Error("schema-twice", path, {},
                       absl::StrCat("there is another ", name, " in ", other),
                       "give one of the two files another name");
  }

  bool Fits(const Source& source) {
    const Size size = SizeOf(source.file);
    std::string wrong;
    if (size.elements > limits_.elements) {
      wrong = absl::StrCat("it defines ", size.elements,
                           " messages, fields and values; the limit is ",
                           limits_.elements);
    } else if (size.nesting > limits_.nesting) {
      wrong = absl::StrCat("messages stand ", size.nesting,
                           " deep inside one another; the limit is ",
                           limits_.nesting);
    }
    const std::string& package = source.file.package();
    for (const char* own : {"zhiheng", "google"}) {
      if (package == own || absl::StartsWith(package, absl::StrCat(own, ".")))
        wrong =
            absl::StrCat("the package ", package, " belongs to the program");
    }
    if (wrong.empty()) return true;
    failed_.insert(source.file.name());
    diagnostics_.Error("schema-limit", source.path, {}, std::move(wrong),
                       "choose a package of your own, as demo.helmet.v1, and "
                       "keep the facts small");
    return false;
  }

  bool ImportsAreThere(const Source& source) const {
    return std::all_of(
        source.file.dependency().begin(), source.file.dependency().end(),
        [&](const std::string& import) {
          return IsBuiltIn(import) ||
                 (done_.count(import) > 0 && failed_.count(import) == 0);
        });
  }

  void ReportImports(const Source& source) {
    for (const std::string& import : source.file.dependency()) {
      if (IsBuiltIn(import)) continue;
      // A mistake of the imported file was already told.
      if (failed_.count(import) > 0) continue;
      diagnostics_.Error(
          "schema-import", source.path, {},
          absl::StrCat(source.file.name(), " imports \"", import,
                       sources_.count(import) == 0
                           ? "\", which is not there"
                           : "\", and the imports go round in a circle"),
          "built-in files are zhiheng/type/v1/*.proto, "
          "zhiheng/facts/v1/*.proto "
          "and google/protobuf/*.proto; others are found from the folder of "
          "the file");
    }
  }

  void Build(const Source& source, FactsTypes* types) {
    BuildErrors errors(source, &diagnostics_);
    const pb::FileDescriptor* file =
        types->pool_.BuildFileCollectingErrors(source.file, &errors);
    if (file == nullptr || errors.failed) {
      failed_.insert(source.file.name());
      return;
    }
    for (int i = 0; i < file->message_type_count(); ++i)
      types->brought_.push_back(file->message_type(i)->full_name());
  }

  Diagnostics& diagnostics_;
  const SchemaLimits limits_;
  int files_ = 0;
  std::set<std::string> asked_;            // paths
  std::map<std::string, Source> sources_;  // by import name
  std::set<std::string> done_;             // built, or given up
  std::set<std::string> failed_;
};

FactsTypesReader::FactsTypesReader(Diagnostics* diagnostics,
                                   SchemaLimits limits)
    : work_(std::make_unique<Work>(diagnostics, limits)) {}
FactsTypesReader::~FactsTypesReader() = default;

void FactsTypesReader::Read(const std::string& path,
                            const std::string& wanted_in, Position at) {
  work_->Read(path, wanted_in, at);
}

const std::map<std::string, std::string>& FactsTypesReader::texts() const {
  return work_->texts;
}

std::shared_ptr<const FactsTypes> FactsTypesReader::Finish() {
  return work_->Finish();
}

}  // namespace zhiheng::rules
