// What the catalog holds, as plain values: instruments, their dated editions,
// and the provisions of an edition.
//
// Value types; thread-safe when const. No protobuf here, so that the store and
// the importer do not depend on the wire.
#ifndef SERVICES_CATALOG_MODEL_RECORDS_H_
#define SERVICES_CATALOG_MODEL_RECORDS_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/common/exact/civil_date.h"

namespace zhiheng::catalog {

struct Text {
  std::string zh;
  std::string en;

  friend bool operator==(const Text&, const Text&) = default;
};

// Values equal those of zhiheng.catalog.v1.Instrument.Kind (checked by a test
// of the service room).
enum class Kind {
  kUnspecified = 0,
  kLaw = 1,
  kRegulation = 2,
  kDepartmentalRule = 3,
  kLocalRule = 4,
  kJudicialInterpretation = 5,
  kMandatoryStandard = 6,
  kRecommendedStandard = 7,
  kIndustryStandard = 8,
  kLocalStandard = 9,
  kGroupStandard = 10,
  kInternationalStandard = 11,
  kNotice = 12,
};
inline constexpr int kKindCount = 13;

bool IsStandard(Kind kind);
// `law`, `mandatory_standard` …: the words of the data files.
absl::string_view KindWord(Kind kind);
std::optional<Kind> KindFromWord(absl::string_view word);

// In the order in which an answer prefers them. Values equal those of
// zhiheng.catalog.v1.TextStatus.
enum class TextStatus {
  kOfficial = 1,
  kConsolidated = 2,
  kSummary = 3,
  kAbsent = 4,
};
absl::string_view TextStatusWord(TextStatus status);
std::optional<TextStatus> TextStatusFromWord(absl::string_view word);

struct Instrument {
  std::string id;
  Kind kind = Kind::kUnspecified;
  Text title;
  std::vector<std::string> short_names;
  std::string number;  // standards: GB 18382, without a year
  std::string issuer;
  std::string region_code;  // GB/T 2260; empty: the whole country

  friend bool operator==(const Instrument&, const Instrument&) = default;
};

struct Edition {
  std::string instrument;
  std::string id;
  Text title;
  std::string number;  // 文号, or the standard's number with its year
  std::optional<CivilDate> published;
  // Unset: not recorded, taken as "since ever"; `source` says so.
  std::optional<CivilDate> effective;
  std::optional<CivilDate> superseded;
  std::string superseded_by;  // name of an edition or instrument
  std::string source;

  DateInterval InForce() const {
    return {effective.value_or(CivilDate::Min()), superseded};
  }
  friend bool operator==(const Edition&, const Edition&) = default;
};

struct Provision {
  std::string instrument;
  std::string edition;
  std::string id;   // empty: the whole edition
  int ordinal = 0;  // place in the edition
  std::string heading;
  Text text;
  TextStatus text_status = TextStatus::kAbsent;
  // Of the provision alone; unset: as its edition.
  std::optional<CivilDate> effective;
  std::optional<CivilDate> superseded;
  // Days between on which it is not applied (暂停施行), in order and apart; an
  // open one lasts until further notice.
  std::vector<DateInterval> suspended = {};
  std::string source;

  friend bool operator==(const Provision&, const Provision&) = default;
};

// The days a provision is in force: its own, inside its edition's. Suspensions
// are not taken out.
DateInterval InForce(const Provision& provision, const Edition& edition);

// The suspension that holds on `day`, or nullptr.
const DateInterval* SuspendedOn(const Provision& provision, CivilDate day);

// In force on `day` and not suspended.
bool InForceOn(const Provision& provision, const Edition& edition,
               CivilDate day);

// `2020-02-01/2020-05-01,2022-01-01/`: intervals as stores keep them.
std::string IntervalsText(const std::vector<DateInterval>& intervals);
// INVALID_ARGUMENT for what IntervalsText() does not write.
absl::StatusOr<std::vector<DateInterval>> ParseIntervals(
    absl::string_view text);

// SHA-256 of the texts and dates, lower-case hex. Two provisions with equal
// digests say the same on the same days.
std::string Digest(const Provision& provision);

// SHA-256 of `text`, lower-case hex.
std::string Sha256Hex(absl::string_view text);

}  // namespace zhiheng::catalog

#endif  // SERVICES_CATALOG_MODEL_RECORDS_H_
