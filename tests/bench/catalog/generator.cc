#include "bench/catalog/generator.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "services/common/base/text.h"

namespace zhiheng::catalog::bench {
namespace {

constexpr int kWords = 30000;
constexpr int kCharacters = 3000;
constexpr char32_t kFirstCharacter = 0x4E00;
constexpr int kStep = 6;  // spreads the characters over the block

// Words that every law is full of come first, and so most often.
constexpr const char* kCommon[] = {
    "应当", "规定", "或者", "以上", "以下", "部门",   "管理", "行政", "机关",
    "依照", "责令", "改正", "罚款", "万元", "生产",   "销售", "产品", "标准",
    "监督", "检查", "经营", "单位", "个人", "违法",   "所得", "处以", "情节",
    "严重", "吊销", "执照", "人民", "政府", "国务院", "商标", "注册", "申请",
    "期限", "公告", "质量", "安全", "标识", "肥料",   "食品", "检验", "合格"};

}  // namespace

Generator::Generator(uint32_t seed) : random_(seed) {
  for (const char* word : kCommon) words_.emplace_back(word);
  std::uniform_int_distribution<int> character(0, kCharacters - 1);
  std::discrete_distribution<int> length({0, 0, 7, 2, 1});
  while (words_.size() < kWords) {
    std::string word;
    for (int i = length(random_); i > 0; --i) {
      AppendUtf8(
          kFirstCharacter + static_cast<char32_t>(kStep * character(random_)),
          &word);
    }
    words_.push_back(std::move(word));
  }
  // Zipf's law, flattened at the top.
  double sum = 0;
  for (int i = 0; i < kWords; ++i) weights_.push_back(sum += 1.0 / (i + 12));
}

const std::string& Generator::Word() {
  std::uniform_real_distribution<double> at(0, weights_.back());
  const auto found =
      std::lower_bound(weights_.begin(), weights_.end(), at(random_));
  return words_[static_cast<size_t>(found - weights_.begin())];
}

std::string Generator::Phrase(int words) {
  std::string out;
  for (int i = 0; i < words; ++i) out += Word();
  return out;
}

std::string Generator::Text(int chars) {
  std::string out;
  std::uniform_int_distribution<int> clause(4, 14);
  for (int written = 0, left = clause(random_); written < chars; --left) {
    const std::string& word = Word();
    out += word;
    written += static_cast<int>(word.size() / 3);
    if (left == 0) {
      out += "，";
      left = clause(random_);
    }
  }
  return out + "。";
}

Batch Generator::Next() {
  const int number = next_++;
  Batch batch;
  batch.origin = "generated";
  Instrument& instrument = batch.instrument;
  instrument.id = absl::StrCat("gen-", number);
  instrument.kind = static_cast<Kind>(1 + number % (kKindCount - 1));
  const std::string name = absl::StrCat(Phrase(3), "管理办法");
  instrument.title = {absl::StrCat("关于", name), ""};
  instrument.short_names = {name};
  instrument.issuer = "虚构机关";

  std::lognormal_distribution<double> provisions(4.19, 0.8);
  std::lognormal_distribution<double> length(4.32, 0.75);
  const int editions =
      1 + std::discrete_distribution<int>({6, 2, 1, 1})(random_);
  for (int e = 0; e < editions; ++e) {
    EditionBatch edition;
    const int year = 1996 + e * 8 + number % 5;
    edition.edition.instrument = instrument.id;
    edition.edition.id = absl::StrCat(year);
    edition.edition.title = {absl::StrCat(name, "（", year, "年）"), ""};
    edition.edition.number = absl::StrCat("虚构令第", number, "-", e, "号");
    edition.edition.published = *CivilDate::FromYmd(year, 1, 15);
    edition.edition.effective = *CivilDate::FromYmd(year, 7, 1);
    if (e + 1 < editions) {
      edition.edition.superseded = *CivilDate::FromYmd(year + 8, 7, 1);
    }
    edition.edition.source = "generated";
    const int count = std::clamp(static_cast<int>(provisions(random_)), 5, 600);
    for (int i = 1; i <= count; ++i) {
      Provision p;
      p.instrument = instrument.id;
      p.edition = edition.edition.id;
      p.id = absl::StrCat("art", i);
      p.ordinal = i;
      p.text.zh = Text(std::clamp(static_cast<int>(length(random_)), 8, 650));
      p.text_status = TextStatus::kConsolidated;
      p.source = "generated";
      edition.provisions.push_back(std::move(p));
    }
    batch.editions.push_back(std::move(edition));
  }
  return batch;
}

}  // namespace zhiheng::catalog::bench
