#include "served/rule_files.h"

#include <filesystem>
#include <fstream>
#include <sstream>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "services/common/base/status_macros.h"

namespace zhiheng::bench {
namespace {

namespace fs = std::filesystem;

bool IsWord(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '_';
}

bool IsDigit(char c) {
  return absl::ascii_isdigit(static_cast<unsigned char>(c));
}

// Behind the string that begins at `at`.
size_t EndOfString(const std::string& text, size_t at) {
  size_t end = at + 1;
  while (end < text.size() && text[end] != '"')
    end += text[end] == '\\' ? 2 : 1;
  return end + 1;
}

// Behind the number with a point that begins at `at`; `at` when there is none.
size_t EndOfDouble(const std::string& text, size_t at) {
  if (at > 0 && (IsWord(text[at - 1]) || text[at - 1] == '.')) return at;
  size_t end = at;
  if (text[end] == '-') ++end;
  const size_t digits = end;
  while (end < text.size() && IsDigit(text[end])) ++end;
  if (end == digits || end + 1 >= text.size() || text[end] != '.' ||
      !IsDigit(text[end + 1])) {
    return at;
  }
  ++end;
  while (end < text.size() && IsDigit(text[end])) ++end;
  return end;
}

absl::Status Write(const fs::path& path, const std::string& text) {
  std::error_code error;
  fs::create_directories(path.parent_path(), error);
  std::ofstream out(path);
  out << text;
  out.close();
  if (out) return absl::OkStatus();
  return absl::UnavailableError(absl::StrCat("cannot write ", path.string()));
}

std::string Quoted(const std::string& text) {
  return absl::StrCat("'", absl::StrReplaceAll(text, {{"'", "''"}}), "'");
}

}  // namespace

std::string WithDecimals(const std::string& expression) {
  std::string out;
  for (size_t at = 0; at < expression.size();) {
    if (expression[at] == '"') {
      const size_t end = EndOfString(expression, at);
      out.append(expression, at, end - at);
      at = end;
      continue;
    }
    const size_t end = EndOfDouble(expression, at);
    if (end == at) {
      out.push_back(expression[at++]);
      continue;
    }
    absl::StrAppend(&out, "decimal(\"", expression.substr(at, end - at), "\")");
    at = end;
  }
  return out;
}

absl::Status WritePack(const std::vector<BenchRule>& rules,
                       const std::string& proto_file,
                       const std::string& folder) {
  std::vector<BenchRule> exact = rules;
  for (BenchRule& rule : exact) rule.expr = WithDecimals(rule.expr);
  const std::string text = absl::StrReplaceAll(
      PackText(exact, 1),
      {{"facts: zhiheng.bench.v1.Label\n",
        "descriptors: [label.proto]\nfacts: bench.served.v1.Label\n"}});
  RETURN_IF_ERROR(Write(fs::path(folder) / "bench.yaml", text));
  std::ostringstream proto;
  proto << std::ifstream(proto_file).rdbuf();
  return Write(fs::path(folder) / "label.proto", proto.str());
}

absl::Status WriteCerbos(const std::vector<BenchRule>& rules, int grpc_port,
                         int http_port, const std::string& folder) {
  std::string policy =
      "apiVersion: api.cerbos.dev/v1\n"
      "resourcePolicy:\n"
      "  resource: label\n"
      "  version: default\n"
      "  rules:\n";
  for (const BenchRule& rule : rules) {
    const std::string expression =
        absl::StrReplaceAll(rule.expr, {{"label.", "R.attr."}});
    absl::StrAppend(
        &policy, "    - name: ", rule.id,
        "\n      actions: [check]\n      effect: EFFECT_ALLOW\n"
        "      roles: [inspector]\n      condition:\n"
        "        match:\n          expr: ",
        Quoted(absl::StrCat("!(", expression, ")")),
        "\n      output:\n        when:\n          ruleActivated: '\"", rule.id,
        "\"'\n");
  }
  RETURN_IF_ERROR(Write(fs::path(folder) / "policies" / "label.yaml", policy));
  return Write(
      fs::path(folder) / "config.yaml",
      absl::StrCat(
          "server:\n  grpcListenAddr: 127.0.0.1:", grpc_port,
          "\n  httpListenAddr: 127.0.0.1:", http_port,
          "\nstorage:\n  driver: disk\n  disk:\n    directory: ", folder,
          "/policies\n    watchForChanges: false\n"
          "telemetry:\n  disabled: true\n"));
}

}  // namespace zhiheng::bench
