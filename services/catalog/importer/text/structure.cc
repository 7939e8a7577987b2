// A line begins a heading, an article, an annex, or goes on with what is open.
// Article numbers tell labels from references: 第三条 without a space after it
// begins an article only where article 3 is due.
// Tested by text_test.cc, and by tests/corpora against real files.
#include "services/catalog/importer/text/structure.h"

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/catalog/importer/text/line_mark.h"
#include "services/catalog/importer/text/outline.h"
#include "services/catalog/importer/text/provision_builder.h"
#include "services/catalog/importer/text/table_text.h"

namespace zhiheng::catalog {
namespace {

// Articles at the end whose texts are looked at for the commencement.
constexpr size_t kClosingArticles = 3;

class Recogniser {
 public:
  explicit Recogniser(SourceDocument* document) : doc_(*document) {
    amends_ = absl::StrContains(doc_.title, "修正案") ||
              absl::StrContains(doc_.title, "的决定") ||
              absl::StrContains(doc_.title, "案例") ||
              absl::StrContains(doc_.title, "纠纷") ||
              absl::EndsWith(doc_.title, "案") ||
              absl::StrContains(doc_.title, "批复");
  }

  Structure Run() {
    for (const SourceLine& line : doc_.body) TakeLine(line);
    FlushTable();
    FlushPiece();
    FinishWhole();
    CheckEnd();
    return std::move(out_);
  }

 private:
  void TakeLine(const SourceLine& line) {
    if (line.text.empty()) return;
    if (table_.Take(line.text)) return;
    FlushTable();
    const LineMark mark = ReadLineMark(line.text);
    if (mark.misprint) {
      doc_.Report(
          line.file, line.line, Level::kDamage, "misprint",
          absl::StrCat("笫 (U+7B2B) stands for 第 before number ", mark.number),
          "read as 第");
    }
    switch (mark.kind) {
      case MarkKind::kPart:
      case MarkKind::kSubPart:
      case MarkKind::kChapter:
      case MarkKind::kSection:
        if (line.heading > 0 || line.auto_number ||
            ReadsAsHeading(mark, line.text)) {
          return TakeHeading(line, mark);
        }
        break;
      case MarkKind::kArticle:
        if (BeginsArticle(line, mark)) return TakeArticle(line, mark);
        break;
      case MarkKind::kAnnex:
        if (ReadsAsHeading(mark, line.text) && seen_article_) {
          return TakeAnnex(line, mark);
        }
        break;
      case MarkKind::kPreamble:
        FlushPiece();
        return piece_.Begin({{Unit::kPreamble, "1"}}, "序言", line.line);
      case MarkKind::kContents:
        return;
      case MarkKind::kSupplement:
        FlushPiece();
        supplement_ = true;
        return;
      case MarkKind::kNumbered:
        if (BeginsSection(line)) return TakeSection(line, mark);
        break;
      case MarkKind::kClause:
        if (!seen_article_) return TakeClause(line, mark);
        break;
      default:
        break;
    }
    if (line.heading > 0 && !piece_.open()) return;
    if (line.heading > 0 && seen_article_ && outline_.annex() == 0) {
      doc_.Report(line.file, line.line, Level::kNote, "unknown-heading",
                  absl::StrCat("the heading \"", line.text,
                               "\" is none of 编, 章, 节, 附件"),
                  "kept as a line of the text");
    }
    TakeText(line, mark);
  }

  void TakeHeading(const SourceLine& line, const LineMark& mark) {
    FlushPiece();
    if (line.auto_number) {
      doc_.Report(line.file, line.line, Level::kNote, "automatic-number",
                  absl::StrCat("the number of \"", mark.rest,
                               "\" was the word processor's"),
                  "counted from the headings before it");
    }
    if (outline_.Enter(mark, line.text, &taken_, &out_.provisions)) {
      out_.headings += outline_.annex() == 0 ? 1 : 0;
      return;
    }
    if (!seen_article_) {
      // The contents came first: forget them.
      doc_.Report(line.file, line.line, Level::kNote, "contents-dropped",
                  "headings before the first article come again", "");
      out_.provisions.clear();
      taken_.clear();
      out_.headings = 0;
      outline_ = Outline();
      outline_.Enter(mark, line.text, &taken_, &out_.provisions);
      ++out_.headings;
      return;
    }
    doc_.Report(line.file, line.line, Level::kNote, "heading-again",
                absl::StrCat("the heading \"", line.text, "\" comes twice"),
                "the first keeps its address");
  }

  bool IsDue(const LineMark& mark) const {
    if (mark.suffix > 0) return mark.number == last_ || !seen_article_;
    return mark.number == last_ + 1 || (mark.number == 1 && !seen_article_);
  }

  bool BeginsArticle(const SourceLine& line, const LineMark& mark) const {
    if (line.marked || mark.set_off) {
      return !(mark.set_off && !line.marked && !IsDue(mark) &&
               ReadsAsReference(mark.rest));
    }
    return IsDue(mark) && !ReadsAsReference(mark.rest);
  }

  // The number after 第…条; 0-1 for a first article.
  void CheckNumber(const SourceLine& line, const LineMark& mark) {
    if (mark.inner_space) {
      doc_.Report(line.file, line.line, Level::kDamage, "space-in-number",
                  absl::StrCat("a space stands inside the label of article ",
                               mark.number),
                  "read without it");
    }
    if (mark.suffix > 0 || IsDue(mark)) return;
    if (!seen_article_) {
      if (outline_.annex() > 0) return;
      doc_.Report(
          line.file, line.line, amends_ ? Level::kNote : Level::kDamage,
          "starts-late",
          absl::StrCat("expected article 1, found article ", mark.number),
          "taken as it stands; what is before it is missing or has "
          "lost its label");
      return;
    }
    if (mark.number > last_ + 1) {
      doc_.Report(line.file, line.line, amends_ ? Level::kNote : Level::kDamage,
                  "article-gap",
                  absl::StrCat("expected article ", last_ + 1,
                               ", found article ", mark.number),
                  "taken as it stands; articles between are missing");
    }
  }

  void TakeArticle(const SourceLine& line, const LineMark& mark) {
    if (seen_article_ && mark.number == 1 && mark.suffix == 0 && last_ > 1) {
      FlushPiece();
      doc_.Report(line.file, line.line, Level::kNote, "numbering-restarts",
                  absl::StrCat("article 1 comes again after article ", last_),
                  "the second text is kept as an annex");
      StartAnnex("", line.line);
    }
    ProvisionPath path = outline_.ArticleBase();
    std::string number = absl::StrCat(mark.number);
    if (mark.suffix > 0) absl::StrAppend(&number, "-", mark.suffix);
    path.push_back({Unit::kArticle, number});
    if (taken_.contains(FormatProvisionId(path)) ||
        (piece_.open() &&
         FormatProvisionId(piece_.path()) == FormatProvisionId(path))) {
      doc_.Report(line.file, line.line, amends_ ? Level::kNote : Level::kDamage,
                  "duplicate-article",
                  absl::StrCat("article ", number, " comes twice"),
                  "the second is kept as text of the article before it");
      return TakeText(line, LineMark());
    }
    CheckNumber(line, mark);
    FlushPiece();
    seen_article_ = true;
    if (mark.number >= last_) last_ = mark.number;
    ++out_.articles;
    piece_.Begin(std::move(path), "", line.line);
    if (!mark.rest.empty()) piece_.AddLine(mark.rest, LineMark());
  }

  void StartAnnex(std::string heading, int line) {
    const int number = outline_.EnterAnnex();
    ++out_.annexes;
    seen_article_ = true;
    last_ = 0;
    piece_.Begin({{Unit::kAnnex, absl::StrCat(number)}}, std::move(heading),
                 line);
  }

  void TakeAnnex(const SourceLine& line, const LineMark& mark) {
    FlushPiece();
    StartAnnex(std::string(mark.rest), line.line);
  }

  // 一、 is a section where there are no articles.
  bool BeginsSection(const SourceLine&) const {
    return !seen_article_ && outline_.annex() == 0;
  }

  void TakeSection(const SourceLine& line, const LineMark& mark) {
    const ProvisionPath path = {{Unit::kItem, absl::StrCat(mark.number)}};
    if (taken_.contains(FormatProvisionId(path)) ||
        (piece_.open() && piece_.path() == path)) {
      return TakeText(line, LineMark());
    }
    FlushPiece();
    const bool heading = ReadsAsHeading(mark, line.text);
    piece_.Begin(path, heading ? std::string(mark.rest) : "", line.line);
    piece_.AddLine(mark.rest, LineMark());
  }

  void TakeClause(const SourceLine& line, const LineMark& mark) {
    const ProvisionPath path = {{Unit::kClause, mark.clause}};
    if (!ParseProvisionId(FormatProvisionId(path)).ok() ||
        taken_.contains(FormatProvisionId(path))) {
      return TakeText(line, LineMark());
    }
    FlushPiece();
    piece_.Begin(path, "", line.line);
    piece_.AddLine(mark.rest, LineMark());
  }

  void TakeText(const SourceLine& line, const LineMark& mark) {
    if (!piece_.open()) {
      if (seen_article_ && !out_.provisions.empty()) {
        // Between a heading and its first article: goes with the heading.
        std::string& text = out_.provisions.back().text.zh;
        absl::StrAppend(&text, "\n", line.text);
        return;
      }
      // Before the first article: why the text was made.
      piece_.Begin({{Unit::kPreamble, "1"}}, "", line.line);
    }
    piece_.AddLine(line.text, mark);
  }

  void FlushTable() {
    const std::string rows = table_.Finish();
    if (rows.empty()) return;
    ++out_.tables;
    if (!piece_.open()) piece_.Begin({{Unit::kPreamble, "1"}}, "", 0);
    piece_.AddTable(rows);
  }

  void FlushPiece() {
    if (!piece_.open()) return;
    const bool article =
        !piece_.path().empty() && piece_.path().back().unit == Unit::kArticle;
    if (article && outline_.annex() == 0) {
      last_article_end_ = piece_.last_line();
      last_article_line_ = piece_.line();
      out_.closing.push_back(piece_.WholeText());
      if (out_.closing.size() > kClosingArticles) {
        out_.closing.erase(out_.closing.begin());
      }
    }
    piece_.Flush(&taken_, &out_.provisions);
  }

  // A text without any structure is one provision: the whole.
  void FinishWhole() {
    if (out_.provisions.size() != 1 || out_.provisions[0].id != "pre1") return;
    out_.provisions[0].id.clear();
    out_.provisions[0].heading = doc_.title;
  }

  void CheckEnd() {
    if (out_.articles == 0 || amends_) return;
    static constexpr const char* kEnds[] = {"。", "；", "：", "”",  "）", ")",
                                            "！", "？", "…",  "》", ".",  ";"};
    bool ends = last_article_end_.empty();
    for (const char* end : kEnds) {
      ends = ends || absl::EndsWith(last_article_end_, end);
    }
    if (!ends && out_.tables == 0) {
      doc_.Report(0, last_article_line_, Level::kDamage, "text-stops",
                  absl::StrCat("the last article ends without a full stop"),
                  "kept as it stands; compare with another source");
    }
    bool commences = supplement_;
    for (const std::string& text : out_.closing) {
      for (const char* word : {"施行", "实施", "生效", "废止", "执行",
                               "公布之日", "有效期", "解释", "起算"}) {
        commences = commences || absl::StrContains(text, word);
      }
    }
    for (const Provision& p : out_.provisions) {
      commences = commences || p.heading == "附则" || p.heading == "附 则";
    }
    if (!commences) {
      // Courts often leave the day to the notice that comes with the text.
      const bool usual = doc_.metadata.kind == Kind::kJudicialInterpretation ||
                         absl::EndsWith(doc_.title, "宪法");
      doc_.Report(0, last_article_line_, usual ? Level::kNote : Level::kDamage,
                  "no-commencement",
                  absl::StrCat("the text ends with article ", last_,
                               ", without 附则 and without a day in force"),
                  "the end may be missing; compare with another source");
    }
  }

  SourceDocument& doc_;
  Structure out_;
  Outline outline_;
  ProvisionBuilder piece_;
  TableText table_;
  std::set<std::string> taken_;
  bool amends_ = false;
  bool seen_article_ = false;
  bool supplement_ = false;
  int last_ = 0;
  std::string last_article_end_;
  int last_article_line_ = 0;
};

}  // namespace

Structure RecogniseStructure(SourceDocument* document) {
  return Recogniser(document).Run();
}

}  // namespace zhiheng::catalog
