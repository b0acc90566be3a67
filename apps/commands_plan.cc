// configure and pretest: what the money buys, and what would come of it.
#include <algorithm>
#include <filesystem>
#include <iostream>
#include <variant>

#include "answer.h"
#include "commands.h"
#include "place.h"
#include "report/documents.h"
#include "report/page.h"
#include "report/text.h"
#include "tables/read_file.h"
#include "terminal.h"

namespace formulary::app {

namespace {

constexpr std::uintmax_t kMostPackageBytes = 256u << 20;

Result<Envelope> read_envelope(const ConfigureArguments& arguments) {
  Faults faults;
  Envelope envelope;
  envelope.country = arguments.country;
  envelope.sector = arguments.sector;
  const auto goal = member_of<Goal>(arguments.goal);
  if (goal) {
    envelope.goal = *goal;
  } else {
    faults.push_back({"", 0, "unknown goal '" + arguments.goal + "'",
                      "choose import_substitution, exports or technology_leadership"});
  }
  auto budget = Money::parse(arguments.budget);
  if (!budget) {
    faults.insert(faults.end(), budget.error().begin(), budget.error().end());
  } else if (budget->minor() < 0) {
    faults.push_back({"", 0, "the budget is negative", "give an amount like 50bn"});
  } else {
    envelope.budget = *budget;
  }
  if (!arguments.company_types.empty()) envelope.company_types.clear();
  for (const std::string& id : arguments.company_types) {
    const auto type = member_of<CompanyType>(id);
    if (type) {
      envelope.company_types.push_back(*type);
    } else {
      faults.push_back({"", 0, "unknown company type '" + id + "'",
                        "choose from large, sme, startup, newcomer"});
    }
  }
  envelope.years = arguments.years;
  envelope.regions = arguments.regions;
  envelope.risk_aversion = arguments.risk_aversion;
  envelope.minimum_region_share = arguments.minimum_region_share;
  envelope.gap = arguments.gap_percent / 100;
  if (!(envelope.gap >= 0 && envelope.gap < 1)) {
    faults.push_back({"", 0, "the gap must be from 0 to 100 percent", ""});
  }
  if (!(envelope.risk_aversion >= 0 && envelope.risk_aversion <= 100)) {
    faults.push_back({"", 0, "risk aversion must be from 0 to 100", ""});
  }
  if (!(envelope.minimum_region_share >= 0 && envelope.minimum_region_share <= 1)) {
    faults.push_back({"", 0, "the least share per region must be from 0 to 1", ""});
  }
  if (!faults.empty()) return fail(std::move(faults));
  return envelope;
}

Reader reader_of(const Common& common, const Installation& installation) {
  return {installation.toolbox, installation.country, common.language,
          wants_colour() ? Colour::on : Colour::off};
}

// Write the document and the page where they are asked for, and what is shown to stdout unless
// one of them goes there.
int print_and_save(const std::string& shown, std::vector<Output> outputs) {
  std::erase_if(outputs, [](const Output& one) { return one.path.empty(); });
  const bool taken = std::any_of(outputs.begin(), outputs.end(),
                                 [](const Output& one) { return one.path == "-"; });
  if (!taken) outputs.push_back({"-", shown});
  const auto written = write_files(outputs);
  return written ? kDone : tell(written.error(), kSystem);
}

// What cannot go to one place.
Faults check_places(const Common& common, const PretestArguments& arguments) {
  if (arguments.html.empty()) return {};
  const std::filesystem::path page = arguments.html;
  if (arguments.html == "-" && (common.json || arguments.output == "-")) {
    return {{"", 0, "stdout cannot hold both the page and the document",
             "give one of them the name of a file"}};
  }
  if (page.lexically_normal() == std::filesystem::path(arguments.output).lexically_normal()) {
    return {{"", 0, "--html and --output name the same file", "give each its own"}};
  }
  return {};
}

}  // namespace

int configure_command(const Common& common, const ConfigureArguments& arguments) {
  const Stopwatch watch;
  auto envelope = read_envelope(arguments);
  if (!envelope) return tell(envelope.error(), kWrongUse);
  auto place = find_place(common.content, common.countries);
  if (!place) return tell(place.error(), kWrongUse);
  auto opened = open_country(*place, arguments.country);
  if (!opened) return tell(opened.error(), kBadInput);
  const DrawnPopulation population = population_for(*opened, arguments.sector, 0);
  Progress progress(common.quiet);
  ConfigureOptions options;
  options.seed = arguments.seed;
  options.threads = common.threads;
  options.progress = [&](const char* what, double done) { progress.show(what, done); };
  auto answer = configure_sector(*opened, population, *envelope, options);
  if (!answer) return tell(answer.error(), kBadInput);
  Package* package = std::get_if<Package>(&*answer);
  if (package != nullptr) {
    package->provenance.command = common.command_line;
    package->summary.seconds = watch.seconds();
  }
  const std::string document = encode_configuration(*answer);
  const std::string shown = common.json ? document : text_of(*answer, reader_of(common, *opened));
  const int code = print_and_save(shown, {{arguments.output, document}});
  return code != kDone ? code : package != nullptr ? kDone : kNo;
}

namespace {

Result<std::string> page_of(const Installation& installation, const DrawnPopulation& population,
                            const Package& package, const Forecast& forecast, Language language) {
  TRY(diagnosis,
      diagnose_sector(installation, population.population, package.envelope.sector, std::nullopt));
  const SectorStage* stage = installation.stage_of(package.envelope.sector);
  const SectorStage unknown;
  return page({installation.toolbox, installation.country, stage != nullptr ? *stage : unknown,
               diagnosis, package, forecast},
              language);
}

}  // namespace

int pretest_command(const Common& common, const PretestArguments& arguments) {
  const Stopwatch watch;
  if (arguments.draws < 1 || arguments.draws > 100000) {
    return tell({{"", 0, "draws must be from 1 to 100000", ""}}, kWrongUse);
  }
  const Faults places = check_places(common, arguments);
  if (!places.empty()) return tell(places, kWrongUse);
  auto place = find_place(common.content, common.countries);
  if (!place) return tell(place.error(), kWrongUse);
  auto text = read_file(arguments.package, arguments.package, kMostPackageBytes);
  if (!text) return tell(text.error(), kBadInput);
  auto country = country_of_package(*text);
  if (!country) {
    for (Fault& fault : country.error()) fault.file = arguments.package;
    return tell(country.error(), kBadInput);
  }
  auto opened = open_country(*place, *country);
  if (!opened) return tell(opened.error(), kBadInput);
  auto package = decode_package(*text, opened->toolbox, opened->country);
  if (!package) {
    for (Fault& fault : package.error()) fault.file = arguments.package;
    return tell(package.error(), kBadInput);
  }
  const DrawnPopulation population = population_for(
      *opened, arguments.whole_country ? "" : package->envelope.sector, arguments.firms);
  if (!has_firms(*opened, population.population, package->envelope.sector, {})) {
    return tell({{"", 0, "no firm that was drawn is of the sector " + package->envelope.sector,
                  "give --firms more, or leave it out"}},
                kWrongUse);
  }
  Progress progress(common.quiet);
  PretestOptions options;
  options.seed = arguments.seed;
  options.draws = arguments.draws;
  options.threads = common.threads;
  options.progress = [&](const char* what, double done) { progress.show(what, done); };
  Forecast forecast = pretest_package(*opened, population, *package, options);
  forecast.provenance.command = common.command_line;
  forecast.run.seconds = watch.seconds();
  forecast.run.threads = common.threads;
  forecast.run.firm_years_per_second = static_cast<double>(forecast.firms) * forecast.years *
                                       forecast.draws / std::max(1e-9, forecast.run.seconds);
  const std::string document = encode_forecast(forecast, opened->toolbox);
  std::string page;
  if (!arguments.html.empty()) {
    auto html = page_of(*opened, population, *package, forecast, common.language);
    if (!html) return tell(html.error(), kBadInput);
    page = std::move(*html);
  }
  const std::string shown =
      common.json ? document : text_of(*package, forecast, reader_of(common, *opened));
  return print_and_save(shown, {{arguments.html, page}, {arguments.output, document}});
}

}  // namespace formulary::app
