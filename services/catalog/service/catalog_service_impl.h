// CatalogService over gRPC: each call handed to the engine.
//
// Thread-safe. Borrows the engine, which must outlive it. Failures: see
// ServiceSkin and CatalogEngine.
#ifndef SERVICES_CATALOG_SERVICE_CATALOG_SERVICE_IMPL_H_
#define SERVICES_CATALOG_SERVICE_CATALOG_SERVICE_IMPL_H_

#include <memory>

#include "grpcpp/impl/codegen/service_type.h"
#include "services/catalog/engine/catalog_engine.h"
#include "services/common/server/service_call.h"

namespace zhiheng::catalog {

inline constexpr char kCatalogService[] = "zhiheng.catalog.v1.CatalogService";

std::unique_ptr<grpc::Service> MakeCatalogService(const CatalogEngine* engine,
                                                  SkinOptions skin);

}  // namespace zhiheng::catalog

#endif  // SERVICES_CATALOG_SERVICE_CATALOG_SERVICE_IMPL_H_
