// Find() walks the cases depth first, an axis at a time, in three-valued logic:
// a branch ends as soon as the question is decided whatever the axes left are.
// Regions of an ordered axis with cuts c0 < c1 are: below c0, = c0, between,
// = c1, above c1. Tested by case_table_test.cc.
#include "services/rules/proof/case_table.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/common/exact/civil_date.h"

namespace zhiheng::rules {
namespace {

std::string Shown(CaseTable::AxisKind kind, const Decimal& cut) {
  if (kind != CaseTable::AxisKind::kDay) return cut.ToString();
  return CivilDate::FromDays(static_cast<int32_t>(cut.ToInt64().value_or(0)))
      .ToString();
}

}  // namespace

CaseTable::Id CaseTable::Add(Condition condition) {
  conditions_.push_back(std::move(condition));
  return static_cast<Id>(conditions_.size()) - 1;
}

CaseTable::Id CaseTable::Always(bool value) {
  Condition out;
  out.value = value;
  return Add(std::move(out));
}

CaseTable::Id CaseTable::Waits() {
  Condition out;
  out.what = What::kWaits;
  return Add(std::move(out));
}

CaseTable::Id CaseTable::Not(Id a) {
  Condition out;
  out.what = What::kNot;
  out.args = {a};
  return Add(std::move(out));
}

CaseTable::Id CaseTable::And(std::vector<Id> all) {
  Condition out;
  out.what = What::kAnd;
  out.args = std::move(all);
  return Add(std::move(out));
}

CaseTable::Id CaseTable::Or(std::vector<Id> any) {
  Condition out;
  out.what = What::kOr;
  out.args = std::move(any);
  return Add(std::move(out));
}

CaseTable::Id CaseTable::If(Id condition, Id then, Id otherwise) {
  Condition out;
  out.what = What::kIf;
  out.args = {condition, then, otherwise};
  return Add(std::move(out));
}

int CaseTable::Axis(const std::string& term, AxisKind kind, bool free) {
  // One term may be looked at in two ways, as has(x) and as x.
  const std::string key = absl::StrCat(static_cast<int>(kind), term);
  const auto [at, is_new] = by_term_.emplace(key, axes_.size());
  if (is_new) axes_.push_back({term, kind, free, {}, {}});
  return at->second;
}

void CaseTable::SetNames(int axis, const std::vector<std::string>& names,
                         bool closed) {
  AxisData& data = axes_[Index(axis)];
  data.names.insert(data.names.end(), names.begin(), names.end());
  data.closed = data.closed || closed;
}

CaseTable::Id CaseTable::Flag(int axis) {
  Condition out;
  out.what = What::kAtom;
  out.axis = axis;
  return Add(std::move(out));
}

CaseTable::Id CaseTable::Number(int axis, Compare compare,
                                const Decimal& with) {
  Condition out;
  out.what = What::kAtom;
  out.axis = axis;
  out.compare = compare;
  out.with = with;
  axes_[Index(axis)].cuts.push_back(with);
  return Add(std::move(out));
}

CaseTable::Id CaseTable::Named(int axis, const std::string& word) {
  Condition out;
  out.what = What::kAtom;
  out.axis = axis;
  out.word = word;
  axes_[Index(axis)].names.push_back(word);
  return Add(std::move(out));
}

void CaseTable::CutAxis(AxisData* axis) {
  std::sort(axis->cuts.begin(), axis->cuts.end());
  axis->cuts.erase(std::unique(axis->cuts.begin(), axis->cuts.end()),
                   axis->cuts.end());
  std::sort(axis->names.begin(), axis->names.end());
  axis->names.erase(std::unique(axis->names.begin(), axis->names.end()),
                    axis->names.end());
  switch (axis->kind) {
    case AxisKind::kFlag:
    case AxisKind::kPresent:
      axis->regions = 2;
      break;
    case AxisKind::kNumber:
    case AxisKind::kDay:
      axis->regions = 2 * static_cast<int>(axis->cuts.size()) + 1;
      break;
    case AxisKind::kName:
      axis->regions =
          static_cast<int>(axis->names.size()) + (axis->closed ? 0 : 1);
      break;
  }
}

bool CaseTable::Holds(const Condition& atom, int region) const {
  const AxisData& axis = axes_[Index(atom.axis)];
  switch (axis.kind) {
    case AxisKind::kFlag:
    case AxisKind::kPresent:
      return region == 1;
    case AxisKind::kName:
      return region < static_cast<int>(axis.names.size()) &&
             axis.names[Index(region)] == atom.word;
    case AxisKind::kNumber:
    case AxisKind::kDay:
      break;
  }
  const auto cut =
      std::lower_bound(axis.cuts.begin(), axis.cuts.end(), atom.with);
  const int at = 2 * static_cast<int>(cut - axis.cuts.begin()) + 1;
  switch (atom.compare) {
    case Compare::kLess:
      return region < at;
    case Compare::kLessEquals:
      return region <= at;
    case Compare::kEquals:
      return region == at;
  }
  return false;
}

void CaseTable::Freeze() {
  for (AxisData& axis : axes_) CutAxis(&axis);
  for (Condition& condition : conditions_) {
    if (condition.what != What::kAtom) continue;
    const int regions = axes_[Index(condition.axis)].regions;
    condition.holds.clear();
    for (int region = 0; region < regions; ++region)
      condition.holds.push_back(Holds(condition, region));
  }
}

CaseTable::Truth3 CaseTable::Join(const Condition& condition,
                                  const std::vector<Truth3>& values) const {
  const auto value = [&](size_t i) { return values[Index(condition.args[i])]; };
  const bool is_and = condition.what == What::kAnd;
  switch (condition.what) {
    case What::kNot:
      return value(0) == Truth3::kOpen
                 ? Truth3::kOpen
                 : (value(0) == Truth3::kYes ? Truth3::kNo : Truth3::kYes);
    case What::kIf:
      if (value(0) != Truth3::kOpen)
        return value(0) == Truth3::kYes ? value(1) : value(2);
      return value(1) == value(2) ? value(1) : Truth3::kOpen;
    default:
      break;
  }
  Truth3 out = is_and ? Truth3::kYes : Truth3::kNo;
  for (size_t i = 0; i < condition.args.size(); ++i) {
    if (value(i) == (is_and ? Truth3::kNo : Truth3::kYes)) return value(i);
    if (value(i) == Truth3::kOpen) out = Truth3::kOpen;
  }
  return out;
}

CaseTable::Truth3 CaseTable::Evaluate(Id root,
                                      const std::vector<int>& regions) const {
  std::vector<Truth3> values(Index(root) + 1, Truth3::kOpen);
  for (size_t i = 0; i <= Index(root); ++i) {
    const Condition& condition = conditions_[i];
    switch (condition.what) {
      case What::kConst:
        values[i] = condition.value ? Truth3::kYes : Truth3::kNo;
        break;
      case What::kWaits:
        break;
      case What::kAtom: {
        const int region = regions[Index(condition.axis)];
        if (region >= 0) {
          values[i] =
              condition.holds[Index(region)] ? Truth3::kYes : Truth3::kNo;
        }
        break;
      }
      default:
        values[i] = Join(condition, values);
    }
  }
  return values[Index(root)];
}

CaseTable::Truth3 CaseTable::EvaluateAll(const std::vector<Part>& parts,
                                         std::vector<int>* regions) const {
  Truth3 out = Truth3::kYes;
  for (const Part& part : parts) {
    int kept = -1;
    if (part.axis >= 0)
      kept = std::exchange((*regions)[Index(part.axis)], part.region);
    const Truth3 truth = Evaluate(part.condition, *regions);
    if (part.axis >= 0) (*regions)[Index(part.axis)] = kept;
    if (truth == Truth3::kNo) return truth;
    if (truth == Truth3::kOpen) out = truth;
  }
  return out;
}

std::vector<const CaseTable::Condition*> CaseTable::PartsOf(
    Id condition) const {
  std::vector<const Condition*> out;
  std::set<Id> seen = {condition};
  std::vector<Id> todo = {condition};
  while (!todo.empty()) {
    out.push_back(&conditions_[Index(todo.back())]);
    todo.pop_back();
    for (const Id arg : out.back()->args) {
      if (seen.insert(arg).second) todo.push_back(arg);
    }
  }
  return out;
}

bool CaseTable::CanWait(Id condition) const {
  for (const Condition* part : PartsOf(condition)) {
    if (part->what == What::kWaits) return true;
  }
  return false;
}

std::set<int> CaseTable::AxesOf(Id condition) const {
  std::set<int> out;
  for (const Condition* part : PartsOf(condition)) {
    if (part->what == What::kAtom) out.insert(part->axis);
  }
  return out;
}

bool CaseTable::Next(int axis, int* region) const {
  do {
    if (++*region >= Regions(axis)) return false;
  } while (IsEmpty(axis, *region));
  return true;
}

bool CaseTable::IsEmpty(int axis, int region) const {
  const AxisData& data = axes_[Index(axis)];
  if (data.kind != AxisKind::kDay || region % 2 == 1) return false;
  const size_t above = Index(region / 2);
  if (above == 0 || above >= data.cuts.size()) return false;
  const auto gap = Decimal::Subtract(data.cuts[above], data.cuts[above - 1]);
  return gap.has_value() && *gap <= Decimal::FromInt(1);
}

CaseTable::Answer CaseTable::Find(const std::vector<Part>& parts,
                                  bool present) const {
  std::set<int> all;
  for (const Part& part : parts) {
    for (const int axis : AxesOf(part.condition)) all.insert(axis);
  }
  const std::vector<int> order(all.begin(), all.end());
  std::vector<int> regions(axes_.size(), -1);
  if (present) {
    for (const int axis : order) {
      if (KindOf(axis) == AxisKind::kPresent) regions[Index(axis)] = 1;
    }
  }
  Answer out;
  std::vector<int> open;  // the axes that the walk decides
  for (const int axis : order) {
    if (regions[Index(axis)] < 0) open.push_back(axis);
  }
  int cases = 0;
  size_t depth = 0;
  while (true) {
    if (++cases > kMaxCases) {
      out.within_budget = false;
      return out;
    }
    const Truth3 truth = EvaluateAll(parts, &regions);
    if (truth == Truth3::kYes) {
      out.found = regions;
      return out;
    }
    if (truth == Truth3::kOpen && depth < open.size()) {
      regions[Index(open[depth++])] = 0;
      continue;
    }
    // The next region of the deepest axis that has one.
    while (depth > 0) {
      int& region = regions[Index(open[depth - 1])];
      if (Next(open[depth - 1], &region)) break;
      region = -1;
      --depth;
    }
    if (depth == 0) return out;
  }
}

std::string CaseTable::DescribeRegion(int axis, int region) const {
  const AxisData& data = axes_[Index(axis)];
  switch (data.kind) {
    case AxisKind::kFlag:
      return absl::StrCat(data.term, region == 1 ? "" : " is not so");
    case AxisKind::kPresent:
      return absl::StrCat(region == 1 ? "" : "no ", data.term);
    case AxisKind::kName:
      return region < static_cast<int>(data.names.size())
                 ? absl::StrCat(data.term, " = ", data.names[Index(region)])
                 : absl::StrCat(data.term, " is another one");
    case AxisKind::kNumber:
    case AxisKind::kDay:
      break;
  }
  const int last = static_cast<int>(data.cuts.size()) - 1;
  const auto cut = [&](int i) { return Shown(data.kind, data.cuts[Index(i)]); };
  if (last < 0) return data.term;
  if (region % 2 == 1) return absl::StrCat(data.term, " = ", cut(region / 2));
  if (region == 0) return absl::StrCat(data.term, " below ", cut(0));
  if (region / 2 > last) return absl::StrCat(data.term, " above ", cut(last));
  return absl::StrCat(data.term, " between ", cut(region / 2 - 1), " and ",
                      cut(region / 2));
}

std::string CaseTable::Describe(const std::vector<int>& found) const {
  std::vector<std::string> parts;
  for (size_t axis = 0; axis < found.size() && axis < axes_.size(); ++axis) {
    if (found[axis] < 0 || axes_[axis].kind == AxisKind::kPresent) continue;
    parts.push_back(DescribeRegion(static_cast<int>(axis), found[axis]));
  }
  return parts.empty() ? "any facts" : absl::StrJoin(parts, ", ");
}

}  // namespace zhiheng::rules
