// The files of the collections that a person found damaged, and by which codes
// the importer may report each.
#ifndef TESTS_CORPORA_KNOWN_DAMAGE_H_
#define TESTS_CORPORA_KNOWN_DAMAGE_H_

#include <string>
#include <vector>

namespace zhiheng::corpora {

struct KnownDamage {
  std::string file;  // part of its path
  std::vector<const char*> codes;
};

inline std::vector<KnownDamage> KnownDamages() {
  return {
      {"长江保护法", {"no-commencement", "text-stops"}},
      {"浙江省广告管理条例", {"no-commencement", "text-stops"}},
      {"嘉兴市户外广告和招牌设置", {"no-commencement", "text-stops"}},
      {"飞行基本规则", {"article-gap"}},
      {"刑事诉讼法", {"space-in-number"}},
      {"农民专业合作社法", {"misprint"}},
      {"公司法(2023", {"zero-width"}},
      {"粮食安全保障法", {"zero-width"}},
      {"海洋环境保护法", {"zero-width"}},
      {"法/广告法", {"same-text", "sources-differ"}},
      {"消费者权益保护法实施条例.doc", {"unreadable"}},
      {"直播电商监督管理办法.doc", {"unreadable"}},
      {"浙江省市场监督管理行政处罚裁量基准.doc", {"unreadable"}},
      {"网络交易监督管理办法.docx", {"automatic-number"}},
  };
}

}  // namespace zhiheng::corpora

#endif  // TESTS_CORPORA_KNOWN_DAMAGE_H_
