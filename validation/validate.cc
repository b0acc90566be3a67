// Do we print what others published? The table of docs/validation.md: source, published, ours.
//
// A number agrees when it is the published one to every digit printed there; "last digit" says that
// it is off by at most two units of that digit. Anything else, and missing data, fail.
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "evaluate/fixed_effects.h"
#include "evaluate/staggered.h"
#include "support/published.h"

namespace {

using namespace formulary;
using namespace formulary::evaluate;
using published::Columns;

struct Printed {
  const char* term;
  const char* estimate;
  const char* se;  // "" = not printed
};
struct Case {
  const char* source;
  const char* what;
  std::function<Evaluated<Finding>(const Columns&)> ours;
  const char* panel;
  std::vector<Printed> printed;
};

// Stata's copy of this panel holds logarithms in single precision: Roodman's last digit shows it.
Columns with_logs(Columns data) {
  const std::map<std::string, std::string> names{
      {"emp", "n"}, {"wage", "w"}, {"capital", "k"}, {"output", "ys"}};
  for (const auto& [from, to] : names) {
    for (const double x : data.at(from)) data[to].push_back(std::log(x));
    for (const int years : {1, 2}) {
      data["L" + std::to_string(years) + to] = published::lagged(data, to, "firm", "year", years);
    }
  }
  return data;
}

std::function<Evaluated<Finding>(const Columns&)> fit(const std::string& formula,
                                                      std::vector<std::string> clusters = {},
                                                      TwoWay two_way = TwoWay::fewest) {
  return [=](const Columns& columns) {
    RegressionOptions options;
    options.variance = clusters.empty() ? Variance::iid : Variance::cluster;
    options.clusters = clusters;
    options.two_way = two_way;
    return fixed_effects(published::panel_of(columns), *parse_formula(formula), options);
  };
}

std::function<Evaluated<Finding>(const Columns&)> did(Aggregate aggregate) {
  return [=](const Columns& columns) {
    StaggeredOptions options;
    options.outcome = "lemp";
    options.unit = "countyreal";
    options.time = "year";
    options.first = "first.treat";
    options.aggregate = aggregate;
    return staggered(published::panel_of(columns), options);
  };
}

std::vector<Case> cases() {
  const char* lags = "n ~ L1n + L2n + w + L1w + k + L1k + L2k + ys + L1ys + L2ys ";
  const std::string within = std::string(lags) + "| firm + year";
  const std::string pooled = std::string(lags) + "+ i(year)";
  return {
      {"Wooldridge, Introductory Econometrics, example 14.1",
       "training grants, firm effects",
       fit("lscrap ~ d88 + d89 + grant + grant_1 | fcode"),
       "jtrain",
       {{"d88", "-.080", ".109"},
        {"d89", "-.247", ".133"},
        {"grant", "-.252", ".151"},
        {"grant_1", "-.422", ".210"}}},
      {"Wooldridge, example 13.8 (Papke 1994)",
       "enterprise zones, first differences",
       [](const Columns& all) {
         const auto& year = all.at("year");
         return fit("guclms ~ i(year) + cez")(
             published::where(all, [&](std::size_t i) { return year[i] > 1980; }));
       },
       "ezunem",
       {{"cez", "-.182", ".078"}}},
      {"Petersen 2009, his page",
       "simulated panel, iid",
       fit("y ~ x"),
       "petersen",
       {{"x", "1.0348", ".0286"}}},
      {"Petersen 2009",
       "clustered by firm",
       fit("y ~ x", {"firm"}),
       "petersen",
       {{"x", "1.0348", ".0506"}}},
      {"Petersen 2009",
       "clustered by year",
       fit("y ~ x", {"year"}),
       "petersen",
       {{"x", "1.0348", ".0334"}}},
      {"Petersen 2009",
       "by firm and year, each its own G",
       fit("y ~ x", {"firm", "year"}, TwoWay::own),
       "petersen",
       {{"x", "1.0348", ".0536"}}},
      {"sandwich (R), its manual",
       "clustered by firm",
       fit("y ~ x", {"firm"}),
       "petersen",
       {{"x", "1.03483344", ".05059573"}}},
      {"Croissant & Millo 2008 (R plm)",
       "Grunfeld's investment, firm effects",
       fit("inv ~ value + capital | firm"),
       "grunfeld",
       {{"value", "0.1101238", ""}, {"capital", "0.3100653", ""}}},
      {"Baltagi, Econometric Analysis of Panel Data",
       "Grunfeld's investment, two-way",
       fit("inv ~ value + capital | firm + year"),
       "grunfeld",
       {{"value", ".11772", ""}, {"capital", ".35792", ""}}},
      {"Roodman 2009, How to do xtabond2",
       "British firms, ordinary least squares",
       [=](const Columns& all) { return fit(pooled)(with_logs(all)); },
       "empluk",
       {{"L1n", "1.044643", ".0336647"}}},
      {"Roodman 2009",
       "British firms, within",
       [=](const Columns& all) { return fit(within)(with_logs(all)); },
       "empluk",
       {{"L1n", ".7329476", ".039304"},
        {"L2n", "-.1394773", ".040026"},
        {"w", "-.5597445", ".057033"}}},
      {"did (R), README; Callaway & Sant'Anna 2021",
       "minimum wages, cohort 2004",
       did(Aggregate::none),
       "mpdta",
       {{"ATT(2004,2004)", "-0.0105", ""},
        {"ATT(2004,2005)", "-0.0704", ""},
        {"ATT(2004,2006)", "-0.1373", ""}}},
      {"did (R), README",
       "minimum wages, dynamic",
       did(Aggregate::dynamic),
       "mpdta",
       {{"ATT", "-0.0772", ""}}},
  };
}

// Our number with as many decimals as the printed one, written in its way.
std::string like(const std::string& printed, double ours) {
  const std::size_t point = printed.find('.');
  const auto decimals = static_cast<int>(printed.size() - point - 1);
  char text[64];
  std::snprintf(text, sizeof text, "%.*f", decimals, ours);
  std::string same = text;
  const bool bare = point == 0 || printed[point - 1] == '-';
  const std::size_t zero = same.find("0.");
  if (bare && zero != std::string::npos && zero <= 1) same.erase(zero, 1);
  return same;
}

// How far a number is from the printed one, in units of its last digit.
double units_off(const std::string& printed, double ours) {
  const auto decimals = static_cast<double>(printed.size() - printed.find('.') - 1);
  return std::fabs(std::strtod(printed.c_str(), nullptr) - ours) * std::pow(10, decimals);
}

int show(const Case& one) {
  const auto columns = published::read(one.panel);
  if (!columns) {
    std::printf("| %s | %s | | | no data: %s.csv |\n", one.source, one.what, one.panel);
    return 1;
  }
  const auto found = one.ours(*columns);
  if (!found || !*found) return 1;
  int failed = 0;
  for (const Printed& printed : one.printed) {
    const Effect* effect = nullptr;
    for (const Estimate& estimate : (*found)->estimates) {
      if (estimate.term == printed.term) effect = &estimate.effect;
    }
    if (effect == nullptr) return 1;
    const auto pair_of = [](const std::string& estimate, const std::string& se) {
      return se.empty() ? estimate : estimate + " (" + se + ")";
    };
    const std::string published_text = pair_of(printed.estimate, printed.se);
    const std::string ours = pair_of(like(printed.estimate, effect->estimate),
                                     printed.se[0] == '\0' ? "" : like(printed.se, effect->se));
    const bool agrees = published_text == ours;
    const bool near = units_off(printed.estimate, effect->estimate) <= 2.5 &&
                      (printed.se[0] == '\0' || units_off(printed.se, effect->se) <= 2.5);
    failed += near ? 0 : 1;
    std::printf("| %s | %s, `%s` | %s | %s | %s |\n", one.source, one.what, printed.term,
                published_text.c_str(), ours.c_str(),
                agrees ? "yes"
                : near ? "last digit"
                       : "**no**");
  }
  return failed;
}

}  // namespace

int main() {
  std::printf("| source | what | published | ours | agrees |\n| --- | --- | --- | --- | --- |\n");
  int failed = 0;
  for (const Case& one : cases()) failed += show(one);
  return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
