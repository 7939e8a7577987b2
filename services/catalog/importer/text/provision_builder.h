// Collects the lines of one article (or annex, or numbered section) and turns
// them into provisions: the whole, its paragraphs 款, items 项 and sub-items
// 目.
//
// An article of one paragraph keeps its items directly (art57.item1); one of
// several has them below the paragraph (art27.para1.item2).
//
// For one thread. Never fails; a text longer than kMaxTextChars is cut into
// paragraphs of at most that length, each addressable.
#ifndef SERVICES_CATALOG_IMPORTER_TEXT_PROVISION_BUILDER_H_
#define SERVICES_CATALOG_IMPORTER_TEXT_PROVISION_BUILDER_H_

#include <set>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/catalog/importer/text/line_mark.h"
#include "services/catalog/model/provision_id.h"
#include "services/catalog/model/records.h"

namespace zhiheng::catalog {

// Characters of one imported text; what the YAML reader allows as well.
inline constexpr size_t kMaxProvisionChars = 100'000;

class ProvisionBuilder {
 public:
  // Begins the piece at `path`; what was collected before is gone.
  void Begin(ProvisionPath path, std::string heading, int line);
  bool open() const { return open_; }
  const ProvisionPath& path() const { return path_; }
  int line() const { return line_; }

  void AddLine(absl::string_view text, const LineMark& mark);
  // A table, rows on lines, cells divided by " | ".
  void AddTable(std::string rows);

  // The last characters of what was collected, for "stops in the middle".
  const std::string& last_line() const { return last_line_; }
  // The text as a whole.
  std::string WholeText() const;

  // Appends the provisions, ids not in `taken`, and closes the piece.
  void Flush(std::set<std::string>* taken, std::vector<Provision>* out);

 private:
  struct SubItem {
    int number = 0;
    std::string text;
  };
  struct Item {
    int number = 0;
    std::string label;
    std::string text;
    std::vector<SubItem> subs;
  };
  struct Paragraph {
    std::string text;  // with the lines of its items
    std::vector<Item> items;
  };

  void AddItem(absl::string_view text, const LineMark& mark);
  void AddSubItem(absl::string_view text, const LineMark& mark);
  void Emit(const ProvisionPath& path, std::string text,
            const std::string& heading, std::set<std::string>* taken,
            std::vector<Provision>* out) const;
  void EmitItems(const ProvisionPath& path, const Paragraph& paragraph,
                 std::set<std::string>* taken,
                 std::vector<Provision>* out) const;

  bool open_ = false;
  ProvisionPath path_;
  std::string heading_;
  int line_ = 0;
  std::vector<Paragraph> paragraphs_;
  std::vector<std::string> tables_;
  std::string last_line_;
};

}  // namespace zhiheng::catalog

#endif  // SERVICES_CATALOG_IMPORTER_TEXT_PROVISION_BUILDER_H_
