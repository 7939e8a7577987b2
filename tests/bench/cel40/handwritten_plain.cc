#include <algorithm>
#include <map>
#include <string>

#include "cel40/handwritten.h"
#include "re2/re2.h"

namespace zhiheng::bench {
namespace {

const char* const kTerms[] = {
#include "cel40/terms.inc"
};

const std::map<std::string, double> kMinTotal = {
    {"compound", 25}, {"blended", 35}, {"org_inorg", 15}, {"organic", 4},
    {"ws_macro", 50}, {"DAP", 53},     {"MAP", 52}};

const char* const kTypes[] = {
    "straight_N", "straight_P",   "straight_K",  "MAP",
    "DAP",        "MKP",          "compound",    "blended",
    "org_inorg",  "organic",      "bio_organic", "microbial_agent",
    "ws_macro",   "ws_secondary", "ws_micro",    "ws_amino",
    "ws_humic",   "micro",        "secondary",   "soil_conditioner"};
const char* const kUnits[] = {"kg", "g", "L", "mL", "千克", "克", "升", "毫升"};
const char* const kStale[] = {"GB 15063-2009", "GB 18877-2009", "GB 21633-2008",
                              "NY 525-2012",   "NY 1107-2010",  "HG 2321-1992",
                              "GB 10205-2009"};
const std::pair<const char*, double> kLimits[] = {
    {"Cd", 10}, {"Hg", 5}, {"As", 50}, {"Pb", 200}, {"Cr", 500}};

template <typename List>
bool In(const List& list, const std::string& word) {
  return std::find(std::begin(list), std::end(list), word) != std::end(list);
}

bool HasTerm(const std::string& text) {
  for (const char* term : kTerms) {
    if (text.find(term) != std::string::npos) return true;
  }
  return false;
}

const char* ChlorideMark(double pct) {
  if (pct <= 3) return "";
  if (pct <= 15) return "含氯（低氯）";
  return pct <= 30 ? "含氯（中氯）" : "含氯（高氯）";
}

}  // namespace

Broken CheckPlain(const v1::Label& l) {
  static const RE2 formula("^[0-9]{1,2}-[0-9]{1,2}-[0-9]{1,2}$");
  static const RE2 standard(
      "^(GB|GB/T|HG/T|NY/T|NY|DB[0-9]{2}(/T)?|T/[A-Z]+|Q/[A-Z0-9]+) "
      "[0-9]+([.][0-9]+)?[-—][0-9]{4}$");
  static const RE2 licence("^([(（][一-龥][)）])?XK13-00[12]-[0-9]{5}$");
  static const RE2 uscc(
      "^[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}$");
  static const RE2 phone(
      "^(0[0-9]{2,3}-)?[0-9]{7,8}$|^1[3-9][0-9]{9}$|^400-[0-9]{3}-[0-9]{4}$");
  static const RE2 postcode("^[0-9]{6}$");
  static const RE2 date(
      "^20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$");
  static const RE2 barcode("^69[0-9]{11}$");

  Broken b;
  const auto rule = [&](int number, bool met) { b.set(number - 1, !met); };
  rule(1, !l.name().empty());
  rule(2, !l.producer().empty());
  rule(3, !l.address().empty());
  rule(4, l.certificate());
  rule(5, !l.batch().empty() || !l.made_on().empty());
  rule(6, !l.instructions().empty());
  rule(7, !l.storage().empty());
  rule(8, RE2::PartialMatch(l.formula(), formula));
  rule(9, RE2::PartialMatch(l.standard(), standard));
  rule(10, l.licence().empty() || RE2::PartialMatch(l.licence(), licence));
  rule(11, RE2::PartialMatch(l.uscc(), uscc));
  rule(12, RE2::PartialMatch(l.phone(), phone));
  rule(13, RE2::PartialMatch(l.postcode(), postcode));
  rule(14, RE2::PartialMatch(l.made_on(), date));
  rule(15, RE2::PartialMatch(l.barcode(), barcode));
  const double off = l.n() + l.p2o5() + l.k2o() - l.total();
  rule(16, off <= 0.05 && off >= -0.05);
  const auto least = kMinTotal.find(l.type());
  rule(17, least == kMinTotal.end() || l.total() >= least->second);
  rule(18, std::all_of(l.nutrients().begin(), l.nutrients().end(),
                       [](const v1::Share& x) {
                         return x.pct() > 0 && x.pct() <= 100;
                       }));
  double sum = 0;
  for (int i = 0; i < std::min(6, l.components_size()); ++i) {
    sum += l.components(i).pct();
  }
  rule(19, sum >= 99.5 && sum <= 100.5);
  rule(20, std::any_of(l.nutrients().begin(), l.nutrients().end(),
                       [&](const v1::Share& x) {
                         return x.symbol() == "N" && x.pct() == l.n();
                       }));
  rule(21, l.type() != "DAP" || (l.n() >= 13 && l.p2o5() >= 38));
  const auto main_ok = [](double x) { return x == 0 || x >= 4; };
  rule(22, l.type() != "compound" ||
               (main_ok(l.n()) && main_ok(l.p2o5()) && main_ok(l.k2o())));
  rule(23, l.chloride_mark() == ChlorideMark(l.chloride()));
  rule(24, l.chloride() <= 30 ||
               std::any_of(l.warnings().begin(), l.warnings().end(),
                           [](const std::string& w) {
                             return w.find("忌氯") != std::string::npos;
                           }));
  rule(25, l.moisture() <= 5);
  rule(26, std::all_of(l.elements().begin(), l.elements().end(),
                       [](const v1::Share& x) {
                         const bool secondary = x.symbol() == "Ca" ||
                                                x.symbol() == "Mg" ||
                                                x.symbol() == "S";
                         return x.pct() >= (secondary ? 1.0 : 0.02);
                       }));
  rule(27, std::all_of(l.elements().begin(), l.elements().end(),
                       [&](const v1::Share& a) {
                         return std::count_if(l.elements().begin(),
                                              l.elements().end(),
                                              [&](const v1::Share& x) {
                                                return x.symbol() == a.symbol();
                                              }) == 1;
                       }));
  rule(28, In(kTypes, l.type()));
  rule(29, In(kUnits, l.net_unit()));
  rule(30, std::none_of(l.claims().begin(), l.claims().end(), HasTerm));
  rule(31, !HasTerm(l.name()));
  rule(32, !HasTerm(l.trade_name()));
  rule(33, std::all_of(
               std::begin(kLimits), std::end(kLimits), [&](const auto& limit) {
                 const auto it = l.limits().find(limit.first);
                 return it != l.limits().end() && it->second <= limit.second;
               }));
  rule(34,
       std::all_of(l.limits().begin(), l.limits().end(), [](const auto& entry) {
         return std::any_of(
             std::begin(kLimits), std::end(kLimits),
             [&](const auto& limit) { return entry.first == limit.first; });
       }));
  rule(35, !l.imported() || (!l.contract_no().empty() && !l.origin().empty() &&
                             !l.importer().empty()));
  rule(36, l.type() != "DAP" || l.licence().empty());
  rule(37, l.made_on() <= l.checked_on());
  rule(38, l.expires_on().empty() || l.expires_on() > l.made_on());
  rule(39, l.made_on() < "2022-05-01" || !In(kStale, l.standard()));
  rule(40, l.net_value() > 0 &&
               (l.net_unit() != "kg" || l.net_value() == l.package_kg()));
  return b;
}

}  // namespace zhiheng::bench
