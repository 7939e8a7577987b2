#include "services/catalog/store/merge_claims.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

namespace zhiheng::catalog {
namespace {

template <typename T>
std::vector<const T*> InOrder(const std::map<std::string, T>& by_origin) {
  std::vector<const T*> out;
  const auto house = by_origin.find(kHouseOrigin);
  if (house != by_origin.end()) out.push_back(&house->second);
  for (auto it = by_origin.begin(); it != by_origin.end(); ++it) {
    if (it != house) out.push_back(&it->second);
  }
  return out;
}

void Fill(const std::string& from, std::string* to) {
  if (to->empty()) *to = from;
}
void Fill(const Text& from, Text* to) {
  Fill(from.zh, &to->zh);
  Fill(from.en, &to->en);
}
void Fill(const std::optional<CivilDate>& from, std::optional<CivilDate>* to) {
  if (!to->has_value()) *to = from;
}

}  // namespace

Instrument MergeClaims(const std::map<std::string, Instrument>& by_origin) {
  const auto claims = InOrder(by_origin);
  Instrument out = *claims.front();
  for (const Instrument* next : claims) {
    if (out.kind == Kind::kUnspecified) out.kind = next->kind;
    Fill(next->title, &out.title);
    Fill(next->number, &out.number);
    Fill(next->issuer, &out.issuer);
    Fill(next->region_code, &out.region_code);
    for (const std::string& name : next->short_names) {
      auto& names = out.short_names;
      if (std::find(names.begin(), names.end(), name) == names.end()) {
        names.push_back(name);
      }
    }
  }
  return out;
}

Edition MergeClaims(const std::map<std::string, Edition>& by_origin) {
  const auto claims = InOrder(by_origin);
  Edition out = *claims.front();
  for (const Edition* next : claims) {
    Fill(next->title, &out.title);
    Fill(next->number, &out.number);
    Fill(next->published, &out.published);
    Fill(next->effective, &out.effective);
    Fill(next->superseded, &out.superseded);
    Fill(next->superseded_by, &out.superseded_by);
    Fill(next->source, &out.source);
  }
  // Days of different origins need not fit; never say "in force on no day".
  if (out.InForce().Empty()) out.superseded = claims.front()->superseded;
  return out;
}

}  // namespace zhiheng::catalog
