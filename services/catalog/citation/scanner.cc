// One walk over the text. A context remembers what was named last, outside and
// inside quotations: inside “…” behind a citation, 本法 is the law cited.
// Every reader called here looks a bounded distance ahead or back.
// Tested by scanner_test.cc.
#include "services/catalog/citation/scanner.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/match.h"
#include "services/catalog/citation/alias_table.h"
#include "services/catalog/citation/document_numbers.h"
#include "services/catalog/citation/relative.h"
#include "services/catalog/citation/standard_number.h"
#include "services/catalog/citation/standard_prefix.h"
#include "services/catalog/citation/step_reader.h"
#include "services/catalog/citation/title_reader.h"

namespace zhiheng::catalog {
namespace {

// Instruments looked through for 本规定.
constexpr size_t kMaxRecent = 64;
// Characters between 第五条…… and ，第二款规定 of the same article.
constexpr size_t kMaxDeeperChars = 12;

bool IsAsciiWord(char32_t c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
         (c >= 'A' && c <= 'Z');
}

bool Names(const ParsedCitation& parsed) {
  return !parsed.title.empty() || !parsed.standard_number.empty() ||
         !parsed.document_number.empty();
}

struct Context {
  ParsedCitation instrument;  // named last; its path is the provision
  size_t since = 0;           // characters, quotations not counted
};

class Scanner {
 public:
  Scanner(absl::string_view original, const ScanOptions& options)
      : original_(original), text_(original), options_(options) {
    context_.instrument = options.own;
  }

  ScanResult Run() {
    size_t at = 0;
    while (at < text_.size() && out_.citations.size() < kMaxCitations) {
      named_ = false;
      const size_t next = std::max(at + 1, Step(at));
      context_.since = named_ ? 0 : context_.since + (next - at);
      at = next;
    }
    out_.complete_until = at < text_.size() ? text_.Span(at, at + 1).begin_byte
                                            : original_.size();
    return std::move(out_);
  }

 private:
  // Where to go on: `at` when nothing was read there.
  size_t Step(size_t at) {
    const char32_t c = text_[at];
    switch (c) {
      case U'“':
        if (quotes_.size() < kMaxQuoteDepth) quotes_.push_back(context_);
        return at;
      case U'”':
        LeaveQuote(at);
        return at;
      case U'《':
        return TakeTitle(at);
      case U'第':
        return TakeBare(at);
      case U'〔':
      case U'令':
        return TakeDocument(at);
      default:
        break;
    }
    if (c < 0x80) return TakeStandard(at);
    if (const size_t end = TakeAlias(at); end > at) return end;
    return TakeRelative(at);
  }

  void LeaveQuote(size_t at) {
    if (quotes_.empty()) return;
    // “价格法”第四条: the quotation marks hold the name alone.
    const bool name_alone = last_end_ == at && text_[at + 1] == U'第';
    if (!name_alone) context_ = std::move(quotes_.back());
    quotes_.pop_back();
  }

  // ---- what names an instrument

  size_t TakeTitle(size_t at) {
    std::optional<ReadTitle> title = ReadQuotedTitle(text_, at);
    if (!title.has_value()) return at;
    ParsedCitation parsed = std::move(title->parsed);
    NamedBy named_by = NamedBy::kTitle;
    if (const ParsedCitation* meant = aliases_.Find(parsed.title)) {
      parsed = *meant;
      named_by = NamedBy::kAlias;
    }
    const StepStyle style = parsed.standard_number.empty()
                                ? StepStyle::kAfterTitle
                                : StepStyle::kStandard;
    const ReadList list =
        ReadProvisions(text_, SkipLinks(title->end), {}, style);
    if (list.members.empty() && !IsLaw(parsed)) return title->title_end;
    aliases_.Define(title->aliases, parsed);
    const size_t end = list.members.empty() ? title->title_end : list.end;
    Emit(at, end, parsed, named_by, list, std::move(title->slips));
    return list.members.empty() ? title->end : list.end;
  }

  bool IsLaw(const ParsedCitation& parsed) const {
    if (!parsed.standard_number.empty()) return true;
    if (options_.known && options_.known(parsed.title)) return true;
    return SoundsLikeLaw(parsed.title);
  }

  // 《价格法》的第十四条, GB 7718中4.1.2.
  size_t SkipLinks(size_t at) const {
    const char32_t c = text_[at];
    if (c != U'的' && c != U'中' && c != U'之' && c != U'里' && c != '/') {
      return at;
    }
    return text_[at + 1] == U'第' || text_[at + 1] == U'附' ||
                   (text_[at + 1] >= '0' && text_[at + 1] <= '9')
               ? at + 1
               : at;
  }

  // A defined short name without 《》.
  size_t TakeAlias(size_t at) {
    for (const auto& [end, meant] : aliases_.At(text_, at)) {
      const ReadList list =
          ReadProvisions(text_, SkipLinks(end), {}, StepStyle::kAfterTitle);
      if (list.members.empty()) continue;
      const ParsedCitation parsed = *meant;
      Emit(at, list.end, parsed, NamedBy::kAlias, list, {});
      return list.end;
    }
    return at;
  }

  size_t TakeStandard(size_t at) {
    if (text_[at] >= '0' && text_[at] <= '9') return TakeNumbered(at);
    if (!IsAsciiWord(text_[at])) return at;
    if (at > 0 && (IsAsciiWord(text_[at - 1]) || text_[at - 1] == '/' ||
                   text_[at - 1] == '-' || text_[at - 1] == '.')) {
      return at;
    }
    size_t stop = at;
    while (stop < text_.size() && stop - at < 40 && text_[stop] < 0x80) ++stop;
    const std::string window = text_.Utf8(at, stop);
    const auto number = ParseStandardNumber(window);
    if (!number.has_value() || !IsCredibleStandard(*number)) return at;
    ReadTitle title;
    title.parsed.standard_number = number->number;
    title.parsed.year = number->year;
    title.end = at + number->consumed;
    if (text_[title.end] == U'年' && !number->year.empty()) ++title.end;
    if (text_[title.end] == U'《') {
      // GB 18382-2021《肥料标识 内容和要求》: the title says it again.
      if (const auto again = ReadQuotedTitle(text_, title.end)) {
        title.end = again->title_end;
        title.aliases = again->aliases;
      }
    }
    const size_t name_end = title.end;
    ReadBrackets(text_, name_end, &title);
    const ReadList list =
        ReadProvisions(text_, SkipLinks(title.end), {}, StepStyle::kStandard);
    aliases_.Define(title.aliases, title.parsed);
    Emit(at, list.members.empty() ? name_end : list.end, title.parsed,
         NamedBy::kNumber, list, {});
    return list.members.empty() ? title.end : list.end;
  }

  size_t TakeDocument(size_t at) {
    const std::optional<ReadDocumentNumber> number =
        ReadDocumentNumberAt(text_, at);
    if (!number.has_value()) return at;
    ParsedCitation parsed;
    parsed.document_number = number->number;
    const ReadList list =
        ReadProvisions(text_, number->end, {}, StepStyle::kAfterTitle);
    const size_t end = list.members.empty() ? number->end : list.end;
    Emit(number->begin, end, parsed, NamedBy::kNumber, list, {});
    return end;
  }

  // ---- what is said by its place

  // 第五条 without a name before it, or with a name without 《》.
  size_t TakeBare(size_t at) {
    if (IsHeading(at)) return TakeHeading(at);
    size_t name_end = at;
    if (at > 0 && (text_[at - 1] == U'的' || text_[at - 1] == U'中'))
      --name_end;
    ReadTitle title;
    name_end = SkipYearBack(name_end, &title);
    const ReadList alone = ReadProvisions(text_, at, {}, StepStyle::kLaw);
    if (alone.members.empty()) return at;
    const ProvisionPath& path = alone.members.front().path;
    const Unit unit = path.empty() ? Unit::kArticle : path.front().unit;
    if (unit > Unit::kArticle) return TakeDeeper(at);
    if (const auto begin = FindBareTitle(text_, name_end, options_.known);
        begin.has_value() && *begin >= last_end_) {
      return TakeNamed(*begin, name_end, at, std::move(title));
    }
    if (unit != Unit::kArticle) return at;
    if (IsContractClause(text_, at)) return alone.end;
    if (!Names(context_.instrument) || context_.since > kMaxContextChars) {
      ParsedCitation nothing;
      Emit(at, alone.end, nothing, NamedBy::kNothing, alone, {});
      return alone.end;
    }
    Emit(at, alone.end, context_.instrument, NamedBy::kContext, alone, {});
    return alone.end;
  }

  // 商标法57条.
  size_t TakeNumbered(size_t at) {
    if (at == 0 || text_[at - 1] < 0x80) return at;
    size_t end = at;
    while (text_[end] >= '0' && text_[end] <= '9' && end - at < 4) ++end;
    if (text_[end] != U'条') return at;
    const auto begin = FindBareTitle(text_, at, options_.known);
    if (!begin.has_value() || *begin < last_end_) return at;
    return TakeNamed(*begin, at, at, {});
  }

  // 商标法(2019)第…: the brackets between name and article.
  size_t SkipYearBack(size_t end, ReadTitle* title) const {
    if (end == 0 || text_[end - 1] != ')') return end;
    size_t open = end - 1;
    while (open > 0 && end - open < kMaxQualifierChars && text_[open] != '(') {
      --open;
    }
    if (text_[open] != '(') return end;
    ReadBrackets(text_, open, title);
    return title->end == end ? open : end;
  }

  size_t TakeNamed(size_t begin, size_t name_end, size_t at, ReadTitle title) {
    ParsedCitation parsed = std::move(title.parsed);
    parsed.title = text_.Utf8(begin, name_end);
    NamedBy named_by = NamedBy::kTitle;
    if (const ParsedCitation* meant = aliases_.Find(parsed.title)) {
      parsed = *meant;
      named_by = NamedBy::kAlias;
    }
    const ReadList list = ReadProvisions(text_, at, {}, StepStyle::kAfterTitle);
    if (list.members.empty()) return at;
    Emit(begin, list.end, parsed, named_by, list, {});
    return list.end;
  }

  // 第二款 alone continues the provision named just before.
  size_t TakeDeeper(size_t at) {
    if (context_.instrument.path.empty()) return at;
    const ReadList list =
        ReadProvisions(text_, at, context_.instrument.path, StepStyle::kLaw);
    if (list.members.empty() || !CloselyFollows(list.end)) return at;
    Emit(at, list.end, context_.instrument, NamedBy::kContext, list, {});
    return list.end;
  }

  // Only 、 or 和 stands between, or little and 规定 behind.
  bool CloselyFollows(size_t end) const {
    if (context_.since <= 3) return true;
    if (context_.since > kMaxDeeperChars) return false;
    for (std::u32string_view word :
         {std::u32string_view(U"规定"), std::u32string_view(U"的规定"),
          std::u32string_view(U"所列"), std::u32string_view(U"“")}) {
      if (text_.StartsWith(end, word)) return true;
    }
    return false;
  }

  size_t TakeRelative(size_t at) {
    const std::optional<RelativeWord> word = ReadRelativeWord(text_, at);
    if (!word.has_value()) return at;
    ParsedCitation meant;
    bool inexact = false;
    if (word->instrument) {
      meant = FindRecent(word->law_word);
      meant.path.clear();
      // 本决定 is the decision itself unless one was named.
      if (!Names(meant) && word->law_word == "决定") return at;
    } else {
      meant = Place();
      inexact = !MoveInside(*word, &meant.path);
    }
    const ReadList list = ReadProvisions(
        text_, word->end, meant.path,
        word->instrument ? StepStyle::kAfterTitle : StepStyle::kLaw);
    const size_t end = list.members.empty() ? word->end : list.end;
    Emit(at, end, meant, NamedBy::kRelative, list, {}, inexact);
    return end;
  }

  // Where 前款 stands: in a quotation the provision quoted, in a text of law
  // the article whose heading came last; else nothing says it.
  ParsedCitation Place() const {
    if (!quotes_.empty()) return quotes_.back().instrument;
    return heading_;
  }

  // 本规定: the one named last whose name ends so; in a quotation the quoted.
  ParsedCitation FindRecent(absl::string_view law_word) const {
    const auto fits = [&](const ParsedCitation& one) {
      return absl::EndsWith(law_word, "标准")
                 ? !one.standard_number.empty()
                 : LawWordOf(one.title) == law_word;
    };
    if (quotes_.empty() && fits(options_.own)) return options_.own;
    if (!quotes_.empty() && fits(quotes_.back().instrument)) {
      return quotes_.back().instrument;
    }
    for (auto one = recent_.rbegin(); one != recent_.rend(); ++one) {
      if (fits(*one)) return *one;
    }
    return {};
  }

  // ---- a text of law itself

  // 第五条 at the beginning of a line and with a blank behind it.
  bool IsHeading(size_t at) const {
    if (!Names(options_.own) || !quotes_.empty() || !text_.StartsLine(at)) {
      return false;
    }
    const ReadList list = ReadProvisions(text_, at, {}, StepStyle::kLaw);
    return list.members.size() == 1 && text_.BlankAfter(list.end - 1);
  }

  size_t TakeHeading(size_t at) {
    const ReadList list = ReadProvisions(text_, at, {}, StepStyle::kLaw);
    context_.instrument = options_.own;
    context_.instrument.path = list.members.front().path;
    heading_ = context_.instrument;
    return list.end;
  }

  // ---- out

  void Emit(size_t begin, size_t end, const ParsedCitation& parsed,
            NamedBy named_by, const ReadList& list, Slips slips,
            bool inexact = false) {
    FoundCitation found;
    found.named_by = named_by;
    found.parsed = parsed;
    found.inexact = inexact;
    found.slips = std::move(slips);
    last_end_ = end;
    if (list.members.empty()) {
      if (named_by != NamedBy::kRelative) found.parsed.path.clear();
      found.span = text_.Span(begin, end);
      Add(std::move(found));
      return;
    }
    for (const ReadReference& member : list.members) {
      FoundCitation one = found;
      const bool first = &member == &list.members.front();
      one.span = text_.Span(first ? begin : member.begin, member.end);
      one.parsed.path = member.path;
      one.until = member.until;
      if (!first) one.slips.clear();
      one.slips.insert(one.slips.end(), member.slips.begin(),
                       member.slips.end());
      if (!parsed.standard_number.empty()) {
        ReadAsClauses(&one.parsed.path);
        ReadAsClauses(&one.until);
      }
      Add(std::move(one));
    }
  }

  void Add(FoundCitation found) {
    if (Names(found.parsed)) {
      context_.instrument = found.parsed;
      named_ = true;
      recent_.push_back(found.parsed);
      if (recent_.size() > kMaxRecent) recent_.erase(recent_.begin());
    }
    out_.citations.push_back(std::move(found));
  }

  const absl::string_view original_;
  const ScanText text_;
  const ScanOptions& options_;
  ScanResult out_;
  Context context_;
  std::vector<Context> quotes_;
  ParsedCitation heading_;  // of the article of a text of law
  std::vector<ParsedCitation> recent_;
  AliasTable aliases_;
  size_t last_end_ = 0;
  bool named_ = false;  // the last step named an instrument
};

}  // namespace

ScanResult ScanCitations(absl::string_view text, const ScanOptions& options) {
  return Scanner(text, options).Run();
}

}  // namespace zhiheng::catalog
