#include "services/cli/embedded/engines.h"

#include <utility>

#include "services/catalog/engine/catalog_engine.h"
#include "services/catalog/engine/data_folder.h"
#include "services/cli/embedded/catalog_adapter.h"
#include "services/cli/embedded/rules_adapter.h"
#include "services/common/base/status_macros.h"
#include "services/gateway/assess/assessor.h"
#include "services/rules/engine/rules_engine.h"

namespace zhiheng::cli {
namespace {

class LocalGateway final : public Gateway {
 public:
  explicit LocalGateway(gateway::Assessor* assessor) : assessor_(assessor) {}
  absl::StatusOr<gateway::v1::CheckResponse> Check(
      const CallContext& call,
      const gateway::v1::CheckRequest& request) override {
    return assessor_->Check(call, request);
  }

 private:
  gateway::Assessor* const assessor_;
};

}  // namespace

Engines::Engines(EngineFolders folders, const Clock* clock)
    : folders_(std::move(folders)), clock_(clock) {}

Engines::~Engines() = default;

absl::StatusOr<const catalog::CatalogEngine*> Engines::OpenCatalog() {
  if (catalog_ == nullptr) {
    catalog::EngineOptions options;
    options.data_folder = folders_.catalog;
    if (options.data_folder.empty()) {
      ASSIGN_OR_RETURN(options.data_folder, catalog::FindDataFolder());
    }
    ASSIGN_OR_RETURN(catalog_, catalog::CatalogEngine::Create(options, clock_));
  }
  return catalog_.get();
}

absl::StatusOr<std::string> Engines::PacksFolder() const {
  if (!folders_.packs.empty()) return folders_.packs;
  return rules::FindLibraryFolder();
}

absl::StatusOr<rules::RulesEngine*> Engines::OpenRules() {
  if (rules_ == nullptr) {
    ASSIGN_OR_RETURN(const std::string folder, PacksFolder());
    ASSIGN_OR_RETURN(rules_, rules::RulesEngine::Create(folder));
  }
  return rules_.get();
}

absl::StatusOr<gateway::Assessor*> Engines::OpenAssessor() {
  if (assessor_ == nullptr) {
    ASSIGN_OR_RETURN(const catalog::CatalogEngine* catalog, OpenCatalog());
    ASSIGN_OR_RETURN(rules::RulesEngine * rules, OpenRules());
    catalog_backend_ = MakeLocalCatalogBackend(catalog);
    rules_backend_ = MakeLocalRulesBackend(rules);
    assessor_ = std::make_unique<gateway::Assessor>(rules_backend_.get(),
                                                    catalog_backend_.get());
  }
  return assessor_.get();
}

absl::StatusOr<std::unique_ptr<Gateway>> OpenLocalGateway(Engines* engines) {
  ASSIGN_OR_RETURN(gateway::Assessor * assessor, engines->OpenAssessor());
  return std::make_unique<LocalGateway>(assessor);
}

absl::StatusOr<std::unique_ptr<Catalog>> OpenLocalCatalog(Engines* engines) {
  ASSIGN_OR_RETURN(const catalog::CatalogEngine* catalog,
                   engines->OpenCatalog());
  return MakeLocalCatalog(catalog);
}

absl::StatusOr<std::unique_ptr<Rules>> OpenLocalRules(Engines* engines) {
  ASSIGN_OR_RETURN(rules::RulesEngine * rules, engines->OpenRules());
  return MakeLocalRules(rules);
}

}  // namespace zhiheng::cli
