#include "services/catalog/importer/text/outline.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"

namespace zhiheng::catalog {

bool Outline::Enter(const LineMark& mark, absl::string_view line,
                    std::set<std::string>* taken, std::vector<Provision>* out) {
  switch (mark.kind) {
    case MarkKind::kPart:
      part_ = mark.number;
      subpart_ = chapter_ = section_ = 0;
      break;
    case MarkKind::kSubPart:
      subpart_ = mark.number;
      chapter_ = section_ = 0;
      break;
    case MarkKind::kChapter:
      chapter_ = mark.number;
      section_ = 0;
      break;
    default:
      section_ = mark.number;
      break;
  }
  ProvisionPath path;
  const auto add = [&path](Unit unit, int number) {
    if (number > 0) path.push_back({unit, absl::StrCat(number)});
  };
  add(Unit::kPart, part_);
  add(Unit::kSubPart, subpart_);
  add(Unit::kChapter, chapter_);
  add(Unit::kSection, section_);
  // Chapters of an annex are left to its text.
  if (annex_ > 0) return true;
  std::string id = FormatProvisionId(path);
  if (!taken->insert(id).second) return false;
  Provision provision;
  provision.id = std::move(id);
  provision.ordinal = static_cast<int>(out->size()) + 1;
  provision.heading = std::string(mark.rest);
  provision.text.zh = std::string(line);
  provision.text_status = TextStatus::kOfficial;
  out->push_back(std::move(provision));
  return true;
}

int Outline::EnterAnnex() { return ++annex_; }

ProvisionPath Outline::ArticleBase() const {
  if (annex_ == 0) return {};
  return {{Unit::kAnnex, absl::StrCat(annex_)}};
}

}  // namespace zhiheng::catalog
