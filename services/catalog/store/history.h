// The digest of a store's history: what was added, changed and removed, commit
// after commit, in a canonical text of our own.
//
// Not thread-safe; one per commit, on one thread. Never fails.
#ifndef SERVICES_CATALOG_STORE_HISTORY_H_
#define SERVICES_CATALOG_STORE_HISTORY_H_

#include <string>

#include "absl/strings/string_view.h"
#include "services/catalog/model/records.h"

namespace zhiheng::catalog {

class HistoryWriter {
 public:
  // `previous`: the digest before this commit; empty for the first.
  HistoryWriter(absl::string_view previous, absl::string_view origin);

  void Write(const Instrument& instrument);
  void Write(const Edition& edition);
  void Write(const Provision& provision);
  void Remove(const Provision& provision);

  // The digest after this commit.
  std::string Digest() const;

 private:
  void Field(absl::string_view value);
  std::string canonical_;
};

}  // namespace zhiheng::catalog

#endif  // SERVICES_CATALOG_STORE_HISTORY_H_
