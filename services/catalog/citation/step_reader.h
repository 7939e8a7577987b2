// Reads 第五十七条第（二）项, and lists and ranges of such, in running text:
// 第四十九条至第五十三条, 第五十七条第一项、第三项, 第（一）、（三）项,
// 第五至七条, 第十八、十九条, 7.3条, 附录A.
//
// Pure functions over a ScanText; thread-safe; linear; nothing read is an empty
// list. Slips are collected, not refused.
#ifndef SERVICES_CATALOG_CITATION_STEP_READER_H_
#define SERVICES_CATALOG_CITATION_STEP_READER_H_

#include <cstddef>
#include <vector>

#include "services/catalog/citation/group_reader.h"
#include "services/catalog/citation/scan_text.h"
#include "services/catalog/citation/slip.h"
#include "services/catalog/model/provision_id.h"

namespace zhiheng::catalog {

// Members of one list.
inline constexpr size_t kMaxListMembers = 256;

// One member of a list.
struct ReadReference {
  ProvisionPath path;
  ProvisionPath until;  // of a range: its last member; else empty
  size_t begin = 0;
  size_t end = 0;
  Slips slips;
};

struct ReadList {
  std::vector<ReadReference> members;
  size_t end = 0;  // behind the last member; where it was begun when none
};

// The list at `at`. `context` is the path that a first step continues: 第二款
// after art57 is art57.para2.
ReadList ReadProvisions(const ScanText& text, size_t at,
                        const ProvisionPath& context, StepStyle style);

// `steps` below `context`: 第二款 replaces what is as deep or deeper; an
// article stands alone.
ProvisionPath Continue(const ProvisionPath& context, const Segment& step);

}  // namespace zhiheng::catalog

#endif  // SERVICES_CATALOG_CITATION_STEP_READER_H_
