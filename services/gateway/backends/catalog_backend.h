// What the gateway asks of the catalog, whatever lies between. The contract of
// rules_backend.h holds here too.
#ifndef SERVICES_GATEWAY_BACKENDS_CATALOG_BACKEND_H_
#define SERVICES_GATEWAY_BACKENDS_CATALOG_BACKEND_H_

#include "services/common/rpc/call_context.h"
#include "services/gateway/backends/completion.h"
#include "zhiheng/catalog/v1/catalog_service.pb.h"

namespace zhiheng::gateway {

class CatalogBackend {
 public:
  virtual ~CatalogBackend() = default;
  virtual void ListInstruments(
      const CallContext& call, catalog::v1::ListInstrumentsRequest request,
      Completion<catalog::v1::ListInstrumentsResponse> done) = 0;
  virtual void ListEditions(
      const CallContext& call, catalog::v1::ListEditionsRequest request,
      Completion<catalog::v1::ListEditionsResponse> done) = 0;
  virtual void BatchGetProvisions(
      const CallContext& call, catalog::v1::BatchGetProvisionsRequest request,
      Completion<catalog::v1::BatchGetProvisionsResponse> done) = 0;
};

}  // namespace zhiheng::gateway

#endif  // SERVICES_GATEWAY_BACKENDS_CATALOG_BACKEND_H_
