#include "services/cli/command/import_flags.h"

namespace zhiheng::cli {

void AddImportFlags(CLI::App* sub, ImportCommandOptions* options) {
  sub->footer(
      "Formats: auto, lawrefbook, just-laws, docx, docx-chunks, front-matter,\n"
      "akn, relaton, standards-json, house. Run it again and only what is new "
      "is\n"
      "written. Findings go to standard error; the exit code is 2 when a file "
      "could\n"
      "not be imported.");
  sub->add_option("PATH", options->paths, "Files and folders")
      ->required()
      ->type_name("");
  sub->add_option("--format", options->format, "How the files are written")
      ->capture_default_str()
      ->type_name("FORMAT");
  sub->add_option("--db", options->db, "Database file of the catalog")
      ->type_name("FILE");
  sub->add_option("--target,--server", options->target,
                  "Address of a catalog instead of --db, HOST:PORT")
      ->type_name("ADDR");
  sub->add_flag("--strict", options->strict, "Refuse damaged texts");
  sub->add_flag("--validate-only", options->validate_only, "Write nothing");
  sub->add_flag("--notes", options->notes, "Print what is only worth knowing");
}

}  // namespace zhiheng::cli
