#include "services/rules/authoring/example_facts.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>
#include <yaml-cpp/yaml.h>

#include <optional>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/common/base/text.h"
#include "services/common/facts/facts_reader.h"
#include "services/rules/engine/subject_facts.h"

namespace zhiheng::rules {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

// A field of a message inside the facts, perhaps one element of it.
struct Place {
  Message* holder = nullptr;
  const FieldDescriptor* field = nullptr;
  int index = -1;
};

class FactsBuilder {
 public:
  FactsBuilder(const CompiledPack& pack, Diagnostics* diagnostics)
      : pack_(pack), diagnostics_(diagnostics) {
    message_ = (pack.types != nullptr ? pack.types : BuiltInFactsTypes())
                   ->New(pack.facts);
  }

  void Read(const YAML::Node& node) {
    Report(ReadFactsNode(node, Options(pack_.subject), message_.get()));
  }

  void Set(const Written& path, const YAML::Node& value) {
    const std::optional<Place> place = Find(path, /*make=*/true);
    if (!place.has_value()) return;
    if (place->index < 0) {
      // Read as a map with one key, so that one reader knows all shorthands.
      place->holder->GetReflection()->ClearField(place->holder, place->field);
      YAML::Node map;
      map[place->field->name()] = value;
      Report(ReadFactsNode(map, Options(Parent(path.text)), place->holder));
      return;
    }
    Message* element =
        place->field->message_type() == nullptr
            ? nullptr
            : place->holder->GetReflection()->MutableRepeatedMessage(
                  place->holder, place->field, place->index);
    if (element == nullptr) {
      Error(path, "one element of a list of plain values cannot be set",
            "set the whole list");
      return;
    }
    element->Clear();
    Report(ReadFactsNode(value, Options(path.text), element));
  }

  void Unset(const Written& path) {
    const std::optional<Place> place = Find(path, /*make=*/false);
    if (!place.has_value()) return;
    const Reflection& reflection = *place->holder->GetReflection();
    if (place->index < 0) {
      reflection.ClearField(place->holder, place->field);
      return;
    }
    const int last = reflection.FieldSize(*place->holder, place->field) - 1;
    for (int i = place->index; i < last; ++i) {
      reflection.SwapElements(place->holder, place->field, i, i + 1);
    }
    reflection.RemoveLast(place->holder, place->field);
  }

  std::unique_ptr<Message> Take() {
    return failed_ ? nullptr : std::move(message_);
  }
  void Fail() { failed_ = true; }
  void Error(const Written& at, std::string sentence, std::string hint) {
    diagnostics_->Error("bad-example", pack_.source->file, at.at,
                        std::move(sentence), std::move(hint));
    failed_ = true;
  }

 private:
  static FactsOptions Options(std::string root) {
    FactsOptions options;
    options.root = std::move(root);
    return options;
  }
  static std::string Parent(const std::string& path) {
    return path.substr(0, path.rfind('.'));
  }

  void Report(const std::vector<FactsProblem>& problems) {
    for (const FactsProblem& p : problems) {
      diagnostics_->Error(
          "bad-facts", pack_.source->file, {p.line, p.column},
          absl::StrCat(p.path, p.value.empty() ? "" : ": \"", p.value,
                       p.value.empty() ? "" : "\"", ": ", p.rule),
          p.hint);
      failed_ = true;
    }
  }

  // Walks to the field; `make` creates messages on the way, and one element
  // after the last of a list.
  std::optional<Place> Find(const Written& path, bool make) {
    const std::vector<std::string> steps = absl::StrSplit(path.text, '.');
    if (steps.size() < 2 || steps[0] != pack_.subject) {
      Error(path, absl::StrCat("'", path.text, "' is no path of a fact"),
            absl::StrCat("a path starts with '", pack_.subject, ".'"));
      return std::nullopt;
    }
    Place place;
    Message* message = message_.get();
    for (size_t i = 1; i < steps.size(); ++i) {
      if (message == nullptr || !Step(path, steps[i], message, &place)) {
        if (message == nullptr) {
          Error(path, absl::StrCat("'", steps[i - 1], "' has no fields"), "");
        }
        return std::nullopt;
      }
      if (i + 1 < steps.size()) message = Enter(path, &place, make);
      if (failed_) return std::nullopt;
    }
    if (place.index >= 0 && Enter(path, &place, make) == nullptr && failed_) {
      return std::nullopt;
    }
    return place;
  }

  bool Step(const Written& path, const std::string& step, Message* message,
            Place* place) {
    const size_t bracket = step.find('[');
    const std::string name = step.substr(0, bracket);
    const auto& type = *message->GetDescriptor();
    *place = {message, type.FindFieldByName(name), -1};
    if (place->field == nullptr) {
      std::vector<std::string> names;
      for (int f = 0; f < type.field_count(); ++f) {
        names.push_back(type.field(f)->name());
      }
      const std::string near = NearestWord(name, names);
      Error(path, absl::StrCat(type.name(), " has no field '", name, "'"),
            near.empty() ? "" : absl::StrCat("did you mean '", near, "'?"));
      return false;
    }
    if (bracket == std::string::npos) return true;
    const std::string digits =
        step.substr(bracket + 1, step.size() - bracket - 2);
    if (!place->field->is_repeated() || step.back() != ']' ||
        !absl::SimpleAtoi(digits, &place->index) || place->index < 0) {
      Error(path, absl::StrCat("'", step, "' is no element of a list"),
            "write marks[0]");
      return false;
    }
    return true;
  }

  // The message at `place`; nullptr for plain values and on a mistake.
  Message* Enter(const Written& path, Place* place, bool make) {
    const Reflection& reflection = *place->holder->GetReflection();
    if (!place->field->is_repeated()) {
      if (place->field->message_type() == nullptr) return nullptr;
      return reflection.MutableMessage(place->holder, place->field);
    }
    const int size = reflection.FieldSize(*place->holder, place->field);
    if (place->index < 0) {
      Error(path, absl::StrCat("'", place->field->name(), "' is a list"),
            absl::StrCat("name an element: ", place->field->name(), "[0]"));
      return nullptr;
    }
    if (place->field->message_type() == nullptr) return nullptr;
    if (place->index < size) {
      return reflection.MutableRepeatedMessage(place->holder, place->field,
                                               place->index);
    }
    if (make && place->index == size) {
      return reflection.AddMessage(place->holder, place->field);
    }
    Error(path,
          absl::StrCat("'", place->field->name(), "' has ", size, " elements"),
          "");
    return nullptr;
  }

  const CompiledPack& pack_;
  Diagnostics* diagnostics_;
  std::unique_ptr<Message> message_;
  bool failed_ = false;
};

const BaseSource* FindBase(const CompiledPack& pack, const Written& name,
                           FactsBuilder* builder) {
  std::vector<std::string> names;
  for (const BaseSource& base : pack.source->bases) {
    if (base.name.text == name.text) return &base;
    names.push_back(base.name.text);
  }
  const std::string near = NearestWord(name.text, names);
  builder->Error(name, absl::StrCat("there is no base '", name.text, "'"),
                 near.empty() ? "define it under 'bases'"
                              : absl::StrCat("did you mean '", near, "'?"));
  return nullptr;
}

void AddPaths(const std::vector<Written>& paths, const CompiledPack& pack,
              std::vector<std::string>* out) {
  const std::string prefix = pack.subject + ".";
  for (const Written& path : paths) {
    const bool whole = path.text.compare(0, prefix.size(), prefix) == 0;
    out->push_back(KnowledgePath(
        pack.subject, whole ? path.text.substr(prefix.size()) : path.text,
        pack.facts));
  }
}

void SetCompleteness(const Written& word, cel::Knowledge* knowledge,
                     FactsBuilder* builder) {
  if (word.empty()) return;
  if (word.text == "complete") {
    knowledge->unset = cel::Unset::kIsAbsent;
  } else if (word.text == "partial") {
    knowledge->unset = cel::Unset::kIsUnknown;
  } else {
    builder->Error(word,
                   absl::StrCat("completeness cannot be '", word.text, "'"),
                   "partial (unset is unknown) or complete (unset is absent)");
  }
}

}  // namespace

ExampleFacts BuildExampleFacts(const CompiledPack& pack,
                               const ExampleSource& example,
                               Diagnostics* diagnostics) {
  ExampleFacts out;
  out.knowledge.unset = cel::Unset::kIsUnknown;
  FactsBuilder builder(pack, diagnostics);
  if (!example.base.empty()) {
    const BaseSource* base = FindBase(pack, example.base, &builder);
    if (base != nullptr) {
      builder.Read(base->facts);
      SetCompleteness(base->completeness, &out.knowledge, &builder);
      AddPaths(base->absent, pack, &out.knowledge.absent);
      AddPaths(base->unknown, pack, &out.knowledge.unknown);
    }
  }
  if (example.facts.IsMap()) builder.Read(example.facts);
  for (const Written& path : example.unset) builder.Unset(path);
  for (const auto& [path, value] : example.set) builder.Set(path, value);
  SetCompleteness(example.completeness, &out.knowledge, &builder);
  AddPaths(example.absent, pack, &out.knowledge.absent);
  AddPaths(example.unknown, pack, &out.knowledge.unknown);
  out.message = builder.Take();
  return out;
}

}  // namespace zhiheng::rules
