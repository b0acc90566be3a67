// The command line: decode, call, encode. The work is in src/.
#include <exception>
#include <iostream>
#include <new>

#include <CLI/CLI.hpp>

#include "answer.h"
#include "base/must.h"
#include "command_line.h"
#include "commands.h"
#include "commands_designs.h"
#include "commands_register.h"
#include "completion.h"
#include "domain/provenance.h"
#include "evaluate_options.h"
#include "payments_options.h"

namespace {

using namespace formulary;
using namespace formulary::app;

// What was printed went through, or why not.
int printed() {
  const auto flushed = flush_stdout();
  return flushed ? kDone : tell(flushed.error(), kSystem);
}

CLI::Validator not_empty() {
  return {[](const std::string& text) { return std::string(text.empty() ? "is empty" : ""); }, ""};
}

struct Arguments {
  Common common;
  CheckArguments check;
  ToolboxArguments toolbox;
  StagesArguments stages;
  DiagnoseArguments diagnose;
  SensitivityArguments sensitivity;
  ConfigureArguments configure;
  PretestArguments pretest;
  RegressionArguments regression;
  StaggeredArguments staggered;
  Designs designs;
  ServeArguments serve;
  DemoArguments demo;
  UserArguments user;
  ReviewArguments review;
  ScorecardArguments scorecard;
  PaymentsArguments payments;
  FileArguments file;
  AuditArguments audit;
  std::string shell;
  std::string language = "en";
};

void add_common(CLI::App* command, Arguments& a) {
  command->add_flag("--json", a.common.json, "one JSON document on stdout");
  command->add_option("--lang", a.language, "language of the answer")
      ->check(CLI::IsMember({"kk", "ru", "en"}));
  command->add_option("--content", a.common.content, "folder of the toolbox");
  command->add_option("--countries", a.common.countries, "folder of the country packs");
  command->add_flag("-q,--quiet", a.common.quiet, "no progress on stderr");
}

void add_threads(CLI::App* command, Arguments& a) {
  command->add_option("--threads", a.common.threads, "0 = all; the answer is the same for any")
      ->check(CLI::Range(0, 1024));
}

CLI::App* add(CLI::App& app, Arguments& a, const std::string& name, const std::string& question,
              const std::string& example) {
  CLI::App* command = app.add_subcommand(name, question);
  command->footer("Example:\n  formulary " + example);
  add_common(command, a);
  return command;
}

void add_asking(CLI::App& app, Arguments& a) {
  CLI::App* check = add(app, a, "check", "Is the toolbox and every country pack sound?", "check");
  check->add_option("dir", a.check.folder, "folder that holds content/ and countries/");
  CLI::App* toolbox = add(app, a, "toolbox", "Which tools exist, for whom, on what evidence?",
                          "toolbox tax_incentive");
  toolbox->add_option("id", a.toolbox.id, "one instrument");
  CLI::App* stages = add(app, a, "stages", "Which life-cycle stage is each sector in, how sure?",
                         "stages --country kazakhstan");
  CLI::Option* country = stages->add_option("--country", a.stages.country, "country pack");
  CLI::Option* panel =
      stages->add_option("--panel", a.stages.panel, "CSV or Parquet of yearly features");
  country->excludes(panel);
  stages->add_option("--sector", a.stages.sector, "one sector");
  stages->callback([country, panel] {
    if (country->count() + panel->count() == 0) throw CLI::RequiredError("--country or --panel");
  });
  CLI::App* diagnose = add(app, a, "diagnose", "What holds a sector back?",
                           "diagnose --country kazakhstan --sector ai_software");
  diagnose->add_option("--country", a.diagnose.country, "country pack")->required();
  diagnose->add_option("--sector", a.diagnose.sector, "sector")->required();
  diagnose->add_option("--region", a.diagnose.region, "one region")->check(not_empty());
  CLI::App* sensitivity =
      add(app, a, "sensitivity", "Which sectors respond to which instrument?",
          "sensitivity --country kazakhstan --sector biotech_pharma --sector basic_metals");
  sensitivity->add_option("--country", a.sensitivity.country, "country pack")->required();
  sensitivity->add_option("--sector", a.sensitivity.sectors, "sectors (all analysed)");
  sensitivity->add_option("--seed", a.sensitivity.seed, "stream of chance");
}

void add_planning(CLI::App& app, Arguments& a) {
  CLI::App* configure =
      add(app, a, "configure", "Which package does the money buy, and why?",
          "configure --country kazakhstan --sector ai_software --goal technology_leadership "
          "--budget 50bn --years 5 -o package.json");
  ConfigureArguments& c = a.configure;
  configure->add_option("--country", c.country, "country pack")->required();
  configure->add_option("--sector", c.sector, "sector")->required();
  configure->add_option("--goal", c.goal, "import_substitution, exports, technology_leadership")
      ->required();
  configure->add_option("--budget", c.budget, "national currency: 50bn, 1.5m, 12000000.50")
      ->required();
  configure->add_option("--years", c.years, "length of the programme")->check(CLI::Range(1, 15));
  configure->add_option("--region", c.regions, "regions (all)");
  configure->add_option("--company-type", c.company_types, "large, sme, startup, newcomer (all)");
  configure->add_option("--risk-aversion", c.risk_aversion, "weight of the worst tenth");
  configure->add_option("--minimum-region-share", c.minimum_region_share,
                        "least share of the budget in each region");
  configure->add_option("--gap", c.gap_percent, "stop when proven within so many percent");
  configure->add_option("--seed", c.seed, "stream of chance");
  configure->add_option("-o,--output", c.output, "also write the package (JSON) here");
  add_threads(configure, a);
  CLI::App* pretest = add(app, a, "pretest", "What would happen, and who would come?",
                          "pretest package.json --html report.html --lang ru");
  PretestArguments& p = a.pretest;
  pretest->add_option("package", p.package, "what configure wrote")->required();
  pretest->add_option("--draws", p.draws, "Monte Carlo draws");
  pretest->add_option("--firms", p.firms, "an even sample of about so many firms (all)")
      ->check(CLI::Range(0, 1'000'000'000));
  pretest->add_option("--seed", p.seed, "stream of chance");
  pretest->add_flag("--whole-country", p.whole_country,
                    "live every sector's firms, also those no measure reaches");
  pretest->add_option("--html", p.html, "also write the report page here");
  pretest->add_option("-o,--output", p.output, "also write the forecast (JSON) here");
  add_threads(pretest, a);
}

void add_evaluating(CLI::App& app, Arguments& a) {
  CLI::App* evaluate = app.add_subcommand("evaluate", "What did a measure cause?");
  evaluate->footer("Example:\n  formulary evaluate staggered --help");
  evaluate->require_subcommand(1);
  const auto add_one = [evaluate, &a](const std::string& name, const std::string& question,
                                      const std::string& example) {
    CLI::App* command = add(*evaluate, a, name, question, example);
    add_threads(command, a);
    return command;
  };
  add_regression(add_one, a.regression);
  add_staggered(add_one, a.staggered);
  add_designs(add_one, a.designs);
}

void add_database(CLI::App* command, std::string& db) {
  command->add_option("--db", db, "sqlite:FILE (made on first use) or postgresql://...")
      ->capture_default_str();
}
void add_register(CLI::App* command, RegisterArguments& on) {
  add_database(command, on.db);
  command->add_option("--country", on.country, "country pack")->capture_default_str();
}

void add_serving(CLI::App& app, Arguments& a) {
  CLI::App* serve = add(app, a, "serve", "Serve the API of the register",
                        "serve --db sqlite:formulary.db --port 0");
  ServeArguments& s = a.serve;
  add_register(serve, s.on);
  serve->add_option("--address", s.address, "to listen on")->capture_default_str();
  serve->add_option("--port", s.port, "0 = any that is free")
      ->check(CLI::Range(0, 65535))
      ->capture_default_str();
  serve->add_option("--tls-certificate", s.certificate, "PEM with its chain; none = no TLS");
  serve->add_option("--tls-key", s.key, "PEM");
  serve->add_option("--trusted-proxies", s.trusted_proxies, "so many stand before us");
  serve->add_flag("--secure-cookies", s.secure_cookies, "a proxy before us speaks https");
  serve->add_option("--workers", s.workers, "threads that answer")->check(CLI::Range(1, 256));
  serve->add_option("--rate", s.requests_per_second, "requests a second of one address; 0 = any");
  serve->add_option("--oidc-issuer", s.oidc_issuer, "OpenID Connect provider");
  serve->add_option("--oidc-client", s.oidc_client, "our name there");
  serve->add_option("--oidc-secret-file", s.oidc_secret_file, "file with the client's secret");
  serve->add_option("--oidc-redirect", s.oidc_redirect,
                    "our address https://HOST/api/v1/session/oidc/callback");
  serve->add_option("--oidc-role-claim", s.oidc_claim,
                    "claim with a person's groups; none = an admin makes accounts");
  serve->add_option("--oidc-role", s.oidc_roles,
                    "GROUP=ROLE or GROUP=ROLE:OFFICE: the account made at the first sign-in");
}

void add_demo(CLI::App& app, Arguments& a) {
  CLI::App* demo = add(app, a, "demo", "What does a running year look like? Fill an empty register",
                       "demo --db sqlite:demo.db");
  add_register(demo, a.demo.on);
  demo->add_option("--seed", a.demo.seed, "stream of chance");
  demo->add_option("--awards", a.demo.awards, "about so many")
      ->check(CLI::Range(200, 5000))
      ->capture_default_str();
  demo->add_option("--day", a.demo.day, "on which the year is seen (today)");
}

void add_users(CLI::App& app, Arguments& a) {
  CLI::App* user = app.add_subcommand("user", "Who may sign in?");
  user->footer("Example:\n  formulary user list");
  user->require_subcommand(1);
  const auto one = [&](const char* name, const char* question, const char* example) {
    CLI::App* command = add(*user, a, name, question, example);
    add_database(command, a.user.db);
    return command;
  };
  CLI::App* adding = one("add", "Make an account; the password is read from a file or stdin",
                         "user add a.serikova --role admin --password-file secret.txt");
  adding->add_option("person", a.user.person, "id")->required();
  adding
      ->add_option("--role", a.user.role,
                   "company, analyst, manager, approver, official, auditor or admin")
      ->required();
  adding->add_option("--name", a.user.name, "as it is shown");
  adding->add_option("--office", a.user.office, "office of the country pack");
  adding->add_option("--firm", a.user.firm, "of a company");
  adding->add_option("--password-file", a.user.password_file, "- = stdin");
  one("list", "List accounts", "user list");
  CLI::App* closing = one("disable", "Close an account", "user disable a.serikova");
  closing->add_option("person", a.user.person, "id")->required();
  CLI::App* password = one("password", "Set a new password, to be changed at the next sign-in",
                           "user password a.serikova --password-file secret.txt");
  password->add_option("person", a.user.person, "id")->required();
  password->add_option("--password-file", a.user.password_file, "- = stdin");
}

void add_records(CLI::App& app, Arguments& a) {
  CLI::App* review = add(app, a, "review", "Which tranches are due, and what does the rule say?",
                         "review --due 2027-03-31 --db sqlite:formulary.db");
  add_register(review, a.review.on);
  review->add_option("--due", a.review.due, "day (today)");
  CLI::App* scorecard = add(app, a, "scorecard", "How does the office of a region do?",
                            "scorecard --region KZ-75 --db sqlite:formulary.db");
  add_register(scorecard, a.scorecard.on);
  scorecard->add_option("--region", a.scorecard.region, "region (all)");
  const auto with_file = [&](const char* name, const char* question, const char* example,
                             const char* what) {
    CLI::App* command = add(app, a, name, question, example);
    command->add_option("file", a.file.file, what)->required();
    add_database(command, a.file.db);
  };
  with_file("export", "Write the whole register as lines of JSON", "export register.ndjson",
            "to write; - = stdout");
  with_file("import", "Read an export into an empty register",
            "import register.ndjson --db sqlite:new.db", "what export wrote");
  with_file("backup", "Copy a SQLite register while others work on it", "backup copy.db",
            "to write");
  with_file("restore", "Check a backup and put it in a new place",
            "restore copy.db --db sqlite:restored.db", "what backup wrote");
  CLI::App* audit = app.add_subcommand("audit", "Was the record touched?");
  audit->footer("Example:\n  formulary audit verify");
  audit->require_subcommand(1);
  CLI::App* verify = add(*audit, a, "verify", "Check the whole audit chain",
                         "audit verify --db sqlite:formulary.db");
  add_database(verify, a.audit.db);
  verify->add_option("--published", a.audit.published,
                     "an earlier answer of --json: was the chain replaced since?");
}

int run_register_command(const std::string& name, const CLI::App& command, const Arguments& a) {
  if (name == "demo") return demo_command(a.common, a.demo);
  if (name == "serve") return serve_command(a.common, a.serve);
  if (name == "review") return review_command(a.common, a.review);
  if (name == "scorecard") return scorecard_command(a.common, a.scorecard);
  if (name == "payments") {
    return run_payments(command.get_subcommands().front()->get_name(), a.common, a.payments);
  }
  if (name == "export") return export_command(a.common, a.file);
  if (name == "import") return import_command(a.common, a.file);
  if (name == "backup") return backup_command(a.common, a.file);
  if (name == "restore") return restore_command(a.common, a.file);
  if (name == "audit") return audit_verify_command(a.common, a.audit);
  const std::string inner = command.get_subcommands().front()->get_name();
  if (inner == "add") return user_add_command(a.common, a.user);
  if (inner == "list") return user_list_command(a.common, a.user);
  if (inner == "disable") return user_disable_command(a.common, a.user);
  return user_password_command(a.common, a.user);
}

int run(int argc, char** argv) {
  Arguments a;
  CLI::App app{
      "Formulary: diagnose a sector, prescribe a package of support, try it before it is "
      "paid for."};
  app.name("formulary");
  app.set_version_flag("--version", std::string("formulary ") + kEngineVersion);
  app.require_subcommand(0, 1);
  app.footer(
      "Examples:\n"
      "  formulary diagnose --country kazakhstan --sector ai_software\n"
      "  formulary configure --country kazakhstan --sector ai_software --goal "
      "technology_leadership --budget 50bn --years 5 -o package.json\n"
      "Exit codes: 0 done, 1 the answer is no, 2 wrong use, 3 bad input data, 4 system failure");
  add_asking(app, a);
  add_planning(app, a);
  add_evaluating(app, a);
  add_serving(app, a);
  add_demo(app, a);
  add_users(app, a);
  add_records(app, a);
  add_payments(app, a.payments,
               [&a](CLI::App& under, const std::string& name, const std::string& question,
                    const std::string& example) { return add(under, a, name, question, example); });
  CLI::App* completion = app.add_subcommand("completion", "Print a shell's completion script");
  completion->add_option("shell", a.shell, "bash, zsh or fish")
      ->required()
      ->check(CLI::IsMember({"bash", "zsh", "fish"}));
  completion->footer("Example:\n  source <(formulary completion bash)");
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& help) {
    app.exit(help);
    return printed();
  } catch (const CLI::ParseError& error) {
    app.exit(error);
    return kWrongUse;
  }
  if (app.get_subcommands().empty()) {
    std::cout << app.help();
    return printed();
  }
  a.common.language = *member_of<Language>(a.language);
  a.common.command_line = command_line(argc, argv);
  const std::string name = app.get_subcommands().front()->get_name();
  if (name == "check") return check_command(a.common, a.check);
  if (name == "toolbox") return toolbox_command(a.common, a.toolbox);
  if (name == "stages") return stages_command(a.common, a.stages);
  if (name == "diagnose") return diagnose_command(a.common, a.diagnose);
  if (name == "sensitivity") return sensitivity_command(a.common, a.sensitivity);
  if (name == "configure") return configure_command(a.common, a.configure);
  if (name == "pretest") return pretest_command(a.common, a.pretest);
  if (name == "evaluate") {
    const std::string method = app.get_subcommands().front()->get_subcommands().front()->get_name();
    if (method == "fe") return regression_command(a.common, a.regression);
    if (method == "staggered") return staggered_command(a.common, a.staggered);
    return run_design(method, a.common, a.designs);
  }
  if (name == "completion") {
    std::cout << completion_script(app, a.shell);
    return printed();
  }
  return run_register_command(name, *app.get_subcommands().front(), a);
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const formulary::Broken& broken) {
    std::cerr << "formulary: this is a mistake in the program, please report it: " << broken.what()
              << "\n";
  } catch (const std::bad_alloc&) {
    std::cerr << "formulary: out of memory\n";
  } catch (const std::exception& error) {
    std::cerr << "formulary: " << error.what() << "\n";
  }
  return formulary::app::kSystem;
}
