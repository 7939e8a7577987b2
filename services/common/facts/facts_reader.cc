// Each map that stands for a message becomes a frame; frames are worked off in
// the order they were found, so nesting costs no stack. Values are judged when
// all are read, by the rules of validate.cc, and get the position of the frame
// they came from. Tested by facts_reader_test.cc.
#include "services/common/facts/facts_reader.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/common/base/text.h"
#include "services/common/facts/field_names.h"
#include "services/common/facts/json_source.h"
#include "services/common/facts/scalar_field.h"
#include "services/common/facts/validate.h"
#include "services/common/facts/value_tree.h"
#include "services/common/facts/yaml_source.h"

namespace zhiheng {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using Kind = ValueNode::Kind;

bool IsScalar(const ValueNode& node) {
  return node.kind == Kind::kPlain || node.kind == Kind::kQuoted;
}

// Names the type of what an Any holds.
constexpr char kTypeKey[] = "@type";

void NormaliseMasks(Message* subject);

class TreeReader {
 public:
  TreeReader(const ValueTree& tree, const FactsOptions& options)
      : tree_(tree), options_(options) {}

  std::vector<FactsProblem> Read(Message* message) {
    Message* const root = message;
    if (tree_.nodes.empty() || IsNullValue(tree_.nodes[0])) {
      Report("EMPTY_INPUT", options_.root, 1, 1, "", "the input is empty",
             "write at least one field");
      return std::move(problems_);
    }
    StartMessage(0, root, options_.root);
    // Indexed: frames are added while they are worked off.
    for (size_t i = 0; i < frames_.size() && !Full(); ++i) ReadFrame(i);
    for (const Frame& frame : frames_) NormaliseMasks(frame.message);
    for (const Frame& frame : frames_) {
      if (!frame.failed && !Full()) Judge(frame);
    }
    Pack();
    SortProblems(&problems_);
    return std::move(problems_);
  }

 private:
  // A message and the value it is read from.
  struct Frame {
    int32_t node;
    Message* message;
    std::string path;
    bool failed = false;
    // Holds "@type", which is no field.
    bool typed = false;
  };
  // A message that goes into an Any when all is read.
  struct Packed {
    Message* any;
    std::unique_ptr<Message> content;
  };

  bool Full() const { return problems_.size() >= options_.limits.max_problems; }

  // A message from a map, or at once from its short form.
  void StartMessage(int32_t index, Message* message, std::string path) {
    frames_.push_back({index, message, std::move(path)});
    Frame& frame = frames_.back();
    const ValueNode& node = tree_.nodes[tree_.Resolve(index)];
    if (IsScalar(node)) {
      // The figure alone: what can be wrong is the money in it.
      if (message->GetDescriptor()->full_name() == "zhiheng.type.v1.Amount") {
        frame.message = message->GetReflection()->MutableMessage(
            message, message->GetDescriptor()->FindFieldByName("value"));
        frame.path += ".value";
        message = frame.message;
      }
      auto wrong = SetShortForm(node, tree_.strict_scalars, message);
      if (wrong.has_value()) {
        frame.failed = true;
        ReportAt(index, frame.path, *std::move(wrong));
      }
      return;
    }
    const std::string& type = message->GetDescriptor()->full_name();
    if (node.kind == Kind::kMap && type == "google.protobuf.Any" &&
        options_.pool != nullptr) {
      StartAny(index, &frame);
      return;
    }
    if (node.kind == Kind::kList && type == "google.protobuf.FieldMask") {
      const FieldDescriptor* paths =
          message->GetDescriptor()->FindFieldByName("paths");
      ReadList(node, paths, message, frame.path);
    } else if (node.kind == Kind::kList) {
      frame.failed = true;
      Report(
          "WRONG_TYPE", frame.path, node.line, node.column, "",
          absl::StrCat("a map of fields of ", message->GetDescriptor()->name(),
                       " is expected here, not a list"),
          "");
    }
  }

  // The map is read into a message of the type it names.
  void StartAny(int32_t index, Frame* frame) {
    const ValueNode& map = tree_.nodes[tree_.Resolve(index)];
    const ValueNode* named = nullptr;
    for (int32_t i = map.first_child; i >= 0; i = tree_.nodes[i].next) {
      if (tree_.nodes[i].key == kTypeKey)
        named = &tree_.nodes[tree_.Resolve(i)];
    }
    frame->failed = true;
    if (named == nullptr || !IsScalar(*named)) {
      Report("TYPE_MISSING", frame->path, map.line, map.column, "",
             "facts of a type of their own name it under \"@type\"",
             "write \"@type\": and the full name, as demo.helmet.v1.Helmet");
      return;
    }
    const std::string name = named->text.substr(named->text.rfind('/') + 1);
    const Descriptor* type = options_.pool->FindMessageTypeByName(name);
    if (type == nullptr) {
      Report("TYPE_UNKNOWN", JoinPath(frame->path, kTypeKey), named->line,
             named->column, ShortValue(named->text),
             "there is no facts type of that name",
             "name the folder of the packs, or the file that defines it");
      return;
    }
    packed_.push_back(
        {frame->message, std::unique_ptr<Message>(
                             options_.factory->GetPrototype(type)->New())});
    frame->failed = false;
    frame->typed = true;
    frame->message = packed_.back().content.get();
  }

  // Inner ones first: an Any in an Any was found later.
  void Pack() {
    for (auto it = packed_.rbegin(); it != packed_.rend(); ++it) {
      const Descriptor& any = *it->any->GetDescriptor();
      const Reflection& reflection = *it->any->GetReflection();
      reflection.SetString(
          it->any, any.FindFieldByName("type_url"),
          absl::StrCat("type.googleapis.com/",
                       it->content->GetDescriptor()->full_name()));
      reflection.SetString(it->any, any.FindFieldByName("value"),
                           it->content->SerializeAsString());
    }
  }

  void ReadFrame(size_t at) {
    // A deque keeps references valid while frames are added.
    Frame& frame = frames_[at];
    const ValueNode& map = tree_.nodes[tree_.Resolve(frame.node)];
    if (map.kind != Kind::kMap) return;
    std::set<const FieldDescriptor*> seen;
    for (int32_t i = map.first_child; i >= 0 && !Full();
         i = tree_.nodes[i].next) {
      if (!CountValue(i)) return;
      ReadEntry(i, &frame, &seen);
    }
  }

  void ReadEntry(int32_t index, Frame* frame,
                 std::set<const FieldDescriptor*>* seen) {
    const ValueNode& entry = tree_.nodes[index];
    if (frame->failed || (frame->typed && entry.key == kTypeKey)) return;
    const Descriptor& type = *frame->message->GetDescriptor();
    const FieldDescriptor* field = FindFieldByAnyName(type, entry.key);
    if (field == nullptr) {
      Report(
          "UNKNOWN_FIELD", JoinPath(frame->path, ShortValue(entry.key)),
          entry.key_line, entry.key_column, "",
          absl::StrCat("no field ", ShortValue(entry.key), " in ", type.name()),
          UnknownFieldHint(type, entry.key));
      return;
    }
    const std::string path = JoinPath(frame->path, FieldPathName(*field));
    if (!seen->insert(field).second) {
      Report("DUPLICATE_FIELD", path, entry.key_line, entry.key_column, "",
             "the field is given twice", "remove one of the two");
      return;
    }
    if (IsNullValue(tree_.nodes[tree_.Resolve(index)])) return;  // unset
    if (!OneofIsFree(*field, *frame->message, path, entry)) return;
    ReadField(index, field, frame->message, path);
  }

  bool OneofIsFree(const FieldDescriptor& field, const Message& message,
                   const std::string& path, const ValueNode& entry) {
    const auto* oneof = field.real_containing_oneof();
    if (oneof == nullptr) return true;
    const FieldDescriptor* set =
        message.GetReflection()->GetOneofFieldDescriptor(message, oneof);
    if (set == nullptr) return true;
    Report("ONEOF_SET_TWICE", path, entry.key_line, entry.key_column, "",
           absl::StrCat("only one of the ", oneof->name(),
                        " may be given, and ", FieldPathName(*set), " is"),
           "remove one of the two");
    return false;
  }

  void ReadField(int32_t index, const FieldDescriptor* field, Message* message,
                 const std::string& path) {
    const ValueNode& node = tree_.nodes[tree_.Resolve(index)];
    const Reflection& reflection = *message->GetReflection();
    if (field->is_map()) {
      ReadMap(index, field, message, path);
    } else if (field->is_repeated()) {
      if (node.kind != Kind::kList) {
        Report("WRONG_TYPE", path, tree_.nodes[index].line,
               tree_.nodes[index].column,
               IsScalar(node) ? ShortValue(node.text) : "",
               "a list is expected here", "write it as [ … ]");
        return;
      }
      ReadList(node, field, message, path);
    } else if (field->message_type() != nullptr) {
      StartMessage(index, reflection.MutableMessage(message, field), path);
    } else {
      ReadScalar(index, field, message, path);
    }
  }

  void ReadScalar(int32_t index, const FieldDescriptor* field, Message* message,
                  const std::string& path) {
    const ValueNode& node = tree_.nodes[tree_.Resolve(index)];
    if (!IsScalar(node)) {
      Report("WRONG_TYPE", path, tree_.nodes[index].line,
             tree_.nodes[index].column, "",
             absl::StrCat("one value is expected here, not a ",
                          node.kind == Kind::kList ? "list" : "map"),
             "");
      return;
    }
    auto wrong = SetScalarField(node, tree_.strict_scalars, field, message);
    if (wrong.has_value()) ReportAt(index, path, *std::move(wrong));
  }

  void ReadList(const ValueNode& list, const FieldDescriptor* field,
                Message* message, const std::string& path) {
    const Reflection& reflection = *message->GetReflection();
    int position = 0;
    for (int32_t i = list.first_child; i >= 0 && !Full();
         i = tree_.nodes[i].next, ++position) {
      if (!CountValue(i)) return;
      std::string here = absl::StrCat(path, "[", position, "]");
      if (IsNullValue(tree_.nodes[tree_.Resolve(i)])) {
        Report("WRONG_TYPE", here, tree_.nodes[i].line, tree_.nodes[i].column,
               "", "a list may not hold an empty value", "remove the entry");
      } else if (field->message_type() != nullptr) {
        StartMessage(i, reflection.AddMessage(message, field), std::move(here));
      } else {
        ReadScalar(i, field, message, here);
      }
    }
  }

  // Entries of a protobuf map, through its list of key-value messages.
  void ReadMap(int32_t index, const FieldDescriptor* field, Message* message,
               const std::string& path) {
    const ValueNode& map = tree_.nodes[tree_.Resolve(index)];
    if (map.kind != Kind::kMap) {
      Report("WRONG_TYPE", path, tree_.nodes[index].line,
             tree_.nodes[index].column, "",
             "a map of names to values is expected here", "");
      return;
    }
    const FieldDescriptor* key = field->message_type()->map_key();
    const FieldDescriptor* value = field->message_type()->map_value();
    std::set<std::string> seen;
    for (int32_t i = map.first_child; i >= 0 && !Full();
         i = tree_.nodes[i].next) {
      if (!CountValue(i)) return;
      const ValueNode& entry = tree_.nodes[i];
      const std::string here =
          absl::StrCat(path, "[\"", ShortValue(entry.key), "\"]");
      if (!seen.insert(entry.key).second) {
        Report("DUPLICATE_FIELD", here, entry.key_line, entry.key_column, "",
               "the key is given twice", "remove one of the two");
        continue;
      }
      Message* pair = message->GetReflection()->AddMessage(message, field);
      ValueNode key_node;
      key_node.kind = key->cpp_type() == FieldDescriptor::CPPTYPE_BOOL
                          ? Kind::kPlain
                          : Kind::kQuoted;
      key_node.text = entry.key;
      auto wrong = SetScalarField(key_node, false, key, pair);
      if (wrong.has_value()) ReportAt(i, here, *std::move(wrong));
      ReadField(i, value, pair, here);
    }
  }

  // Aliases make a short text long; what is visited is what counts.
  bool CountValue(int32_t index) {
    if (++visited_ <= options_.limits.max_values) return true;
    if (visited_ == options_.limits.max_values + 1) {
      Report("TOO_MANY_VALUES", "", tree_.nodes[index].line,
             tree_.nodes[index].column, "",
             absl::StrCat("at most ", options_.limits.max_values,
                          " values are read, aliases written out"),
             "send fewer subjects at a time");
    }
    return false;
  }

  // Rules about the value itself, once everything in it is read.
  void Judge(const Frame& frame) {
    std::vector<FactsProblem> found;
    CheckOneMessage(*frame.message, frame.path, &found);
    for (FactsProblem& problem : found) {
      const int32_t at = NodeOfProblem(frame, problem.path);
      const std::string path = problem.path;
      ReportAt(at, path, std::move(problem));
    }
  }

  // The entry of the frame that the rest of the path names, or the frame.
  int32_t NodeOfProblem(const Frame& frame, const std::string& path) const {
    absl::string_view rest = path;
    if (!absl::ConsumePrefix(&rest, frame.path)) return frame.node;
    absl::ConsumePrefix(&rest, ".");
    const std::string name(rest.substr(0, rest.find_first_of(".[")));
    const FieldDescriptor* field =
        FindFieldByAnyName(*frame.message->GetDescriptor(), name);
    const ValueNode& map = tree_.nodes[tree_.Resolve(frame.node)];
    if (field == nullptr || map.kind != Kind::kMap) return frame.node;
    for (int32_t i = map.first_child; i >= 0; i = tree_.nodes[i].next) {
      if (FindFieldByAnyName(*frame.message->GetDescriptor(),
                             tree_.nodes[i].key) == field) {
        return i;
      }
    }
    return frame.node;
  }

  void ReportAt(int32_t index, const std::string& path, FactsProblem problem) {
    const ValueNode& node = tree_.nodes[index];
    problem.path = path;
    problem.line = node.line;
    problem.column = node.column;
    if (!Full()) problems_.push_back(std::move(problem));
  }

  void Report(std::string reason, std::string path, int line, int column,
              std::string value, std::string rule, std::string hint) {
    if (Full()) return;
    problems_.push_back({std::move(reason), std::move(path), line, column,
                         std::move(value), std::move(rule), std::move(hint)});
  }

  const ValueTree& tree_;
  const FactsOptions& options_;
  std::deque<Frame> frames_;
  std::vector<Packed> packed_;
  std::vector<FactsProblem> problems_;
  size_t visited_ = 0;
};

// Paths of the masks of a subject in the names that evaluation uses.
void NormaliseMasks(Message* subject) {
  if (subject->GetDescriptor()->full_name() != "zhiheng.facts.v1.Subject") {
    return;
  }
  const Reflection& reflection = *subject->GetReflection();
  const Descriptor& type = *subject->GetDescriptor();
  const FieldDescriptor* facts = reflection.GetOneofFieldDescriptor(
      *subject, type.FindOneofByName("facts"));
  for (const char* name : {"absent", "unknown"}) {
    const FieldDescriptor* field = type.FindFieldByName(name);
    if (facts == nullptr || !reflection.HasField(*subject, field)) continue;
    Message* mask = reflection.MutableMessage(subject, field);
    const FieldDescriptor* paths =
        mask->GetDescriptor()->FindFieldByName("paths");
    const Reflection& of_mask = *mask->GetReflection();
    for (int i = 0; i < of_mask.FieldSize(*mask, paths); ++i) {
      of_mask.SetRepeatedString(
          mask, paths, i,
          CanonicalFieldPath(*facts->message_type(),
                             of_mask.GetRepeatedString(*mask, paths, i)));
    }
  }
}

FactsProblem Whole(std::string reason, std::string rule, std::string hint) {
  FactsProblem problem;
  problem.reason = std::move(reason);
  problem.rule = std::move(rule);
  problem.hint = std::move(hint);
  return problem;
}

FactsProblem IllFormedUtf8(absl::string_view text) {
  FactsProblem problem =
      Whole("NOT_UTF8", "the text is not UTF-8",
            "save the file as UTF-8; files in GBK or UTF-16 are not read");
  problem.line = 1;
  problem.column = 1;
  // Up to the byte where a prefix stops being well-formed.
  size_t pos = 0;
  while (pos < text.size()) {
    const size_t start = pos;
    NextCodePoint(text, &pos);
    if (!IsValidUtf8(text.substr(start, pos - start))) break;
    if (text[start] == '\n') {
      ++problem.line;
      problem.column = 1;
    } else {
      ++problem.column;
    }
  }
  return problem;
}

}  // namespace

FactsFormat FactsFormatOfFile(absl::string_view file_name) {
  const std::string name = absl::AsciiStrToLower(file_name);
  return absl::EndsWith(name, ".json") || absl::EndsWith(name, ".jsonl")
             ? FactsFormat::kJson
             : FactsFormat::kYaml;
}

std::vector<FactsProblem> ReadFacts(absl::string_view text, FactsFormat format,
                                    const FactsOptions& options,
                                    Message* message) {
  if (text.size() > options.limits.max_bytes) {
    return {Whole(
        "TOO_LARGE",
        // A reader may have stopped just past the limit, so the size is
        // not told.
        absl::StrCat("the input has more than ", options.limits.max_bytes,
                     " bytes; at most ", options.limits.max_bytes, " are read"),
        "one input holds one subject; is this the right file?")};
  }
  absl::ConsumePrefix(&text, "\xEF\xBB\xBF");
  if (!IsValidUtf8(text)) return {IllFormedUtf8(text)};
  if (absl::StripAsciiWhitespace(text).empty()) {
    return {Whole("EMPTY_INPUT", "the input is empty",
                  "write a subject: label: {…} or case: {…}")};
  }
  ValueTree tree;
  std::optional<FactsProblem> wrong =
      format == FactsFormat::kJson
          ? ParseJsonValues(text, options.limits, &tree)
          : ParseYamlValues(text, options.limits, &tree);
  if (wrong.has_value()) return {*std::move(wrong)};
  return TreeReader(tree, options).Read(message);
}

std::vector<FactsProblem> ReadFactsNode(const YAML::Node& node,
                                        const FactsOptions& options,
                                        Message* message) {
  ValueTree tree;
  std::optional<FactsProblem> wrong =
      CopyYamlValues(node, options.limits, &tree);
  if (wrong.has_value()) return {*std::move(wrong)};
  return TreeReader(tree, options).Read(message);
}

}  // namespace zhiheng
