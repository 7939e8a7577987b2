#include "services/cli/report/page.h"

#include "absl/strings/str_cat.h"
#include "services/cli/report/text_layout.h"
#include "services/common/base/text.h"
#include "zhiheng/type/v1/localized_text.pb.h"

namespace zhiheng::cli {
namespace {

constexpr size_t kRowIndent = 4;

const char* Code(Ink ink) {
  switch (ink) {
    case Ink::kPlain:
      return "";
    case Ink::kBold:
      return "\033[1m";
    case Ink::kDim:
      return "\033[2m";
    case Ink::kRed:
      return "\033[1;31m";
    case Ink::kGreen:
      return "\033[32m";
    case Ink::kYellow:
      return "\033[33m";
    case Ink::kMagenta:
      return "\033[35m";
  }
  return "";
}

}  // namespace

std::string Page::Coloured(absl::string_view text, Ink ink) const {
  if (!options_.colour || ink == Ink::kPlain || text.empty()) {
    return std::string(text);
  }
  return absl::StrCat(Code(ink), text, "\033[0m");
}

std::string Page::Say(absl::string_view zh, absl::string_view en) const {
  if (options_.language == Language::kEn || zh.empty()) return std::string(en);
  if (options_.language == Language::kZh || en.empty() || zh == en) {
    return std::string(zh);
  }
  return absl::StrCat(zh, " ", en);
}

std::vector<std::string> Page::Say(const type::v1::LocalizedText& text) const {
  std::vector<std::string> out;
  if (options_.language != Language::kEn && !text.zh().empty()) {
    out.push_back(text.zh());
  }
  const bool wants_en = options_.language != Language::kZh || out.empty();
  if (wants_en && !text.en().empty() && text.en() != text.zh()) {
    out.push_back(text.en());
  }
  if (out.empty() && !text.zh().empty()) out.push_back(text.zh());
  return out;
}

std::string Page::SayShort(const type::v1::LocalizedText& text) const {
  const std::vector<std::string> all = Say(text);
  return all.empty() ? "" : all.front();
}

size_t Page::LabelWidth() const {
  switch (options_.language) {
    case Language::kZh:
      return 10;
    case Language::kEn:
      return 14;
    case Language::kBoth:
      return 18;
  }
  return 0;
}

void Page::Blank() { text_ += "\n"; }

void Page::Line(absl::string_view text, Ink ink, size_t indent) {
  for (const std::string& line : WrapText(text, options_.width - indent)) {
    absl::StrAppend(&text_, std::string(line.empty() ? 0 : indent, ' '),
                    Coloured(line, ink), "\n");
  }
}

void Page::Heading(absl::string_view zh, absl::string_view en,
                   absl::string_view rest, Ink ink) {
  Line(absl::StrCat(Say(zh, en), rest.empty() ? "" : " ", rest), ink);
}

void Page::Put(absl::string_view label, absl::string_view text, Ink ink) {
  const size_t indent = kRowIndent + LabelWidth();
  std::string lead =
      absl::StrCat(std::string(kRowIndent, ' '), Coloured(label, Ink::kDim));
  const size_t used = kRowIndent + DisplayWidth(label);
  lead.append(used < indent ? indent - used : 1, ' ');
  for (const std::string& line : WrapText(text, options_.width - indent)) {
    absl::StrAppend(&text_, lead, Coloured(line, ink), "\n");
    lead = std::string(indent, ' ');
  }
}

void Page::Row(absl::string_view zh, absl::string_view en,
               absl::string_view text, Ink ink) {
  Put(Say(zh, en), text, ink);
}

void Page::More(absl::string_view text, Ink ink) { Put("", text, ink); }

void Page::Row(absl::string_view zh, absl::string_view en,
               const type::v1::LocalizedText& text, Ink ink) {
  std::string label = Say(zh, en);
  for (const std::string& line : Say(text)) {
    Put(label, line, ink);
    label.clear();
  }
}

void Page::More(const type::v1::LocalizedText& text, Ink ink) {
  for (const std::string& line : Say(text)) Put("", line, ink);
}

}  // namespace zhiheng::cli
