#include "cel40/label_generator.h"

#include <array>
#include <random>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "google/protobuf/util/json_util.h"

namespace zhiheng::bench {
namespace {

using Random = std::mt19937_64;

int Pick(Random& random, int below) {
  return static_cast<int>(random() % static_cast<uint64_t>(below));
}

void AddShare(google::protobuf::RepeatedPtrField<v1::Share>* list,
              const char* symbol, double pct) {
  v1::Share* share = list->Add();
  share->set_symbol(symbol);
  share->set_pct(pct);
}

void SetNutrients(v1::Label* label, const char* type, double n, double p,
                  double k) {
  label->set_type(type);
  label->set_n(n);
  label->set_p2o5(p);
  label->set_k2o(k);
  label->set_total(n + p + k);
  label->set_formula(absl::StrFormat("%d-%d-%d", static_cast<int>(n),
                                     static_cast<int>(p), static_cast<int>(k)));
  label->clear_nutrients();
  AddShare(label->mutable_nutrients(), "N", n);
  if (p > 0) AddShare(label->mutable_nutrients(), "P2O5", p);
  if (k > 0) AddShare(label->mutable_nutrients(), "K2O", k);
}

std::string Digits(Random& random, int count) {
  std::string out;
  for (int i = 0; i < count; ++i) {
    out.push_back(static_cast<char>('0' + Pick(random, 10)));
  }
  return out;
}

v1::Label RightLabel(Random& random, int index) {
  static constexpr std::array kPlaces = {"云南省昆明市", "湖北省宜昌市",
                                         "贵州省贵阳市", "山东省临沂市"};
  v1::Label label;
  label.set_id(absl::StrFormat("L%07d", index));
  const bool dap = Pick(random, 3) == 0;
  if (dap) {
    SetNutrients(&label, "DAP", 18, 46, 0);
    label.set_name("磷酸二铵");
    label.set_standard("GB/T 10205-2009");
    label.set_process("传统法");
  } else {
    SetNutrients(&label, "compound", 15 + Pick(random, 4), 12 + Pick(random, 6),
                 13 + Pick(random, 5));
    label.set_name("复合肥料");
    label.set_standard("GB/T 15063-2020");
    label.set_licence(absl::StrCat("(滇)XK13-001-", Digits(random, 5)));
  }
  label.set_trade_name(absl::StrCat("田野牌", Pick(random, 90) + 10, "号"));
  label.set_brand("田野");
  label.set_grade("优等品");
  label.set_organic(0);
  label.set_moisture(1.5);
  label.set_chloride(Pick(random, 4) == 0 ? 12.0 : 1.0);
  label.set_chloride_mark(label.chloride() > 3 ? "含氯（低氯）" : "");
  AddShare(label.mutable_elements(), "S", 2.0 + Pick(random, 5));
  AddShare(label.mutable_elements(), "Zn", 0.1);
  AddShare(label.mutable_elements(), "B", 0.05);
  label.set_net_value(Pick(random, 2) == 0 ? 50 : 40);
  label.set_package_kg(label.net_value());
  label.set_net_unit("kg");
  label.set_producer("示例化肥有限公司");
  label.set_address(absl::StrCat(kPlaces[Pick(random, 4)], "示范路",
                                 Pick(random, 300) + 1, "号"));
  label.set_uscc(absl::StrCat("91530000", "MA6K", Digits(random, 6)));
  label.set_phone(absl::StrCat("0871-", Digits(random, 8)));
  label.set_postcode(absl::StrCat("65", Digits(random, 4)));
  label.set_batch(absl::StrCat("B", Digits(random, 8)));
  label.set_made_on(absl::StrFormat("202%d-%02d-%02d", 3 + Pick(random, 3),
                                    Pick(random, 12) + 1,
                                    Pick(random, 28) + 1));
  label.set_expires_on("2029-12-31");
  label.set_checked_on("2026-11-21");
  label.set_origin("中国");
  label.add_warnings("远离儿童存放");
  label.add_warnings("避免与种子直接接触");
  label.add_claims("适用于多种土壤，配合有机肥使用效果更好");
  label.add_claims("颗粒均匀，不易结块，便于机械施用");
  label.add_claims("请按当地农业技术人员的建议确定用量");
  label.set_instructions("作基肥或追肥，每亩用量二十至四十千克，施后覆土浇水");
  for (const char* crop : {"小麦", "玉米", "水稻", "油菜", "马铃薯"}) {
    label.add_crops(crop);
  }
  label.set_certificate(true);
  label.set_barcode(absl::StrCat("69", Digits(random, 11)));
  label.set_storage("置于阴凉干燥处，防潮防晒");
  auto& limits = *label.mutable_limits();
  limits["Cd"] = 2.5, limits["Hg"] = 0.5, limits["As"] = 12, limits["Pb"] = 40,
  limits["Cr"] = 80;
  AddShare(label.mutable_components(), "氮", label.n());
  AddShare(label.mutable_components(), "磷", label.p2o5());
  AddShare(label.mutable_components(), "钾", label.k2o());
  AddShare(label.mutable_components(), "其他", 100 - label.total());
  return label;
}

// Breaks rule `rule` (1 to 40) and no other on a right label; false when this
// label cannot carry that violation beside what it already has.
bool Plant(int rule, Random& random, v1::Label* label) {
  const bool dap = label->type() == "DAP";
  switch (rule) {
    case 1:
      label->clear_name();
      return true;
    case 2:
      label->clear_producer();
      return true;
    case 3:
      label->clear_address();
      return true;
    case 4:
      label->set_certificate(false);
      return true;
    case 6:
      label->clear_instructions();
      return true;
    case 7:
      label->clear_storage();
      return true;
    case 8:
      label->set_formula("18－46－0");
      return true;
    case 9:
      label->set_standard("GB/T10205");
      return true;
    case 10:
      if (dap) return false;
      label->set_licence("XK13-003-123");
      return true;
    case 11:
      label->set_uscc(
          "9153000O"
          "MA6K123456");
      return true;
    case 12:
      label->set_phone("12-345");
      return true;
    case 13:
      label->set_postcode("65010");
      return true;
    case 15:
      label->set_barcode("7012345678901");
      return true;
    case 16:
      label->set_total(label->total() + 1);
      return true;
    case 19:
      label->mutable_components(3)->set_pct(1);
      return true;
    case 20:
      label->mutable_nutrients(0)->set_symbol("氮");
      return true;
    case 21:
      if (!dap) return false;
      SetNutrients(label, "DAP", 20, 37, 0);
      label->mutable_components(0)->set_pct(20);
      label->mutable_components(1)->set_pct(37);
      label->mutable_components(3)->set_pct(43);
      return true;
    case 22:
      if (dap) return false;
      SetNutrients(label, "compound", 20, 3, 20);
      label->mutable_components(0)->set_pct(20);
      label->mutable_components(1)->set_pct(3);
      label->mutable_components(2)->set_pct(20);
      label->mutable_components(3)->set_pct(57);
      return true;
    case 23:
      label->set_chloride_mark("含氯");
      return true;
    case 24:
      label->set_chloride(35);
      label->set_chloride_mark("含氯（高氯）");
      return true;
    case 25:
      label->set_moisture(6);
      return true;
    case 26:
      label->mutable_elements(1)->set_pct(0.01);
      return true;
    case 27:
      AddShare(label->mutable_elements(), "B", 0.06);
      return true;
    case 29:
      label->set_net_unit("斤");
      return true;
    case 30:
      label->set_claims(1, "颗粒均匀，增产效果世界级，便于机械施用");
      return true;
    case 31:
      label->set_name(absl::StrCat("高效", label->name()));
      return true;
    case 32:
      label->set_trade_name("田野牌特供");
      return true;
    case 33:
      (*label->mutable_limits())["Pb"] = 260;
      return true;
    case 34:
      (*label->mutable_limits())["Tl"] = 0.1;
      return true;
    case 35:
      label->set_imported(true);
      return true;
    case 36:
      if (!dap) return false;
      label->set_licence("(滇)XK13-002-12345");
      return true;
    case 37:
      label->set_checked_on("2022-01-01");
      return true;
    case 38:
      label->set_expires_on("2023-01-01");
      return true;
    case 39:
      if (label->standard() == "GB/T10205") return false;
      label->set_standard(dap ? "GB 10205-2009" : "GB 15063-2009");
      return true;
    case 40:
      label->set_package_kg(label->net_value() + 5);
      return true;
    default:
      (void)random;
      return false;  // 5 14 17 18 28 follow others
  }
}

// Rules whose planting touches the same fields must not meet in one label.
bool Compatible(int rule, const Broken& planted) {
  static constexpr std::array<std::array<int, 2>, 12> kClashes = {{{9, 39},
                                                                   {16, 21},
                                                                   {16, 22},
                                                                   {19, 21},
                                                                   {19, 22},
                                                                   {20, 21},
                                                                   {20, 22},
                                                                   {23, 24},
                                                                   {10, 36},
                                                                   {29, 40},
                                                                   {1, 31},
                                                                   {8, 21}}};
  for (const auto& [a, b] : kClashes) {
    if ((rule == a && planted[b - 1]) || (rule == b && planted[a - 1])) {
      return false;
    }
  }
  return !(rule == 22 && planted[7]) && !(rule == 8 && planted[21]);
}

}  // namespace

std::vector<LabelCase> GenerateLabels(int count, uint64_t seed) {
  Random random(seed);
  std::vector<LabelCase> out(static_cast<size_t>(count));
  for (int i = 0; i < count; ++i) {
    LabelCase& item = out[static_cast<size_t>(i)];
    item.label = RightLabel(random, i);
    if (Pick(random, 5) != 0) continue;
    for (int left = 1 + Pick(random, 4); left > 0;) {
      const int rule = 1 + Pick(random, kRuleCount);
      if (item.planted[rule - 1] || !Compatible(rule, item.planted)) continue;
      if (!Plant(rule, random, &item.label)) continue;
      item.planted.set(rule - 1);
      --left;
    }
  }
  return out;
}

std::string ToJson(const v1::Label& label) {
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  options.always_print_primitive_fields = true;
  std::string out;
  (void)google::protobuf::util::MessageToJsonString(label, &out, options);
  return out;
}

}  // namespace zhiheng::bench
