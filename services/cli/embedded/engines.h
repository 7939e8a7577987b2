// The three services as libraries in this process, each opened when first asked
// for: reading the catalog compiles no packs.
//
// For one thread while opening; what it hands out is thread-safe and lives as
// long as this object. Borrows the clock. Opening fails with
// FAILED_PRECONDITION and every diagnostic when a pack or a data file is wrong.
#ifndef SERVICES_CLI_EMBEDDED_ENGINES_H_
#define SERVICES_CLI_EMBEDDED_ENGINES_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "services/cli/connect/services.h"
#include "services/common/base/clock.h"

namespace zhiheng::catalog {
class CatalogEngine;
}
namespace zhiheng::gateway {
class Assessor;
class CatalogBackend;
class RulesBackend;
}  // namespace zhiheng::gateway
namespace zhiheng::rules {
class RulesEngine;
}

namespace zhiheng::cli {

struct EngineFolders {
  std::string catalog;  // empty: the data that come with the program
  std::string packs;    // empty: the packs that come with the program
};

class Engines {
 public:
  Engines(EngineFolders folders, const Clock* clock);
  ~Engines();

  absl::StatusOr<const catalog::CatalogEngine*> OpenCatalog();
  absl::StatusOr<rules::RulesEngine*> OpenRules();
  // The folder that OpenRules() reads.
  absl::StatusOr<std::string> PacksFolder() const;
  // Over both of the above.
  absl::StatusOr<gateway::Assessor*> OpenAssessor();

 private:
  const EngineFolders folders_;
  const Clock* const clock_;
  std::unique_ptr<catalog::CatalogEngine> catalog_;
  std::unique_ptr<rules::RulesEngine> rules_;
  std::unique_ptr<gateway::CatalogBackend> catalog_backend_;
  std::unique_ptr<gateway::RulesBackend> rules_backend_;
  std::unique_ptr<gateway::Assessor> assessor_;
};

// Commands see the engines as they see the services over gRPC.
absl::StatusOr<std::unique_ptr<Gateway>> OpenLocalGateway(Engines* engines);
absl::StatusOr<std::unique_ptr<Catalog>> OpenLocalCatalog(Engines* engines);
absl::StatusOr<std::unique_ptr<Rules>> OpenLocalRules(Engines* engines);

}  // namespace zhiheng::cli

#endif  // SERVICES_CLI_EMBEDDED_ENGINES_H_
