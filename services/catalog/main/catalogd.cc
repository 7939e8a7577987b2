// catalogd: what the law is, and was, on any day.
#include <memory>
#include <string>

#include "CLI/CLI.hpp"
#include "services/catalog/engine/catalog_engine.h"
#include "services/catalog/engine/data_folder.h"
#include "services/catalog/engine/open_store.h"
#include "services/catalog/service/catalog_service_impl.h"
#include "services/common/server/daemon.h"

int main(int argc, char** argv) {
  using namespace zhiheng;           // NOLINT: a main
  using namespace zhiheng::catalog;  // NOLINT

  Daemon daemon("catalog", "What the law is, and was, on any day.");
  EngineOptions options;
  bool no_data = false;
  daemon.flags().add_option(
      "--data", options.data_folder,
      "Folder of instrument files, read at the start; without it the files "
      "that came with this program");
  daemon.flags().add_flag("--no-data", no_data,
                          "Read no instrument files; serve what --db holds");
  daemon.flags().add_option(
      "--db", options.db_path,
      "What keeps the catalog: FILE or sqlite:FILE, or postgres:CONNINFO as "
      "libpq takes it (a password better stands in PGPASSFILE); without it, in "
      "memory");
  std::string backup;
  daemon.flags().add_option(
      "--backup", backup,
      "Copy the SQLite file of --db to this new file and end; services may go "
      "on using it meanwhile");
  if (const auto exit = daemon.Parse(argc, argv)) return *exit;

  if (!backup.empty()) {
    const absl::Status status = BackupStore(options.db_path, backup);
    return status.ok() ? 0 : daemon.Fail(status);
  }
  if (no_data) {
    options.data_folder.clear();
  } else if (options.data_folder.empty()) {
    absl::StatusOr<std::string> folder = FindDataFolder();
    if (!folder.ok()) return daemon.Fail(folder.status());
    options.data_folder = *std::move(folder);
  }
  const auto engine = CatalogEngine::Create(options, daemon.clock());
  if (!engine.ok()) return daemon.Fail(engine.status());
  const auto service =
      MakeCatalogService(engine->get(), daemon.Skin(kCatalogService));
  return daemon.Serve({{kCatalogService, service.get()}});
}
