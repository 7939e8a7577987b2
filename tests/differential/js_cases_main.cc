// Writes random expressions with the values of their variables and our answer,
// one JSON object a line, for other implementations to answer:
//
//   js_cases COUNT SEED > cases.jsonl
//
// {"expr": "i + 1", "vars": {"i": {"i": "2"}, …}, "want": {"i": "3"}}. A value
// is written so that nothing is lost: int {"i": "…"}, uint {"u": "…"}, double
// {"d": its 64 bits in hex}, bytes {"y": hex}, map {"m": [[key, value], …]} in
// the order of the written keys, a type {"t": name}, an error {"e": code};
// string, bool, null and list as JSON has them.
#include <cinttypes>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "services/rules/cel/module/module.h"
#include "services/rules/cel/values/collections.h"
#include "services/rules/cel/values/context.h"
#include "tests/differential/generator.h"
#include "tests/differential/literals.h"

namespace zhiheng::differential {
namespace {

using cel::Kind;
using cel::Type;
using cel::Value;

std::string JsonString(absl::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      absl::StrAppendFormat(&out, "\\u%04x", c);
    } else {
      out += c;
    }
  }
  return out + "\"";
}

std::string Canonical(const Value& v) {
  switch (v.kind()) {
    case Kind::kNull:
      return "null";
    case Kind::kBool:
      return v.bool_value() ? "true" : "false";
    case Kind::kInt:
      return absl::StrCat("{\"i\":\"", v.int_value(), "\"}");
    case Kind::kUint:
      return absl::StrCat("{\"u\":\"", v.uint_value(), "\"}");
    case Kind::kDouble: {
      const double d = v.double_value();
      uint64_t bits;
      std::memcpy(&bits, &d, sizeof bits);
      if (d != d) bits = 0x7ff8000000000000;
      return absl::StrFormat("{\"d\":\"%016x\"}", bits);
    }
    case Kind::kString:
      return JsonString(v.text());
    case Kind::kBytes:
      return absl::StrCat("{\"y\":\"", absl::BytesToHexString(v.text()), "\"}");
    case Kind::kList: {
      std::vector<std::string> parts;
      for (int i = 0; i < v.list().size(); ++i) {
        parts.push_back(Canonical(v.list().Get(i)));
      }
      return absl::StrCat("[", absl::StrJoin(parts, ","), "]");
    }
    case Kind::kMap: {
      std::map<std::string, std::string> parts;
      for (int i = 0; i < v.map().size(); ++i) {
        parts[Canonical(v.map().KeyAt(i))] = Canonical(v.map().ValueAt(i));
      }
      std::vector<std::string> pairs;
      for (const auto& [key, value] : parts) {
        pairs.push_back(absl::StrCat("[", key, ",", value, "]"));
      }
      return absl::StrCat("{\"m\":[", absl::StrJoin(pairs, ","), "]}");
    }
    case Kind::kType:
      return absl::StrCat("{\"t\":", JsonString(v.type().name), "}");
    case Kind::kError:
      return absl::StrCat("{\"e\":", JsonString(v.error().code), "}");
    default:
      return absl::StrCat("{\"e\":\"", cel::KindName(v.kind()), "\"}");
  }
}

const std::vector<std::pair<std::string, Type>>& Variables() {
  static const auto* const variables =
      new std::vector<std::pair<std::string, Type>>{
          {"i", Type::Int()},
          {"j", Type::Int()},
          {"u", Type::Uint()},
          {"d", Type::Double()},
          {"s", Type::String()},
          {"t", Type::String()},
          {"b", Type::Bool()},
          {"li", Type::List(Type::Int())},
          {"ls", Type::List(Type::String())},
          {"ld", Type::List(Type::Double())},
          {"mi", Type::Map(Type::String(), Type::Int())},
          {"ms", Type::Map(Type::String(), Type::String())},
          {"md", Type::Map(Type::String(), Type::Dyn())}};
  return *variables;
}

Value RandomValue(Random& r, cel::Context& c, const Type& type) {
  switch (type.kind()) {
    case cel::TypeKind::kInt:
      return Value::Int(IntegerOf(r));
    case cel::TypeKind::kUint:
      return Value::Uint(r.Below(9));
    case cel::TypeKind::kDouble:
      return Value::Double(DoubleOf(r));
    case cel::TypeKind::kString:
      return c.Text(PlainString(r));
    case cel::TypeKind::kBool:
      return Value::Bool(r.Percent(50));
    case cel::TypeKind::kList: {
      std::vector<Value> values;
      for (size_t i = r.Below(4); i > 0; --i) {
        values.push_back(RandomValue(r, c, type.param()));
      }
      return c.List(values);
    }
    case cel::TypeKind::kMap: {
      constexpr const char* kKeys[] = {"a", "b", "c d", "name"};
      Value* entries = c.arena.NewArray<Value>(8);
      const size_t size = r.Below(4);
      for (size_t i = 0; i < size; ++i) {
        entries[2 * i] = c.Text(kKeys[i]);
        entries[2 * i + 1] = RandomValue(r, c, type.param(1));
      }
      return Value::Map(
          cel::ArrayMap::Make(c.arena, entries, static_cast<int>(size)));
    }
    default: {
      constexpr cel::TypeKind kKinds[] = {
          cel::TypeKind::kInt, cel::TypeKind::kString, cel::TypeKind::kDouble,
          cel::TypeKind::kBool};
      return r.Percent(15) ? Value() : RandomValue(r, c, r.Pick(kKinds));
    }
  }
}

int Write(int64_t count, uint64_t seed) {
  cel::EnvironmentBuilder eb(nullptr);
  cel::Scope scope;
  scope.functions = &cel::FunctionRegistry::House();
  eb.AllowDouble(true);
  for (const auto& [name, type] : Variables()) {
    eb.AddVariable(name, type);
    scope.names[name] = type;
  }
  const auto environment = *eb.Build();
  GeneratorOptions options;
  options.house = false;
  options.functions = {"_+_",   "_-_",      "_*_",        "_/_",      "_%_",
                       "-_",    "!_",       "_==_",       "_!=_",     "_<_",
                       "_<=_",  "_>_",      "_>=_",       "_[_]",     "@in",
                       "size",  "contains", "startsWith", "endsWith", "matches",
                       "int",   "uint",     "double",     "string",   "bool",
                       "bytes", "dyn",      "type"};
  Generator generator(scope, options);
  Random r(seed);
  for (int64_t written = 0; written < count;) {
    if (written % 200 == 0) generator.ForgetTerms();
    const std::string text =
        generator
            .Generate(r, r.Percent(50) ? Type::Bool() : generator.RandomType(r))
            .Text();
    cel::ModuleBuilder builder(environment);
    const cel::Added added = builder.Add(text);
    if (!added.ok()) continue;
    const auto module = builder.Build();
    cel::Context context;
    cel::Evaluation evaluation(**module);
    std::vector<std::string> vars;
    for (const auto& [name, type] : Variables()) {
      const Value value = RandomValue(r, context, type);
      if (!evaluation.Bind(name, value).ok()) std::abort();
      vars.push_back(absl::StrCat("\"", name, "\":", Canonical(value)));
    }
    std::printf("{\"expr\":%s,\"vars\":{%s},\"want\":%s}\n",
                JsonString(text).c_str(), absl::StrJoin(vars, ",").c_str(),
                Canonical(evaluation.Evaluate(added.id)).c_str());
    ++written;
  }
  return 0;
}

}  // namespace
}  // namespace zhiheng::differential

int main(int argc, char** argv) {
  return zhiheng::differential::Write(
      argc > 1 ? std::atoll(argv[1]) : 1'000,
      argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 1);
}
