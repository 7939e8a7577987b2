// A reference is groups of deeper and deeper units; a list is references
// between separators. Each is tried once from left to right.
// Tested by scanner_test.cc.
#include "services/catalog/citation/step_reader.h"

#include <optional>
#include <string>
#include <utility>

#include "services/common/base/text.h"

namespace zhiheng::catalog {
namespace {

constexpr size_t kMaxHeadingChars = 20;

bool IsDigit(char32_t c) { return c >= '0' && c <= '9'; }

class ListReader {
 public:
  ListReader(const ScanText& text, size_t at, ProvisionPath context,
             StepStyle style)
      : text_(text),
        style_(style),
        groups_(text, style),
        context_(std::move(context)) {
    list_.end = at;
  }

  ReadList Run() {
    size_t pos = list_.end;
    bool after_comma = false;  // 、: the next may leave out 第
    while (list_.members.size() < kMaxListMembers) {
      if (!TakeReference(pos, after_comma)) break;
      pos = list_.end;
      const size_t separator = SeparatorAt(text_, pos);
      if (separator == 0) break;
      after_comma = text_[pos] == U'、';
      pos += separator;
    }
    return std::move(list_);
  }

 private:
  bool TakeReference(size_t at, bool plain_ok) {
    size_t pos = at;
    ReadReference reference;
    reference.begin = at;
    ProvisionPath path = context_;
    std::optional<Unit> last;
    while (path.size() < kMaxSegments) {
      if (style_ == StepStyle::kStandard && TakeAnnexOrTable(&pos, &path)) {
        last = path.back().unit;
        continue;
      }
      const bool begins = !last.has_value();
      const bool plain =
          begins
              ? (list_.members.empty() ? style_ != StepStyle::kLaw : plain_ok)
              : style_ != StepStyle::kLaw && IsDigit(text_[pos]);
      std::optional<NumberGroup> group =
          groups_.Read(pos, begins && path.empty(), plain);
      if (!group.has_value()) {
        const size_t behind = SkipHeading(pos);
        if (!last.has_value() || behind == pos) break;
        group = groups_.Read(behind, false, false);
        if (!group.has_value()) break;
      }
      if (last.has_value() && group->unit <= *last) break;
      if (begins && plain && !list_.members.empty() && text_[pos] != U'第' &&
          text_[pos] != '(' && group->unit != last_unit_) {
        break;
      }
      TakeGroup(*group, &path, &reference);
      last = group->unit;
      pos = group->end;
    }
    if (!last.has_value()) return false;
    last_unit_ = *last;
    reference.path = path;
    reference.end = pos;
    context_ = std::move(path);
    list_.members.push_back(std::move(reference));
    list_.end = pos;
    return true;
  }

  // 第八条【裁量基准】第（一）项: the heading of the article between; forms
  // print 第八条/第一款.
  size_t SkipHeading(size_t pos) const {
    if (text_[pos] == '/' && text_[pos + 1] == U'第') return pos + 1;
    if (text_[pos] != U'〔') return pos;
    for (size_t end = pos + 1; end - pos <= kMaxHeadingChars; ++end) {
      if (text_[end] == U'〕') return end + 1;
    }
    return pos;
  }

  // All numbers but the last are members of their own.
  void TakeGroup(const NumberGroup& group, ProvisionPath* path,
                 ReadReference* reference) {
    const ProvisionPath above = *path;
    for (size_t i = 0; i < group.numbers.size(); ++i) {
      const ReadNumber& number = group.numbers[i];
      if (i > 0) {
        ReadReference whole = *reference;
        whole.path = *path;
        whole.end = group.numbers[i - 1].end;
        list_.members.push_back(std::move(whole));
        *reference = {};
        reference->begin = number.begin;
      }
      if (!number.text.empty()) {
        *path = Continue(above, {group.unit, number.text});
      }
      reference->until.clear();
      if (!number.until.empty()) {
        reference->until = Continue(above, {group.unit, number.until});
      }
    }
    reference->slips.insert(reference->slips.end(), group.slips.begin(),
                            group.slips.end());
  }

  bool TakeAnnexOrTable(size_t* pos, ProvisionPath* path) const {
    size_t p = *pos;
    Unit unit = Unit::kAnnex;
    if (text_.StartsWith(p, U"附录") || text_.StartsWith(p, U"附件")) {
      p += 2;
    } else if (text_[p] == U'表' && IsDigit(text_[p + 1])) {
      p += 1;
      unit = Unit::kTable;
    } else {
      return false;
    }
    std::string number;
    if (unit == Unit::kAnnex && text_[p] >= 'A' && text_[p] <= 'Z') {
      AppendUtf8(text_[p++], &number);
    } else {
      while (IsDigit(text_[p]) && number.size() < 2) {
        AppendUtf8(text_[p++], &number);
      }
    }
    if (number.empty() || number == "0") return false;
    path->clear();
    path->push_back({unit, number});
    *pos = p;
    return true;
  }

  const ScanText& text_;
  const StepStyle style_;
  GroupReader groups_;
  ProvisionPath context_;
  Unit last_unit_ = Unit::kArticle;
  ReadList list_;
};

}  // namespace

ProvisionPath Continue(const ProvisionPath& context, const Segment& step) {
  ProvisionPath path = context;
  // An article's number says it all; chapters above it are left out.
  if (step.unit == Unit::kArticle) path.clear();
  if (step.unit == Unit::kClause) {
    std::erase_if(path,
                  [](const Segment& s) { return s.unit != Unit::kAnnex; });
  }
  while (!path.empty() && path.back().unit >= step.unit &&
         step.unit != Unit::kClause) {
    path.pop_back();
  }
  path.push_back(step);
  return path;
}

ReadList ReadProvisions(const ScanText& text, size_t at,
                        const ProvisionPath& context, StepStyle style) {
  return ListReader(text, at, context, style).Run();
}

}  // namespace zhiheng::catalog
