// zhiheng catalog get | search | cite | diff | applicable | watch: reads the
// catalog.
//
// Each is one thread's work; it returns the exit code and has said everything
// on the console.
#ifndef SERVICES_CLI_COMMAND_CATALOG_COMMAND_H_
#define SERVICES_CLI_COMMAND_CATALOG_COMMAND_H_

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "services/cli/command/console.h"
#include "services/cli/command/exit_code.h"
#include "services/cli/connect/services.h"
#include "services/cli/report/page.h"

namespace zhiheng::cli {

struct CatalogOptions {
  std::string what;  // a name, an id or a printed citation; words to search for
  std::vector<std::string> words = {};  // the same, one by one
  std::vector<std::string> facts = {};  // name=value, of a product
  std::string region;                   // GB/T 2260; empty: nationwide law only
  std::string after;                    // snapshot token
  std::string as_of;
  bool json = false;
  int limit = 10;
  Language language = Language::kBoth;
  absl::Duration timeout = absl::Seconds(10);
};

// An instrument with its editions (`trademark-law`), or a provision by its ids
// (`trademark-law/art57.item1`, `trademark-law@2019/art57.item1`) or as printed
// (《商标法》第五十七条第（一）项).
ExitCode RunCatalogGet(const CatalogOptions& options, Catalog* catalog,
                       Console* console);

// Provisions that hold the words, best first.
ExitCode RunCatalogSearch(const CatalogOptions& options, Catalog* catalog,
                          Console* console);

// What a printed citation names, and how it reads properly. Of a file, or of
// standard input (`-`): every citation in its text, see catalog_annotate.h.
ExitCode RunCatalogCite(const CatalogOptions& options, Catalog* catalog,
                        Console* console);

// Two editions, provision by provision: trademark-law@2019 trademark-law@2026.
ExitCode RunCatalogDiff(const CatalogOptions& options, Catalog* catalog,
                        Console* console);

// The instruments that apply to a product of the categories in `words`.
ExitCode RunCatalogApplicable(const CatalogOptions& options, Catalog* catalog,
                              Console* console);

// Changes after `after`, or from now on, a line each, until `limit` were shown
// or the time is over; both end it well. The last line is the token to go on
// from.
ExitCode RunCatalogWatch(const CatalogOptions& options, Catalog* catalog,
                         Console* console);

}  // namespace zhiheng::cli

#endif  // SERVICES_CLI_COMMAND_CATALOG_COMMAND_H_
