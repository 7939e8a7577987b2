#include "services/gateway/assess/plan.h"

#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/common/base/status_macros.h"
#include "services/common/base/text.h"
#include "services/common/problem/problem.h"
#include "services/gateway/assess/request_check.h"

namespace zhiheng::gateway {
namespace {

using rules::v1::Pack;
using rules::v1::PackRef;

// Unset or partial dates of a pack are taken as open.
bool InForce(const Pack& pack, CivilDate day) {
  DateInterval interval;
  const auto read = [](const type::v1::Date& date) {
    return CivilDate::FromYmd(date.year(), date.month(), date.day());
  };
  if (const auto from = read(pack.in_force_from()); from.ok()) {
    interval.from = *from;
  }
  if (const auto until = read(pack.in_force_until()); until.ok()) {
    interval.until = *until;
  }
  return interval.Contains(day);
}

const Pack* Find(const std::vector<Pack>& live, const std::string& name) {
  for (const Pack& pack : live) {
    if (pack.name() == name) {
      return &pack;
    }
  }
  return nullptr;
}

absl::Status NotLive(const std::vector<Pack>& live, const std::string& name,
                     const std::string& path) {
  std::vector<std::string> names;
  for (const Pack& pack : live) {
    names.push_back(pack.name());
  }
  const std::string nearest = NearestWord(name, names);
  return Problem(absl::StatusCode::kNotFound, "PACK_NOT_FOUND")
      .Field(path, absl::StrCat("there is no live pack '", name, "'"),
             nearest.empty() ? "GetServerInfo lists the live packs"
                             : absl::StrCat("did you mean '", nearest, "'?"))
      .With("pack", name);
}

absl::StatusOr<PackRef> Pin(const std::vector<Pack>& live, const PackRef& asked,
                            const std::string& facts_type,
                            const std::string& path) {
  const Pack* pack = Find(live, asked.name());
  if (pack == nullptr) {
    return NotLive(live, asked.name(), path + ".name");
  }
  if (!asked.digest().empty() && asked.digest() != pack->digest()) {
    return Problem(absl::StatusCode::kFailedPrecondition, "PACK_DIGEST_DIFFERS")
        .Field(
            path + ".digest",
            absl::StrCat(pack->name(), " is live with digest ", pack->digest()),
            "leave the digest out for whatever is live")
        .With("pack", pack->name())
        .With("live_digest", pack->digest());
  }
  if (pack->facts_type() != facts_type) {
    return Problem(absl::StatusCode::kFailedPrecondition, "PACK_DOES_NOT_FIT")
        .Field(path + ".name",
               absl::StrCat(pack->name(), " is over ", pack->facts_type(),
                            "; the facts are a ", facts_type))
        .With("pack", pack->name())
        .With("facts_type", facts_type);
  }
  PackRef ref;
  ref.set_name(pack->name());
  ref.set_digest(pack->digest());
  return ref;
}

absl::Status NoPackFits(const std::vector<Pack>& live,
                        const std::string& facts_type,
                        const std::optional<CivilDate>& as_of) {
  std::set<std::string> types;
  for (const Pack& pack : live) {
    types.insert(pack.facts_type());
  }
  Problem problem(absl::StatusCode::kFailedPrecondition, "NO_PACK_FITS");
  problem.Say(absl::StrCat(
      "no live pack is over ", facts_type,
      as_of.has_value() ? absl::StrCat(" and in force on ", as_of->ToString())
                        : "",
      "; there are packs over: ",
      types.empty() ? "nothing" : absl::StrJoin(types, ", ")));
  return problem.With("facts_type", facts_type);
}

}  // namespace

absl::StatusOr<std::vector<PackRef>> ChoosePacks(
    const std::vector<Pack>& live, const v1::CheckRequest& request,
    const AssessOptions& options) {
  const std::string facts_type = FactsTypeOf(request.subject());
  std::vector<PackRef> refs;
  for (int i = 0; i < request.packs_size(); ++i) {
    ASSIGN_OR_RETURN(PackRef ref, Pin(live, request.packs(i), facts_type,
                                      absl::StrCat("packs[", i, "]")));
    refs.push_back(std::move(ref));
  }
  if (!refs.empty()) {
    return refs;
  }
  std::optional<CivilDate> as_of;
  if (request.has_as_of()) {
    as_of = FullDate(request.as_of());
  }
  for (const Pack& pack : live) {
    if (pack.facts_type() == facts_type &&
        (!as_of.has_value() || InForce(pack, *as_of))) {
      refs.emplace_back();
      refs.back().set_name(pack.name());
      refs.back().set_digest(pack.digest());
    }
  }
  if (refs.empty()) {
    return NoPackFits(live, facts_type, as_of);
  }
  if (refs.size() > options.max_packs) {
    return Problem(absl::StatusCode::kResourceExhausted, "TOO_MANY_PACKS")
        .Say(absl::StrCat(refs.size(), " packs fit; the limit is ",
                          options.max_packs))
        .Hint("name the packs to use");
  }
  return refs;
}

}  // namespace zhiheng::gateway
