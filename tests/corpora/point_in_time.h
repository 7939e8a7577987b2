// For every instrument with several editions: on the day before, of and after
// each change the edition in force must be the one that a plain look at the
// list of dates gives, and its text must be the one that was stored.
#ifndef TESTS_CORPORA_POINT_IN_TIME_H_
#define TESTS_CORPORA_POINT_IN_TIME_H_

#include <string>
#include <vector>

#include "services/catalog/store/catalog_store.h"

namespace zhiheng::corpora {

struct PointInTime {
  int instruments = 0;
  int changes = 0;
  int reads = 0;
  std::vector<std::string> wrong;
};

PointInTime CheckPointInTime(const catalog::CatalogStore& store);

}  // namespace zhiheng::corpora

#endif  // TESTS_CORPORA_POINT_IN_TIME_H_
