// The scanner finds, the resolver answers; equal citations are resolved once.
#include "services/catalog/engine/annotator.h"

#include <string>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "services/catalog/citation/scanner.h"
#include "services/catalog/engine/convert.h"
#include "services/catalog/engine/resolver.h"
#include "services/catalog/model/provision_id.h"
#include "services/common/base/status_macros.h"
#include "services/common/base/text.h"
#include "services/common/problem/problem.h"

namespace zhiheng::catalog {
namespace {

namespace pb = ::zhiheng::catalog::v1;
using Outcome = pb::ResolveCitationResponse;

void ToProto(const TextSpan& span, pb::TextSpan* out) {
  out->set_begin_byte(static_cast<int64_t>(span.begin_byte));
  out->set_end_byte(static_cast<int64_t>(span.end_byte));
  out->set_begin_char(static_cast<int64_t>(span.begin_char));
  out->set_end_char(static_cast<int64_t>(span.end_char));
}

absl::string_view Meaning(SlipKind kind) {
  switch (kind) {
    case SlipKind::kWrongCharacter:
      return "a character that only looks like the right one, as 笫 for 第";
    case SlipKind::kDashForOne:
      return "a dash where 一 is meant";
    case SlipKind::kOddNumeral:
      return "not how the number is written";
    case SlipKind::kUnreadableNumeral:
      return "no number";
    case SlipKind::kMissingNumber:
      return "the number is missing";
    case SlipKind::kMissingUnit:
      return "条 is missing";
    case SlipKind::kDoubled:
      return "printed twice";
    case SlipKind::kUnbalanced:
      return "a bracket is missing";
  }
  return "";
}

std::string CacheKey(const ParsedCitation& parsed) {
  return absl::StrCat(parsed.title, "\n", parsed.standard_number, "\n",
                      parsed.document_number, "\n", parsed.year, "\n",
                      FormatProvisionId(parsed.path));
}

class Annotator {
 public:
  Annotator(const CallContext& call, const ReadView& view,
            const NameIndex& names, const CorrespondenceTable& correspondences)
      : call_(call),
        view_(view),
        names_(names),
        correspondences_(correspondences) {}

  absl::Status Add(const FoundCitation& found, absl::string_view text,
                   pb::AnnotateTextResponse* response) {
    pb::AnnotatedCitation* out = response->add_citations();
    ToProto(found.span, out->mutable_span());
    out->set_named_by(static_cast<pb::AnnotatedCitation::NamedBy>(
        static_cast<int>(found.named_by) + 1));
    out->set_canonical(CanonicalForm(found));
    out->set_inexact(found.inexact);
    for (const Slip& slip : found.slips) {
      pb::CitationSlip* to = out->add_slips();
      to->set_kind(SlipWord(slip.kind).data());
      ToProto(slip.span, to->mutable_span());
      to->set_message(
          absl::StrCat("\"",
                       text.substr(slip.span.begin_byte,
                                   slip.span.end_byte - slip.span.begin_byte),
                       "\": ", Meaning(slip.kind)));
    }
    return Resolve(found, out);
  }

 private:
  absl::Status Resolve(const FoundCitation& found, pb::AnnotatedCitation* out) {
    const ParsedCitation& parsed = found.parsed;
    if (parsed.title.empty() && parsed.standard_number.empty() &&
        parsed.document_number.empty()) {
      out->set_outcome(Outcome::OUTCOME_UNKNOWN_INSTRUMENT);
      out->set_hint("nothing before it says of which instrument");
      return absl::OkStatus();
    }
    ASSIGN_OR_RETURN(const Outcome* first, Once(parsed));
    out->set_outcome(first->outcome());
    *out->mutable_citation() = first->citation();
    out->set_hint(first->hint());
    *out->mutable_successors() = first->successors();
    if (first->outcome() == Outcome::OUTCOME_UNKNOWN_INSTRUMENT) {
      AddMisprint(found, out);
    }
    if (found.until.empty()) return absl::OkStatus();
    ParsedCitation last = parsed;
    last.path = found.until;
    ASSIGN_OR_RETURN(const Outcome* until, Once(last));
    *out->mutable_until() = until->citation();
    // A range is as good as the worse of its ends.
    if (out->outcome() == Outcome::OUTCOME_RESOLVED &&
        until->outcome() != Outcome::OUTCOME_RESOLVED) {
      out->set_outcome(until->outcome());
      out->set_hint(until->hint());
    }
    return absl::OkStatus();
  }

  void AddMisprint(const FoundCitation& found, pb::AnnotatedCitation* out) {
    if (found.parsed.title.empty()) return;
    const auto [entry, added] = misprints_.try_emplace(found.parsed.title);
    if (added) entry->second = names_.MisprintOf(found.parsed.title);
    if (entry->second.empty()) return;
    pb::CitationSlip* slip = out->add_slips();
    slip->set_kind("misspelt-title");
    ToProto(found.span, slip->mutable_span());
    slip->set_message(absl::StrCat("the catalog knows no 《",
                                   found.parsed.title, "》; perhaps 《",
                                   entry->second, "》 is meant"));
  }

  // The answer of this document for a citation.
  absl::StatusOr<const Outcome*> Once(const ParsedCitation& parsed) {
    const auto [entry, added] = answers_.try_emplace(CacheKey(parsed));
    if (!added) return entry->second.get();
    RETURN_IF_ERROR(call_.Check());
    ASSIGN_OR_RETURN(Outcome answer,
                     ResolveParsed(view_, parsed, &correspondences_));
    entry->second = std::make_unique<Outcome>(std::move(answer));
    return entry->second.get();
  }

  const CallContext& call_;
  const ReadView& view_;
  const NameIndex& names_;
  const CorrespondenceTable& correspondences_;
  absl::flat_hash_map<std::string, std::unique_ptr<Outcome>> answers_;
  absl::flat_hash_map<std::string, std::string> misprints_;
};

}  // namespace

absl::StatusOr<pb::AnnotateTextResponse> Annotate(
    const CallContext& call, const ReadView& view, const NameIndex& names,
    const CorrespondenceTable& correspondences,
    const pb::AnnotateTextRequest& request) {
  if (request.text().size() > kMaxAnnotatedBytes) {
    return Problem(absl::StatusCode::kInvalidArgument, "TEXT_TOO_LONG")
        .Field("text",
               absl::StrCat(request.text().size(), " bytes; at most ",
                            kMaxAnnotatedBytes, " are allowed"),
               "send it in pieces");
  }
  if (!IsValidUtf8(request.text())) {
    return Problem(absl::StatusCode::kInvalidArgument, "TEXT_NOT_UTF8")
        .Field("text", "the text is not UTF-8");
  }
  ScanOptions options;
  options.known = [&](absl::string_view title) { return names.Knows(title); };
  if (!request.own().instrument().empty()) {
    ASSIGN_OR_RETURN(const ProvisionKey own, FromProto(request.own()));
    ASSIGN_OR_RETURN(const Instrument instrument,
                     view.GetInstrument(own.instrument));
    options.own.title = instrument.title.zh;
    options.own.year = own.edition;
  }
  const ScanResult scan = ScanCitations(request.text(), options);
  pb::AnnotateTextResponse response;
  Annotator annotator(call, view, names, correspondences);
  for (const FoundCitation& found : scan.citations) {
    RETURN_IF_ERROR(annotator.Add(found, request.text(), &response));
  }
  response.set_complete_until_byte(static_cast<int64_t>(scan.complete_until));
  response.set_snapshot_token(view.snapshot().Token());
  return response;
}

}  // namespace zhiheng::catalog
