// The catalog in this process, for commands and for the gateway's assessor.
//
// Thread-safe. Borrows the engine, which must outlive them.
#ifndef SERVICES_CLI_EMBEDDED_CATALOG_ADAPTER_H_
#define SERVICES_CLI_EMBEDDED_CATALOG_ADAPTER_H_

#include <memory>

#include "services/catalog/engine/catalog_engine.h"
#include "services/cli/connect/services.h"
#include "services/gateway/backends/catalog_backend.h"

namespace zhiheng::cli {

std::unique_ptr<Catalog> MakeLocalCatalog(const catalog::CatalogEngine* engine);

std::unique_ptr<gateway::CatalogBackend> MakeLocalCatalogBackend(
    const catalog::CatalogEngine* engine);

}  // namespace zhiheng::cli

#endif  // SERVICES_CLI_EMBEDDED_CATALOG_ADAPTER_H_
