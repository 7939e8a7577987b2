// A page of text for a terminal or a file: labelled rows, hanging indents,
// colour only where it is wanted.
//
// One thread. Text() may be asked at any time.
#ifndef SERVICES_CLI_REPORT_PAGE_H_
#define SERVICES_CLI_REPORT_PAGE_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace zhiheng::type::v1 {
class LocalizedText;
}

namespace zhiheng::cli {

enum class Language { kZh, kEn, kBoth };

enum class Ink { kPlain, kBold, kDim, kRed, kGreen, kYellow, kMagenta };

struct PageOptions {
  Language language = Language::kBoth;
  bool colour = false;
  size_t width = 100;
};

class Page {
 public:
  explicit Page(PageOptions options) : options_(options) {}

  const PageOptions& options() const { return options_; }
  const std::string& Text() const { return text_; }

  void Blank();
  // A line of its own, wrapped, from column `indent`.
  void Line(absl::string_view text, Ink ink = Ink::kPlain, size_t indent = 0);
  // A line that names what follows, in the languages of the page.
  void Heading(absl::string_view zh, absl::string_view en,
               absl::string_view rest, Ink ink);
  // `label   text`, the text wrapped beside its label.
  void Row(absl::string_view zh, absl::string_view en, absl::string_view text,
           Ink ink = Ink::kPlain);
  // One more paragraph beside the last label.
  void More(absl::string_view text, Ink ink = Ink::kPlain);
  // The text in the languages of the page; nothing when it is empty.
  void Row(absl::string_view zh, absl::string_view en,
           const type::v1::LocalizedText& text, Ink ink = Ink::kPlain);
  void More(const type::v1::LocalizedText& text, Ink ink = Ink::kPlain);

  // `zh en`, `zh` or `en`.
  std::string Say(absl::string_view zh, absl::string_view en) const;
  // The text once per language of the page.
  std::vector<std::string> Say(const type::v1::LocalizedText& text) const;
  // One line of it: zh where the page has Chinese, else en.
  std::string SayShort(const type::v1::LocalizedText& text) const;

  std::string Coloured(absl::string_view text, Ink ink) const;

 private:
  void Put(absl::string_view label, absl::string_view text, Ink ink);
  size_t LabelWidth() const;

  const PageOptions options_;
  std::string text_;
};

}  // namespace zhiheng::cli

#endif  // SERVICES_CLI_REPORT_PAGE_H_
