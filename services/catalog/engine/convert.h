// Values of the model to messages of zhiheng.catalog.v1, and requests to
// values. Pure functions; thread-safe. INVALID_ARGUMENT names the field.
#ifndef SERVICES_CATALOG_ENGINE_CONVERT_H_
#define SERVICES_CATALOG_ENGINE_CONVERT_H_

#include <optional>

#include "absl/status/statusor.h"
#include "services/catalog/model/names.h"
#include "services/catalog/store/catalog_store.h"
#include "services/common/exact/civil_date.h"
#include "zhiheng/catalog/v1/catalog_service.pb.h"

namespace zhiheng::catalog {

zhiheng::catalog::v1::Instrument ToProto(const Instrument& instrument);
zhiheng::catalog::v1::Edition::Status StatusOn(const Edition& edition,
                                               CivilDate day);
// With its status on `as_of`.
zhiheng::catalog::v1::Edition ToProto(const Edition& edition, CivilDate as_of);
// With its days in force inside the edition's, citation and digest.
zhiheng::catalog::v1::Provision ToProto(const FullProvision& full);

zhiheng::type::v1::Citation ToCitation(const FullProvision& full);

// The parts of a citation, their grammar checked.
absl::StatusOr<ProvisionKey> FromProto(const zhiheng::type::v1::Citation& c);

// Unset: nullopt. A whole day is wanted.
absl::StatusOr<std::optional<CivilDate>> AsOf(
    const zhiheng::catalog::v1::ReadOptions& read);
absl::StatusOr<SnapshotQuery> FromProto(
    const zhiheng::catalog::v1::ReadOptions& read);

}  // namespace zhiheng::catalog

#endif  // SERVICES_CATALOG_ENGINE_CONVERT_H_
