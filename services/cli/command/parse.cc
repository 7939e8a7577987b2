#include "services/cli/command/parse.h"

#include <map>
#include <memory>

#include "CLI/CLI.hpp"
#include "absl/strings/str_join.h"
#include "services/cli/command/import_flags.h"

namespace zhiheng::cli {
namespace {

constexpr char kAbout[] =
    "质衡 zhiheng: which legal provisions a product label or an enforcement "
    "case\n"
    "meets, breaks or leaves undecided, on the day that counts, and why.";

constexpr char kMore[] =
    "Start here:\n"
    "  zhiheng check examples/case-b-kiwifruit.json\n"
    "  zhiheng catalog cite '《商标法》第五十七条'\n"
    "  zhiheng packs list\n"
    "Each command has a --help of its own.\n"
    "\n"
    "Exit codes:\n"
    "  0 done, all met    1 unexpected failure   2 bad flags or input\n"
    "  3 a pack does not compile                 4 a pack's example fails\n"
    "  100 something NON_COMPLIANT   101 something open   102 ERROR verdicts";

constexpr char kCheckMore[] =
    "A subject is a JSON or YAML file with its facts under `label`, `case`\n"
    "or `product`:\n"
    "\n"
    "  id: batch-7\n"
    "  completeness: PARTIAL        # what is not set is not known\n"
    "  absent: [fertilizer.process] # looked for, not there\n"
    "  label:\n"
    "    category: FERTILIZER\n"
    "    production_date: 2024-03\n"
    "    fertilizer: {type: DAP, n_pct: 18.0, p2o5_pct: 46.0}\n"
    "\n"
    "Facts of a type that a pack brings stand under `other` and name it:\n"
    "\n"
    "  other: {\"@type\": demo.helmet.v1.Helmet, brand: 骑士}\n"
    "\n"
    "Without --server the rules and the catalog that come with the program "
    "are\n"
    "used, in this process; the answer is the same. The law of the day that "
    "each\n"
    "pack selects from the facts is applied, unless --as-of says another.";

constexpr char kCelMore[] =
    "  zhiheng cel eval '1 + 2 * n' --var n=3\n"
    "  zhiheng cel eval 'label.packaged && label.bulk' \\\n"
    "      --facts examples/case-c-fertilizer.json --unknown label.bulk\n"
    "  zhiheng cel check 'label.batch.size() > 3' \\\n"
    "      --type zhiheng.facts.v1.ProductLabel --as label\n"
    "\n"
    "eval ends with 101 when the answer waits for facts; it names them, the "
    "most\n"
    "decisive first, and says what is left of the expression.";

const std::map<std::string, Language> kLanguages = {
    {"zh", Language::kZh}, {"en", Language::kEn}, {"both", Language::kBoth}};
const std::map<std::string, CheckFormat> kCheckFormats = {
    {"tree", CheckFormat::kTree},
    {"json", CheckFormat::kJson},
    {"jsonl", CheckFormat::kJsonLines}};

// Builds the parser; its callbacks write into `line`.
class Parser {
 public:
  Parser(CommandLine* line, Console* console)
      : line_(line), console_(console), app_(kAbout, "zhiheng") {
    app_.footer(kMore);
    app_.require_subcommand(1);
    AddCheck();
    AddServe();
    AddCatalog();
    AddPacks();
    AddCel();
    Sub(&app_, "version", "Print the version", Command::kVersion);
  }

  void Parse(int argc, const char* const* argv) {
    try {
      app_.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
      line_->exit = app_.exit(error, console_->out, console_->err) == 0
                        ? kExitOk
                        : kExitUsage;
      return;
    }
    if (colour_ != "auto") console_->colour = colour_ == "always";
    line_->check.timeout = absl::Milliseconds(timeout_ms_);
    line_->catalog.timeout = line_->check.timeout;
    line_->packs.timeout = line_->check.timeout;
    line_->catalog.json = format_ == "json";
    line_->packs.json = format_ == "json";
    line_->cel.json = format_ == "json";
    line_->catalog.language = line_->check.language;
    line_->packs.language = line_->check.language;
    line_->catalog.what = absl::StrJoin(words_, " ");
    line_->catalog.words = words_;
  }

 private:
  CLI::App* Sub(CLI::App* above, const char* name, const char* about,
                Command command) {
    CLI::App* sub = above->add_subcommand(name, about);
    sub->callback([this, command] { line_->command = command; });
    return sub;
  }

  void AddServerFlags(CLI::App* sub, const char* what) {
    sub->add_option("--server", line_->server, what)->type_name("ADDR");
    sub->add_option("--timeout-ms", timeout_ms_,
                    "Give up after so long, milliseconds")
        ->check(CLI::Range(1, 3'600'000))
        ->capture_default_str();
  }
  void AddPacksDir(CLI::App* sub) {
    sub->add_option("--packs", line_->packs_dir,
                    "Folder of rule packs instead of those of the program")
        ->type_name("DIR");
  }
  void AddCatalogDir(CLI::App* sub) {
    sub->add_option("--catalog-data", line_->catalog_dir,
                    "Folder of catalog data instead of those of the program")
        ->type_name("DIR");
  }
  void AddLook(CLI::App* sub) {
    sub->add_option("--lang", line_->check.language,
                    "Language of texts: zh, en or both (default)")
        ->transform(CLI::CheckedTransformer(kLanguages).description(""))
        ->type_name("LANG");
    sub->add_option("--color", colour_,
                    "auto, always or never; auto: on a terminal, and not when "
                    "NO_COLOR is set")
        ->check(CLI::IsMember({"auto", "always", "never"}).description(""))
        ->type_name("WHEN");
  }

  void AddCheck() {
    CLI::App* sub =
        Sub(&app_, "check", "Judge labels and cases", Command::kCheck);
    sub->footer(kCheckMore);
    CheckOptions& check = line_->check;
    sub->add_option("FILE", check.files, "Subjects; - is standard input")
        ->required()
        ->type_name("");
    sub->add_option("--as-of", check.as_of,
                    "Apply the law of this day, YYYY-MM-DD")
        ->type_name("DATE");
    sub->add_option("--today", check.today,
                    "The day on which the question is asked (default: today "
                    "in Asia/Shanghai)")
        ->type_name("DATE");
    sub->add_option("--pack", check.packs,
                    "Use only this pack; may be given more than once")
        ->allow_extra_args(false)
        ->type_name("PACK");
    sub->add_option("--format", check.format,
                    "tree (a report, default), json, or jsonl (a line each)")
        ->transform(CLI::CheckedTransformer(kCheckFormats).description(""))
        ->type_name("FORMAT");
    sub->add_flag("--all", check.all_rules,
                  "Also list the rules that do not apply");
    sub->add_flag("--allow-partial", check.allow_partial,
                  "Answer, visibly degraded, when a service is late or down");
    CLI::Option* sweep =
        sub->add_option("--sweep", check.sweep,
                        "Say on which days of this range the answer changes, "
                        "when the law of each day is applied")
            ->type_name("FROM..UNTIL");
    sub->add_flag("--strict", check.strict,
                  "Items to look at leave the answer open: exit code 101");
    sub->add_flag("--print-request", check.print_request,
                  "Print the request as JSON and send nothing");
    AddLook(sub);
    AddServerFlags(sub, "Address of a gateway, HOST:PORT (default: none)");
    for (const char* other :
         {"--server", "--as-of", "--format", "--print-request"}) {
      sweep->excludes(sub->get_option(other));
    }
    AddDescriptors(sub);
    AddPacksDir(sub);
    AddCatalogDir(sub);
  }

  void AddServe() {
    CLI::App* sub =
        Sub(&app_, "serve", "Serve catalog, rules and gateway until Ctrl-C",
            Command::kServe);
    sub->footer(
        "All three answer on one address, in one process. With --split they "
        "are\n"
        "three processes on addresses of their own, as in production.");
    ServeOptions& serve = line_->serve;
    sub->add_option("--listen", serve.listen,
                    "HOST:PORT of the gateway; port 0 takes a free one")
        ->capture_default_str();
    sub->add_flag("--split", serve.split, "Three processes");
    sub->add_option("--ready-file", serve.ready_file,
                    "File to write name=address lines to once serving")
        ->type_name("FILE");
    AddPacksDir(sub);
    AddCatalogDir(sub);
  }

  void AddCatalogVerb(CLI::App* catalog, const char* name, const char* about,
                      Command command, const char* what) {
    CatalogOptions& o = line_->catalog;
    CLI::App* sub = Sub(catalog, name, about, command);
    CLI::Option* words = sub->add_option("WHAT", words_, what)->type_name("");
    if (command != Command::kCatalogWatch) words->required();
    sub->add_option("--as-of", line_->catalog.as_of,
                    "The law of this day, YYYY-MM-DD (default: today)")
        ->type_name("DATE");
    sub->add_option("--format", format_, "text (default) or json")
        ->check(CLI::IsMember({"text", "json"}).description(""))
        ->type_name("FORMAT");
    if (command == Command::kCatalogSearch ||
        command == Command::kCatalogWatch) {
      sub->add_option("--limit", o.limit, "At most so many hits or changes")
          ->check(CLI::Range(1, 1000))
          ->capture_default_str();
    }
    if (command == Command::kCatalogWatch) {
      sub->add_option("--after", o.after,
                      "Changes after this snapshot (default: from now on)")
          ->type_name("TOKEN");
    }
    if (command == Command::kCatalogApplicable) {
      sub->add_option("--fact", o.facts,
                      "What is known of the product, NAME=VALUE; again for "
                      "more")
          ->type_name("FACT");
      sub->add_option("--region", o.region, "Region code (GB/T 2260)")
          ->type_name("CODE");
    }
    AddLook(sub);
    AddServerFlags(sub, "Address of a catalog, HOST:PORT (default: none)");
    AddCatalogDir(sub);
  }

  void AddCatalog() {
    CLI::App* sub = app_.add_subcommand("catalog", "Read the law");
    sub->require_subcommand(1);
    AddCatalogVerb(sub, "get",
                   "Show an instrument with its editions, or a provision",
                   Command::kCatalogGet,
                   "trademark-law, trademark-law@2019/art57.item1, or a "
                   "citation as printed");
    AddCatalogVerb(sub, "search", "Find provisions that hold some words",
                   Command::kCatalogSearch, "Words");
    AddCatalogVerb(sub, "cite",
                   "Say what a printed citation names, or every citation in "
                   "a text",
                   Command::kCatalogCite,
                   "The citation, a file of text, or - for standard input");
    AddCatalogVerb(sub, "diff", "Compare two editions, provision by provision",
                   Command::kCatalogDiff,
                   "The editions, as trademark-law@2019 trademark-law@2026");
    AddCatalogVerb(sub, "applicable",
                   "List the laws and standards that apply to a product",
                   Command::kCatalogApplicable,
                   "Categories of the product, as fertilizer");
    AddCatalogVerb(sub, "watch", "Tell what changes, until --timeout-ms",
                   Command::kCatalogWatch, "Ids of instruments (default: all)");
    AddImport(sub);
  }

  void AddImport(CLI::App* catalog) {
    CLI::App* sub = Sub(catalog, "import",
                        "Bring laws and standards from files into a catalog",
                        Command::kCatalogImport);
    AddImportFlags(sub, &line_->import);
    AddCatalogDir(sub);
  }

  void AddPacks() {
    CLI::App* packs = app_.add_subcommand("packs", "Look at rule packs");
    packs->require_subcommand(1);
    CLI::App* list = Sub(packs, "list",
                         "List the live packs, or the rules of "
                         "one",
                         Command::kPacksList);
    list->add_option("PACK", line_->packs.pack, "Show this pack's rules");
    list->add_option("--format", format_, "text (default) or json")
        ->check(CLI::IsMember({"text", "json"}).description(""))
        ->type_name("FORMAT");
    AddLook(list);
    AddServerFlags(list, "Address of a rules service, HOST:PORT");
    AddPacksDir(list);
    AddPackFiles(packs);
  }

  // Commands that work on files.
  void AddPackFiles(CLI::App* packs) {
    PackFilesOptions& o = line_->pack_files;
    constexpr char kDir[] = "Folder of packs (default: those of the program)";
    CLI::App* lint =
        Sub(packs, "lint", "Find mistakes in pack files", Command::kPacksLint);
    lint->add_option("DIR", o.folder, kDir);
    lint->add_flag("--cost", o.costs, "Show what each rule can cost");
    lint->add_flag("--proofs", o.proofs,
                   "Show what was proved, and what was not covered");
    lint->add_flag("--catalog", o.catalog,
                   "Look every citation up in the catalog");
    AddCatalogDir(lint);
    CLI::App* test =
        Sub(packs, "test", "Run the examples in pack files, and *_test.yaml",
            Command::kPacksTest);
    test->add_option("DIR", o.folder, kDir);
    test->add_option("--filter", o.filter,
                     "Only rules whose pack/RULE holds this text");
    test->add_flag("--coverage", o.coverage,
                   "Show each rule with the outcomes its cases expect");
    test->add_option("--junit", o.junit, "Write the results as JUnit XML")
        ->type_name("FILE");
    CLI::App* coverage =
        Sub(packs, "coverage",
            "Compare packs with what they are asked: rows and provisions",
            Command::kPacksCoverage);
    coverage->add_option("DIR", o.folder, kDir);
    coverage->add_option("--html", o.html, "Write everything as a page")
        ->type_name("FILE");
    coverage
        ->add_option("--markdown", o.markdown, "Write everything as Markdown")
        ->type_name("FILE");
    coverage
        ->add_option("--catalog-data", o.catalog_data,
                     "Folder of catalog data instead of those of the program")
        ->type_name("DIR");
    CLI::App* explain =
        Sub(packs, "explain", "Say what a rule does", Command::kPacksExplain);
    explain->add_option("RULE", o.rule, "RULE, or pack/RULE")
        ->required()
        ->type_name("");
    explain->add_option("DIR", o.folder, kDir);
    CLI::App* format = Sub(packs, "fmt", "Write pack files in their usual form",
                           Command::kPacksFormat);
    format->add_option("DIR", o.folder, "Folder of packs, or one file")
        ->required()
        ->type_name("");
    format->add_flag("--check", o.only_check,
                     "Change nothing; say which files are in another form");
    CLI::App* schema =
        Sub(packs, "schema", "Print the JSON Schema of pack files, for editors",
            Command::kPacksSchema);
    schema->add_flag("--suite", o.suite, "Of suites (*_test.yaml)");
    CLI::App* fresh = Sub(packs, "new", "Write a first pack with a suite",
                          Command::kPacksNew);
    fresh->add_option("DIR", o.folder, "Folder to write it to")
        ->required()
        ->type_name("");
    fresh->add_option("--id", o.id, "The pack's id, as my.office.label")
        ->default_val("my.first.pack")
        ->type_name("ID");
  }

  void AddDescriptors(CLI::App* sub) {
    sub->add_option("--descriptors", line_->descriptors,
                    "A file that defines facts types: .proto, or a "
                    "FileDescriptorSet; may be given more than once")
        ->allow_extra_args(false)
        ->type_name("FILE");
  }

  CLI::App* AddCelVerb(CLI::App* cel, const char* name, const char* about,
                       CelAction action) {
    CLI::App* sub = cel->add_subcommand(name, about);
    sub->callback([this, action] {
      line_->command = Command::kCel;
      line_->cel.action = action;
    });
    CelOptions& o = line_->cel;
    sub->add_option("EXPR", o.expression,
                    "The expression; - is standard input, @FILE a file")
        ->required()
        ->type_name("");
    sub->add_option("--output", format_, "text (default) or json")
        ->check(CLI::IsMember({"text", "json"}).description(""))
        ->type_name("FORMAT");
    if (action == CelAction::kFormat) return sub;
    sub->add_option("--facts", o.facts,
                    "A subject file, as for check; with --type bare facts; - "
                    "is standard input")
        ->type_name("FILE");
    sub->add_option("--type", o.type,
                    "Full name of the message that the facts are")
        ->type_name("TYPE");
    sub->add_option("--as", o.as,
                    "The name of the facts in the expression (default: label "
                    "or case of a subject, else facts)")
        ->type_name("NAME");
    sub->add_option("--var", o.variables,
                    "A value by name, as n=3; may be given more than once")
        ->allow_extra_args(false)
        ->type_name("NAME=JSON");
    AddDescriptors(sub);
    if (action != CelAction::kEval) return sub;
    sub->add_option("--unknown", o.unknown,
                    "A path that is not known, whatever the facts say, or a "
                    "name without a value; may be given more than once")
        ->allow_extra_args(false)
        ->type_name("PATH");
    sub->add_flag("--complete", o.complete,
                  "What is not set is absent, not unknown");
    return sub;
  }

  void AddCel() {
    CLI::App* cel =
        app_.add_subcommand("cel", "Try an expression of the rule language");
    cel->footer(kCelMore);
    cel->require_subcommand(1);
    AddCelVerb(cel, "eval", "Say its value, or what it waits for",
               CelAction::kEval);
    AddCelVerb(cel, "check", "Say its type, what it reads and what it costs",
               CelAction::kCheck);
    CLI::App* dump =
        AddCelVerb(cel, "dump", "Show how it is understood", CelAction::kDump);
    AddCelVerb(cel, "fmt", "Print it in the usual form", CelAction::kFormat);
    const auto stage = [this, dump](const char* flag, const char* about,
                                    CelDump what) {
      dump->add_flag_callback(
          flag, [this, what] { line_->cel.dump = what; }, about);
    };
    stage("--tokens", "Its words and signs", CelDump::kTokens);
    stage("--ast", "Its tree", CelDump::kAst);
    stage("--checked", "The tree with types (default)", CelDump::kChecked);
    stage("--program", "What is run", CelDump::kProgram);
  }

  CommandLine* const line_;
  Console* const console_;
  CLI::App app_;
  std::string colour_ = "auto";
  std::string format_ = "text";
  std::vector<std::string> words_;
  int timeout_ms_ = 10'000;
};

}  // namespace

CommandLine ParseCommandLine(int argc, const char* const* argv,
                             Console* console) {
  CommandLine line;
  Parser(&line, console).Parse(argc, argv);
  return line;
}

}  // namespace zhiheng::cli
