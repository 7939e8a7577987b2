// Tested by formats_test.cc.
#include "services/catalog/importer/formats/akoma_ntoso.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/catalog/importer/files/xml_reader.h"
#include "services/catalog/importer/text/provision_builder.h"
#include "services/common/base/status_macros.h"
#include "services/common/base/text.h"

namespace zhiheng::catalog {
namespace {

std::string Squeezed(absl::string_view text) {
  std::string out;
  for (char c : text) {
    const bool space = absl::ascii_isspace(static_cast<unsigned char>(c));
    if (space && (out.empty() || out.back() == ' ')) continue;
    out.push_back(space ? ' ' : c);
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

// "Artículo 12º" -> 12; 0 when no digits are printed.
int NumberIn(absl::string_view text) {
  int value = 0;
  bool any = false;
  for (char c : text) {
    if (absl::ascii_isdigit(static_cast<unsigned char>(c))) {
      value = std::min(value * 10 + (c - '0'), 100'000);
      any = true;
    } else if (any) {
      break;
    }
  }
  return value > 0 && value < 100'000 ? value : 0;
}

bool IsArticle(const std::string& element) {
  return element == "article" || element == "section";
}
bool IsParagraph(const std::string& element) {
  return element == "paragraph" || element == "subsection";
}
bool IsPoint(const std::string& element) {
  return element == "point" || element == "item" || element == "subparagraph" ||
         element == "paragraph";
}
bool IsBlock(const std::string& element) {
  return element == "p" || element == "li" || element == "block" ||
         element == "listIntroduction" || element == "tr";
}

class AkomaHandler final : public XmlHandler {
 public:
  explicit AkomaHandler(ImportedEdition* out) : out_(*out) {}
  bool root_seen = false;

  void Open(const std::string& element, const XmlAttributes& attributes,
            int) override {
    if (element == "akomaNtoso") root_seen = true;
    if (stack_.size() == 1) out_.title_en = element;  // act, bill, debate
    OpenMetadata(element, attributes);
    stack_.push_back(element);
    if (element == "meta") ++meta_;
    if (meta_ > 0) return;
    if (IsArticle(element) && article_depth_ == 0) {
      article_depth_ = stack_.size();
      article_ = Piece();
      paragraphs_.clear();
    } else if (article_depth_ > 0 && IsParagraph(element) &&
               paragraph_depth_ == 0) {
      paragraph_depth_ = stack_.size();
      paragraphs_.push_back({});
    } else if (paragraph_depth_ > 0 && IsPoint(element) && point_depth_ == 0) {
      point_depth_ = stack_.size();
      paragraphs_.back().points.emplace_back();
    }
    if (element == "num" || element == "heading" || element == "docTitle" ||
        element == "shortTitle") {
      captured_.clear();
      ++capturing_;
    }
  }

  void Close(const std::string& element) override {
    if (element == "meta") --meta_;
    if (element == "num" || element == "heading" || element == "docTitle" ||
        element == "shortTitle") {
      --capturing_;
      CloseCaptured(element);
    }
    if (meta_ == 0 && IsBlock(element)) Append("\n");
    if (stack_.size() == point_depth_) point_depth_ = 0;
    if (stack_.size() == paragraph_depth_) paragraph_depth_ = 0;
    if (stack_.size() == article_depth_) {
      article_depth_ = 0;
      FlushArticle();
    }
    stack_.pop_back();
  }

  void Characters(absl::string_view text) override {
    if (meta_ > 0) return;
    if (capturing_ > 0) {
      absl::StrAppend(&captured_, text);
      return;
    }
    Append(text);
  }

  void Finish() {
    if (out_.title.empty()) out_.title = uri_;
    if (!out_.provisions.empty()) return;
    // No articles: the text as a whole, in pieces that fit.
    ProvisionBuilder whole;
    whole.Begin({}, out_.title, 1);
    whole.AddLine(Squeezed(loose_), LineMark());
    whole.Flush(&taken_, &out_.provisions);
  }

 private:
  struct Piece {
    std::string number;
    std::string heading;
    std::string text;
  };
  struct ParagraphPiece {
    std::string number;
    std::string text;
    std::vector<std::string> points;
  };

  void OpenMetadata(const std::string& element,
                    const XmlAttributes& attributes) {
    const bool work =
        std::find(stack_.begin(), stack_.end(), "FRBRWork") != stack_.end();
    const bool expression = std::find(stack_.begin(), stack_.end(),
                                      "FRBRExpression") != stack_.end();
    const std::string value(AttributeOf(attributes, "value"));
    if (work && element == "FRBRuri" && uri_.empty()) uri_ = value;
    if (work && element == "FRBRnumber" && out_.edition_number.empty()) {
      out_.edition_number = value;
    }
    if ((work || expression) && element == "FRBRdate") {
      const auto date = CivilDate::Parse(AttributeOf(attributes, "date"));
      // The expression's date is the edition's, the work's its first.
      if (date.ok() && (expression || !out_.published.has_value())) {
        if (!expression_date_) out_.published = *date;
        expression_date_ = expression_date_ || expression;
      }
    }
  }

  void CloseCaptured(const std::string& element) {
    const std::string text = Squeezed(captured_);
    if (element == "docTitle" || element == "shortTitle") {
      if (meta_ == 0 && out_.title.empty()) out_.title = text;
      absl::StrAppend(&loose_, text, "\n");
      return;
    }
    const bool own = stack_.size() == article_depth_ + 1;
    if (article_depth_ > 0 && own && element == "num") article_.number = text;
    if (article_depth_ > 0 && own && element == "heading") {
      article_.heading = text;
    }
    if (article_depth_ > 0 && !own) Append(absl::StrCat(text, " "));
  }

  void Append(absl::string_view text) {
    if (article_depth_ == 0) {
      if (loose_.size() < 4 * kMaxProvisionChars)
        absl::StrAppend(&loose_, text);
      return;
    }
    absl::StrAppend(&article_.text, text);
    if (paragraph_depth_ > 0) absl::StrAppend(&paragraphs_.back().text, text);
    if (point_depth_ > 0) {
      absl::StrAppend(&paragraphs_.back().points.back(), text);
    }
  }

  void Emit(const ProvisionPath& path, std::string heading, std::string text) {
    std::string id = FormatProvisionId(path);
    if (!taken_.insert(id).second) return;
    Provision provision;
    provision.id = std::move(id);
    provision.ordinal = static_cast<int>(out_.provisions.size()) + 1;
    provision.heading = std::move(heading);
    provision.text.en = std::move(text);
    provision.text_status = TextStatus::kOfficial;
    out_.provisions.push_back(std::move(provision));
  }

  void FlushArticle() {
    ++out_.articles;
    int number = NumberIn(article_.number);
    if (number == 0) number = last_ + 1;
    ProvisionPath path = {{Unit::kArticle, absl::StrCat(number)}};
    // A second document in a collection numbers from one again.
    if (number <= last_ && taken_.contains(FormatProvisionId(path))) {
      if (number == 1 || component_ == 0) ++component_;
    }
    if (component_ > 0) {
      path.insert(path.begin(), {Unit::kAnnex, absl::StrCat(component_)});
    }
    while (taken_.contains(FormatProvisionId(path))) {
      path.back().number = absl::StrCat(++number);
    }
    last_ = number;
    Emit(path, article_.heading, Squeezed(article_.text));
    for (size_t p = 0; p < paragraphs_.size(); ++p) {
      ProvisionPath at = path;
      at.push_back({Unit::kParagraph, absl::StrCat(p + 1)});
      Emit(at, "", Squeezed(paragraphs_[p].text));
      for (size_t i = 0; i < paragraphs_[p].points.size(); ++i) {
        ProvisionPath item = at;
        item.push_back({Unit::kItem, absl::StrCat(i + 1)});
        Emit(item, "", Squeezed(paragraphs_[p].points[i]));
      }
    }
  }

  ImportedEdition& out_;
  std::vector<std::string> stack_;
  std::string uri_;
  std::string captured_;
  std::string loose_;
  int capturing_ = 0;
  int meta_ = 0;
  bool expression_date_ = false;
  size_t article_depth_ = 0;
  size_t paragraph_depth_ = 0;
  size_t point_depth_ = 0;
  Piece article_;
  std::vector<ParagraphPiece> paragraphs_;
  std::set<std::string> taken_;
  int last_ = 0;
  int component_ = 0;
};

}  // namespace

absl::StatusOr<ImportedEdition> ReadAkomaNtoso(const NamedText& file,
                                               const FileLimits& limits) {
  ImportedEdition out;
  out.origin = "akoma-ntoso";
  out.file = file.name;
  AkomaHandler handler(&out);
  RETURN_IF_ERROR(ReadXml(file.content, limits, &handler));
  if (!handler.root_seen) {
    return absl::InvalidArgumentError(
        "the root is no akomaNtoso element; give --format relaton for "
        "bibliographic records");
  }
  const std::string kind = out.title_en;
  out.title_en.clear();
  handler.Finish();
  out.kind = kind == "act" || kind == "bill" || kind == "portion"
                 ? Kind::kLaw
                 : Kind::kNotice;
  out.effective = out.published;
  out.basis = out.published.has_value() ? InForceBasis::kAssumed
                                        : InForceBasis::kUnknown;
  return out;
}

}  // namespace zhiheng::catalog
