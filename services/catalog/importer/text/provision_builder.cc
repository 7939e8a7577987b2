// Tested by text_test.cc.
#include "services/catalog/importer/text/provision_builder.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/common/base/text.h"

namespace zhiheng::catalog {
namespace {

void AppendLine(absl::string_view line, std::string* text) {
  if (!text->empty()) text->push_back('\n');
  absl::StrAppend(text, line);
}

ProvisionPath Below(ProvisionPath path, Unit unit, int number) {
  path.push_back({unit, absl::StrCat(number)});
  return path;
}

// At most `limit` code points from the front, cut at a line when there is one.
std::string TakePiece(absl::string_view* text, size_t limit) {
  size_t end = 0;
  size_t last_line = 0;
  for (size_t i = 0; i < limit && end < text->size(); ++i) {
    if ((*text)[end] == '\n') last_line = end;
    NextCodePoint(*text, &end);
  }
  if (end < text->size() && last_line > 0) end = last_line;
  const std::string piece(text->substr(0, end));
  text->remove_prefix(end);
  while (!text->empty() && text->front() == '\n') text->remove_prefix(1);
  return piece;
}

}  // namespace

void ProvisionBuilder::Begin(ProvisionPath path, std::string heading,
                             int line) {
  open_ = true;
  path_ = std::move(path);
  heading_ = std::move(heading);
  line_ = line;
  paragraphs_.clear();
  tables_.clear();
  last_line_.clear();
}

void ProvisionBuilder::AddItem(absl::string_view text, const LineMark& mark) {
  if (paragraphs_.empty()) paragraphs_.emplace_back();
  Paragraph& paragraph = paragraphs_.back();
  AppendLine(text, &paragraph.text);
  paragraph.items.push_back({mark.number, "", std::string(mark.rest), {}});
}

void ProvisionBuilder::AddSubItem(absl::string_view text,
                                  const LineMark& mark) {
  Paragraph& paragraph = paragraphs_.back();
  AppendLine(text, &paragraph.text);
  AppendLine(text, &paragraph.items.back().text);
  paragraph.items.back().subs.push_back({mark.number, std::string(mark.rest)});
}

void ProvisionBuilder::AddLine(absl::string_view text, const LineMark& mark) {
  if (text.empty()) return;
  last_line_ = std::string(text);
  if (mark.kind == MarkKind::kItem) return AddItem(text, mark);
  const bool in_items =
      !paragraphs_.empty() && !paragraphs_.back().items.empty();
  if (mark.kind == MarkKind::kSubItem && in_items) {
    return AddSubItem(text, mark);
  }
  // Sub-items without items above them are lines of the paragraph.
  if (mark.kind == MarkKind::kSubItem && !paragraphs_.empty()) {
    AppendLine(text, &paragraphs_.back().text);
    return;
  }
  paragraphs_.push_back({std::string(text), {}});
}

void ProvisionBuilder::AddTable(std::string rows) {
  if (rows.empty()) return;
  if (paragraphs_.empty()) paragraphs_.emplace_back();
  AppendLine(rows, &paragraphs_.back().text);
  tables_.push_back(std::move(rows));
}

std::string ProvisionBuilder::WholeText() const {
  std::string out;
  for (const Paragraph& paragraph : paragraphs_) {
    AppendLine(paragraph.text, &out);
  }
  return out;
}

void ProvisionBuilder::Emit(const ProvisionPath& path, std::string text,
                            const std::string& heading,
                            std::set<std::string>* taken,
                            std::vector<Provision>* out) const {
  std::string id = FormatProvisionId(path);
  if (!taken->insert(id).second) return;
  Provision provision;
  provision.id = std::move(id);
  provision.ordinal = static_cast<int>(out->size()) + 1;
  provision.heading = heading;
  provision.text.zh = std::move(text);
  provision.text_status = TextStatus::kOfficial;
  out->push_back(std::move(provision));
}

void ProvisionBuilder::EmitItems(const ProvisionPath& path,
                                 const Paragraph& paragraph,
                                 std::set<std::string>* taken,
                                 std::vector<Provision>* out) const {
  // A numbered section is an item itself: what is below it are sub-items.
  const bool in_item = !path.empty() && path.back().unit >= Unit::kItem;
  for (const Item& item : paragraph.items) {
    const ProvisionPath at =
        Below(path, in_item ? Unit::kSubItem : Unit::kItem, item.number);
    Emit(at, item.text, "", taken, out);
    if (in_item) continue;
    for (const SubItem& sub : item.subs) {
      Emit(Below(at, Unit::kSubItem, sub.number), sub.text, "", taken, out);
    }
  }
}

void ProvisionBuilder::Flush(std::set<std::string>* taken,
                             std::vector<Provision>* out) {
  if (!open_) return;
  open_ = false;
  const std::string whole = WholeText();
  if (whole.size() > kMaxProvisionChars &&
      Utf8Length(whole) > kMaxProvisionChars) {
    absl::string_view rest = whole;
    Emit(path_, TakePiece(&rest, kMaxProvisionChars), heading_, taken, out);
    const bool clause = !path_.empty() && path_.back().unit >= Unit::kItem;
    for (int n = 2; !rest.empty() && !clause; ++n) {
      Emit(Below(path_, Unit::kParagraph, n),
           TakePiece(&rest, kMaxProvisionChars), "", taken, out);
    }
    return;
  }
  Emit(path_, whole, heading_, taken, out);
  const bool article = !path_.empty() && path_.back().unit == Unit::kArticle;
  for (size_t p = 0; p < paragraphs_.size(); ++p) {
    ProvisionPath at = path_;
    if (article && paragraphs_.size() > 1) {
      at = Below(at, Unit::kParagraph, static_cast<int>(p) + 1);
      Emit(at, paragraphs_[p].text, "", taken, out);
    }
    if (article || (!path_.empty() && path_.back().unit == Unit::kItem)) {
      EmitItems(at, paragraphs_[p], taken, out);
    }
  }
  for (size_t t = 0; t < tables_.size(); ++t) {
    Emit(Below(path_, Unit::kTable, static_cast<int>(t) + 1), tables_[t], "",
         taken, out);
  }
}

}  // namespace zhiheng::catalog
