// Tested by plan_test.cc, and by tests/corpora on real collections.
#include "services/catalog/importer/plan/import_run.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/catalog/citation/fold.h"
#include "services/catalog/citation/standard_number.h"
#include "services/catalog/importer/plan/edition_batches.h"
#include "services/catalog/importer/plan/edition_slots.h"
#include "services/catalog/importer/plan/instrument_id.h"
#include "services/catalog/importer/plan/provenance.h"
#include "services/common/base/status_macros.h"

namespace zhiheng::catalog {
namespace {

// One instrument that the files speak of.
struct Group {
  std::string title;
  std::string title_en;
  std::string number;
  Kind kind = Kind::kUnspecified;
  std::string issuer;
  std::string region_code;
  std::vector<SeenEdition> sources;
};

// About what they take in memory.
size_t BytesOf(const std::vector<ImportedEdition>& editions) {
  size_t bytes = 0;
  for (const ImportedEdition& edition : editions) {
    bytes += sizeof(edition) + edition.provisions.size() * sizeof(Provision);
    for (const Provision& p : edition.provisions) {
      bytes += p.heading.size() + p.text.zh.size() + p.text.en.size();
    }
  }
  return bytes;
}

class Run {
 public:
  Run(const FileSource& files, const ImportOptions& options,
      CatalogStore* store, absl::Time now, ImportObserver* observer)
      : files_(files),
        options_(options),
        store_(*store),
        now_(now),
        observer_(*observer) {}

  absl::StatusOr<ImportSummary> Do() {
    inputs_ = FindInputs(files_, options_.format, options_.limits);
    summary_.files = static_cast<int64_t>(files_.names().size());
    summary_.skipped = inputs_.skipped;
    for (const Diagnostic& d : inputs_.diagnostics) Tell(d);
    RETURN_IF_ERROR(FirstPass());
    progress_.instruments_total = static_cast<int64_t>(groups_.size());
    for (auto& [key, group] : groups_) {
      RETURN_IF_ERROR(WriteGroup(group));
      progress_.provisions = summary_.provisions;
      RETURN_IF_ERROR(Continue());
    }
    RETURN_IF_ERROR(Flush());
    (void)observer_.OnProgress(progress_);  // nothing is left to stop
    ASSIGN_OR_RETURN(const Snapshot snapshot, store_.Open({}));
    summary_.snapshot = snapshot.Token();
    return summary_;
  }

 private:
  void Tell(const Diagnostic& diagnostic) {
    switch (diagnostic.level) {
      case Level::kError:
        ++summary_.errors;
        break;
      case Level::kDamage:
        ++summary_.damages;
        break;
      case Level::kNote:
        ++summary_.notes;
        break;
    }
    observer_.OnDiagnostic(diagnostic);
  }

  absl::Status Continue() {
    if (observer_.OnProgress(progress_)) return absl::OkStatus();
    RETURN_IF_ERROR(Flush());
    return absl::CancelledError(
        "the import was stopped; what is written stays, run it again to go on");
  }

  absl::Status FirstPass() {
    progress_.files_total = static_cast<int64_t>(inputs_.inputs.size());
    for (size_t i = 0; i < inputs_.inputs.size(); ++i) {
      ReadInputResult read =
          ReadInput(inputs_.inputs[i], files_, inputs_.side, options_.limits);
      for (const Diagnostic& d : read.diagnostics) Tell(d);
      const size_t bytes = BytesOf(read.editions);
      const bool keep = read.editions.size() > 1 ||
                        kept_bytes_ + bytes <= options_.max_kept_bytes;
      if (keep) kept_bytes_ += bytes;
      for (size_t place = 0; place < read.editions.size(); ++place) {
        Note(i, place, read.editions[place]);
        if (keep) {
          kept_[{i, place}] = std::move(read.editions[place]);
        }
      }
      for (Batch& batch : read.batches) {
        RETURN_IF_ERROR(KeepWhatImportsAdded(store_, &batch));
        RETURN_IF_ERROR(Add({std::move(batch)}));
      }
      ++progress_.files_read;
      RETURN_IF_ERROR(Continue());
    }
    // Our own files first: imports look their instruments up.
    return Flush();
  }

  void Note(size_t input, size_t place, const ImportedEdition& edition) {
    for (const Diagnostic& d : edition.diagnostics) Tell(d);
    summary_.articles += edition.articles;
    if (options_.strict && edition.Damaged()) {
      ++summary_.editions_refused;
      Tell({edition.file, 0, 0, "refused",
            absl::StrCat("\"", edition.title, "\" is damaged and not imported"),
            "leave out --strict to import it with its damage reported",
            Level::kError});
      return;
    }
    SeenEdition seen;
    seen.input = input;
    seen.place = place;
    seen.origin = edition.origin;
    seen.file = edition.file;
    seen.title = ShortTitle(edition.title);
    seen.edition_number = edition.edition_number;
    seen.published = edition.published;
    seen.effective = edition.effective;
    seen.superseded = edition.superseded;
    seen.basis = edition.basis;
    seen.damaged = edition.Damaged();
    seen.articles = edition.articles;
    seen.texts = DigestsOf(edition.provisions);
    if (!edition.number.empty()) {
      const auto number =
          ParseStandardNumber(FoldCitation(edition.edition_number));
      if (number.has_value()) seen.year = number->year;
    }
    if (seen.year.empty() && !seen.published.has_value()) {
      seen.year = edition.title_year;
    }
    Group& group = groups_[edition.number.empty() ? TitleKey(seen.title)
                                                  : TitleKey(edition.number)];
    if (group.title.empty()) {
      group.title = edition.title;
      group.kind = edition.kind;
    }
    // The full name with 中华人民共和国 is the title.
    if (edition.title.size() > group.title.size() && edition.number.empty()) {
      group.title = edition.title;
    }
    const auto fill = [](const std::string& from, std::string* to) {
      if (to->empty()) *to = from;
    };
    fill(edition.title_en, &group.title_en);
    fill(edition.number, &group.number);
    fill(edition.issuer, &group.issuer);
    fill(edition.region_code, &group.region_code);
    group.sources.push_back(std::move(seen));
  }

  absl::StatusOr<Instrument> FindOrMake(int64_t commit, const Group& group) {
    std::vector<std::string> keys;
    if (!group.number.empty()) keys.push_back(TitleKey(group.number));
    if (group.number.empty()) {
      keys.push_back(TitleKey(group.title));
      keys.push_back(TitleKey(ShortTitle(group.title)));
    }
    for (const std::string& key : keys) {
      ASSIGN_OR_RETURN(const std::vector<Instrument> found,
                       store_.FindInstruments(commit, key));
      for (const Instrument& instrument : found) {
        const bool same_region = group.region_code.empty() ||
                                 instrument.region_code.empty() ||
                                 instrument.region_code == group.region_code;
        if (same_region) return Completed(instrument, group);
      }
    }
    return Made(commit, group);
  }

  // What the store says stays; what it does not say is filled in.
  static Instrument Completed(Instrument instrument, const Group& group) {
    if (instrument.issuer.empty()) instrument.issuer = group.issuer;
    if (instrument.title.en.empty()) instrument.title.en = group.title_en;
    return instrument;
  }

  absl::StatusOr<Instrument> Made(int64_t commit, const Group& group) {
    Instrument out;
    const std::string name = ShortTitle(group.title);
    out.kind = group.kind;
    out.title = {group.title, group.title_en};
    out.number = group.number;
    out.issuer = group.issuer;
    out.region_code = group.region_code;
    if (name != group.title && group.number.empty()) {
      out.short_names.push_back(name);
    }
    out.id = group.number.empty() ? ids_.OfTitle(name)
                                  : InstrumentIds::OfStandard(group.number);
    ASSIGN_OR_RETURN(const std::optional<Instrument> taken,
                     store_.GetInstrument(commit, out.id));
    // A homophone has the id; the same instrument would have been found.
    if (taken.has_value() || !ids_made_.insert(out.id).second) {
      out.id = WithDigest(out.id, name);
      ids_made_.insert(out.id);
    }
    return out;
  }

  absl::Status WriteGroup(Group& group) {
    ASSIGN_OR_RETURN(const Snapshot snapshot, store_.Open({}));
    ASSIGN_OR_RETURN(const Instrument instrument,
                     FindOrMake(snapshot.commit, group));
    ASSIGN_OR_RETURN(const std::vector<Edition> stored,
                     store_.ListEditions(snapshot.commit, instrument.id));
    EditionSlots slots(instrument.id, stored);
    std::vector<const SeenEdition*> sources;
    for (const SeenEdition& seen : group.sources) sources.push_back(&seen);
    slots.Place(sources);
    slots.Settle();
    ++summary_.instruments;
    EditionBatches batches(store_, snapshot.commit, instrument, stored);
    for (const EditionSlot& slot : slots.slots()) {
      if (slot.sources.empty()) {
        batches.AddChangedDates(slot.edition);
        continue;
      }
      ++summary_.editions;
      RETURN_IF_ERROR(AddSlot(slot, &batches));
    }
    for (const Diagnostic& d : batches.diagnostics()) Tell(d);
    for (const auto& [pair, counts] : batches.pairs()) {
      summary_.compared += counts.first;
      summary_.agreeing += counts.second;
      summary_.pairs[pair].first += counts.first;
      summary_.pairs[pair].second += counts.second;
    }
    summary_.provisions += batches.provisions();
    ++progress_.instruments_done;
    return Add(batches.Take());
  }

  absl::Status AddSlot(const EditionSlot& slot, EditionBatches* batches) {
    for (const SeenEdition* seen : slot.sources) {
      const auto kept = kept_.find({seen->input, seen->place});
      if (kept != kept_.end()) {
        RETURN_IF_ERROR(batches->AddSource(slot, *seen, kept->second));
        kept_.erase(kept);
        continue;
      }
      ReadInputResult read = ReadInput(inputs_.inputs[seen->input], files_,
                                       inputs_.side, options_.limits);
      if (read.editions.size() <= seen->place) {
        Tell({seen->file, 0, 0, "changed-while-read",
              "the file changed during the import", "run the import again",
              Level::kError});
        continue;
      }
      RETURN_IF_ERROR(
          batches->AddSource(slot, *seen, read.editions[seen->place]));
    }
    return absl::OkStatus();
  }

  absl::Status Add(std::vector<Batch> batches) {
    for (Batch& batch : batches) {
      for (const EditionBatch& edition : batch.editions) {
        pending_rows_ += 1 + static_cast<int64_t>(edition.provisions.size());
      }
      pending_.push_back(std::move(batch));
    }
    return pending_rows_ >= options_.provisions_per_write ? Flush()
                                                          : absl::OkStatus();
  }

  absl::Status Flush() {
    if (pending_.empty()) return absl::OkStatus();
    if (!options_.validate_only) {
      ASSIGN_OR_RETURN(const std::vector<CommitResult> results,
                       store_.CommitGroup(pending_, now_));
      for (const CommitResult& result : results) {
        summary_.rows_added += result.added;
        summary_.rows_changed += result.changed;
        summary_.rows_removed += result.removed;
        ++(result.Unchanged() ? summary_.editions_unchanged
                              : summary_.editions_written);
      }
    }
    pending_.clear();
    pending_rows_ = 0;
    if (!options_.validate_only) {
      progress_.instruments_kept = progress_.instruments_done;
    }
    return absl::OkStatus();
  }

  const FileSource& files_;
  const ImportOptions& options_;
  CatalogStore& store_;
  const absl::Time now_;
  ImportObserver& observer_;
  Inputs inputs_;
  std::map<std::string, Group> groups_;
  // Editions of files that hold many, and others while there is room; the rest
  // are read again.
  std::map<std::pair<size_t, size_t>, ImportedEdition> kept_;
  size_t kept_bytes_ = 0;
  InstrumentIds ids_;
  std::set<std::string> ids_made_;
  std::vector<Batch> pending_;
  int64_t pending_rows_ = 0;
  ImportProgress progress_;
  ImportSummary summary_;
};

}  // namespace

absl::StatusOr<ImportSummary> RunImport(const FileSource& files,
                                        const ImportOptions& options,
                                        CatalogStore* store, absl::Time now,
                                        ImportObserver* observer) {
  return Run(files, options, store, now, observer).Do();
}

}  // namespace zhiheng::catalog
