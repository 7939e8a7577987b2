// Any bytes as words of the rule language: tokens in order that lie inside the
// text, mistakes that can be pointed at, and literals that read back.
#include <cstddef>
#include <cstdint>

#include "services/rules/cel/syntax/escape.h"
#include "services/rules/cel/syntax/token.h"
#include "tests/fuzz/oracle.h"

namespace {

using zhiheng::cel::Issue;
using zhiheng::cel::Limits;
using zhiheng::cel::Token;
using zhiheng::cel::TokenKind;
using zhiheng::fuzz::Demand;

std::vector<Token> Lex(absl::string_view text, std::vector<Issue>* issues) {
  std::vector<Token> tokens = Tokenize(text, Limits(), issues);
  Demand(!tokens.empty() && tokens.back().kind == TokenKind::kEnd,
         "the last token is the end");
  return tokens;
}

// What a string or bytes literal means is what its printed form means.
void DemandReadsBack(const Token& token) {
  const bool bytes = token.kind == TokenKind::kBytes;
  const std::string printed = bytes ? zhiheng::cel::QuoteBytes(token.value)
                                    : zhiheng::cel::QuoteString(token.value);
  std::vector<Issue> issues;
  const std::vector<Token> again = Lex(printed, &issues);
  Demand(issues.empty(), "a printed literal has no mistakes: " + printed);
  Demand(again.size() == 2 && again[0].kind == token.kind &&
             again[0].value == token.value,
         "a printed literal reads back: " + printed);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const absl::string_view text(reinterpret_cast<const char*>(data), size);
  std::vector<Issue> issues;
  const std::vector<Token> tokens = Lex(text, &issues);
  size_t end = 0;
  for (const Token& token : tokens) {
    const auto start = static_cast<size_t>(token.offset);
    Demand(start >= end && start + token.text.size() <= size,
           "tokens follow one another inside the text");
    Demand(token.text == text.substr(start, token.text.size()),
           "a token's text is what stands there");
    end = start + token.text.size();
    if (!issues.empty()) continue;
    if (token.kind == TokenKind::kString || token.kind == TokenKind::kBytes) {
      DemandReadsBack(token);
    }
  }
  Demand(!DumpTokens(tokens).empty(), "tokens can be dumped");
  zhiheng::cel::SortIssues(&issues);
  for (Issue& issue : issues) zhiheng::cel::PlaceIssue(text, &issue);
  zhiheng::fuzz::DemandGoodIssues(text, issues);
  return 0;
}
