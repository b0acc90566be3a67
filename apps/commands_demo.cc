// demo: fill a register with a demonstration year, with an account for each role.
#include <iostream>
#include <sstream>

#include <nlohmann/json.hpp>

#include "answer.h"
#include "clock.h"
#include "commands_register.h"
#include "demonstration/demonstration.h"
#include "domain/demonstration.h"
#include "domain/provenance.h"
#include "place.h"
#include "terminal.h"

namespace formulary::app {
namespace {

using demonstration::Filled;
using Json = nlohmann::ordered_json;

template <typename E>
Json json_of(const std::map<E, int>& counts) {
  Json json = Json::object();
  for (const auto& [member, count] : counts) json[id_of(member)] = count;
  return json;
}

std::string document_of(const Filled& filled, const demonstration::Options& options) {
  Json people = Json::array();
  for (const demonstration::Person& one : filled.people) {
    people.push_back({{"person", one.id},
                      {"role", id_of(one.role)},
                      {"place", one.place},
                      {"password", one.password}});
  }
  const Json document{{"schema", "formulary/demonstration/1"},
                      {"engine", kEngineVersion},
                      {"demonstration", true},
                      {"day", options.today.text()},
                      {"seed", options.seed},
                      {"programmes", json_of(filled.programmes)},
                      {"applications", json_of(filled.applications)},
                      {"awards", json_of(filled.awards)},
                      {"tranches", json_of(filled.tranches)},
                      {"due_now", filled.due_now},
                      {"values", filled.values},
                      {"payments", filled.payments},
                      {"flags", json_of(filled.flags)},
                      {"flags_resolved", filled.flags_resolved},
                      {"run", {{"people", people}}}};
  return document.dump(2) + "\n";
}

template <typename E>
std::string line_of(const char* what, const std::map<E, int>& counts) {
  std::string line;
  for (const auto& [member, count] : counts) {
    line += (line.empty() ? "" : ", ") + std::to_string(count) + " " + id_of(member);
  }
  return std::string(what) + line + "\n";
}

std::string text_of(const Filled& filled, const demonstration::Options& options,
                    const std::string& db, Language language) {
  std::ostringstream text;
  text << demonstration_notice().in(language) << "\n\n"
       << db << ", as of " << options.today.text() << ", seed " << options.seed << "\n"
       << line_of("programmes    ", filled.programmes)
       << line_of("applications  ", filled.applications) << line_of("awards        ", filled.awards)
       << line_of("tranches      ", filled.tranches) << "due today     " << filled.due_now
       << " wait for a decision\n"
       << "values        " << filled.values << " reported, " << filled.payments << " payments\n"
       << line_of("flags         ", filled.flags) << "              " << filled.flags_resolved
       << " of them resolved\n\naccounts, with passwords that are shown here only:\n";
  for (const demonstration::Person& one : filled.people) {
    std::string line = "  " + one.id;
    line.resize(std::max<std::size_t>(line.size() + 2, 18), ' ');
    line += id_of(one.role);
    line.resize(std::max<std::size_t>(line.size() + 2, 29), ' ');
    line += one.password;
    text << line << (one.place.empty() ? "" : "  ") << one.place << "\n";
  }
  return text.str();
}

}  // namespace

int demo_command(const Common& common, const DemoArguments& arguments) {
  demonstration::Options options;
  options.today = now().date();
  options.seed = arguments.seed;
  options.awards = arguments.awards;
  if (!arguments.day.empty()) {
    const auto day = Date::parse(arguments.day);
    if (!day) return tell(day.error(), kWrongUse);
    options.today = *day;
  }
  const auto place = find_place(common.content, common.countries);
  if (!place) return tell(place.error(), kWrongUse);
  const auto installation = open_country(*place, arguments.on.country);
  if (!installation) return tell(installation.error(), kBadInput);
  auto database = store::Database::open(arguments.on.db);
  if (!database) return tell_trouble(database.error());
  const auto hasher = accounts::argon2();
  const auto filled = [&] {
    Progress progress(common.quiet);  // gone before the answer is printed
    options.progress = [&](const char* what, double done) { progress.show(what, done); };
    return demonstration::fill(**database, *installation, *hasher, chance, options);
  }();
  if (!filled) {
    if (filled.error().trouble) return tell_trouble(*filled.error().trouble);
    return tell_reasons(filled.error().reasons, common.language);
  }
  const std::string answer = common.json
                                 ? document_of(*filled, options)
                                 : text_of(*filled, options, arguments.on.db, common.language);
  const auto written = write_file("-", answer);
  return written ? kDone : tell(written.error(), kSystem);
}

}  // namespace formulary::app
