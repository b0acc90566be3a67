#include "demonstration/internal/programmes.h"

#include <variant>

#include "domain/demonstration.h"
#include "report/documents.h"

namespace formulary::demonstration {
namespace {

Mandate mandate_of(const Story& story, const Plan& plan, Date first_day) {
  Mandate mandate;
  mandate.programme = plan.id;
  mandate.name = marked_as_demonstration(plan.name);
  mandate.owner = story.cast().drafter.office;
  mandate.first_day = first_day;
  mandate.tranches = plan.tranches;
  mandate.evaluation = plan.evaluation;
  mandate.demonstration = true;
  return mandate;
}

void plan_pretested(Story& story, const Plan& plan, const Prepared& prepared, Date first_day,
                    Date drafted) {
  story.on(drafted, 0, [&story, &plan, &prepared, first_day]() -> Step {
    const Mandate mandate = mandate_of(story, plan, first_day);
    TRY(made, story.act(story.cast().drafter, [&](office::Call& call) {
      return office::draft_programme(call, prepared.adopted, mandate);
    }));
    return Done{};
  });
  story.on(drafted.plus_days(9), 0, [&story, &plan, &prepared]() -> Step {
    TRY(moved, story.act(story.cast().analyst, [&](office::Call& call) {
      return office::record_pretest(call, plan.id, {}, prepared.pretest);
    }));
    return Done{};
  });
}

}  // namespace

const Plan& running_plan() {
  static const Plan kPlan{
      "demo-food",
      {"Food that sells abroad", "Продукты на экспорт", "Экспортқа арналған азық-түлік"},
      "food",
      Goal::exports,
      150,
      4,
      {CompanyType::sme, CompanyType::startup},
      4,
      4,
      4,
      {"discontinuity",
       "firms just above with firms just below the last rank that was served",
       {"labour_productivity", "net_jobs"},
       3}};
  return kPlan;
}

const Plan& drawing_plan() {
  static const Plan kPlan{
      "demo-newcomers",
      {"First year of a new firm", "Первый год нового предприятия",
       "Жаңа кәсіпорынның бірінші жылы"},
      "agro_processing",
      Goal::import_substitution,
      15,
      3,
      {CompanyType::newcomer, CompanyType::startup},
      8,
      6,
      2,
      {"lottery", "firms that were drawn with firms that were not", {"net_jobs"}, 2}};
  return kPlan;
}

const Plan& waiting_plan() {
  static const Plan kPlan{
      "demo-software",
      {"Software that leads", "Программы мирового уровня", "Әлемдік деңгейдегі бағдарламалар"},
      "ai_software",
      Goal::technology_leadership,
      60,
      5,
      {CompanyType::sme, CompanyType::startup, CompanyType::newcomer},
      3,
      4,
      4,
      {"differences", "regions with the programme with regions without it", {"rd_output"}, 3}};
  return kPlan;
}

office::Outcome<Prepared> prepare(const Story& story, const Plan& plan) {
  const Installation& installation = story.installation();
  Envelope envelope;
  envelope.country = installation.country.id;
  envelope.sector = plan.sector;
  envelope.goal = plan.goal;
  envelope.budget = Money::from_major(plan.million_usd * 1e6 * installation.country.usd_rate.value);
  envelope.years = plan.years;
  envelope.regions = story.regions(plan.regions);
  envelope.company_types = plan.company_types;
  envelope.most_instruments = plan.most_instruments;
  const std::string told = installation.country.id + ", " + plan.sector;
  const auto none = [&] {
    return denial("no_package", {"There is no package to show for " + told + ".",
                                 "Нет пакета, который можно показать: " + told + ".",
                                 "Көрсететін пакет жоқ: " + told + "."});
  };
  if (installation.country.sector(plan.sector) == nullptr) return otherwise(none());
  const DrawnPopulation firms = population_for(installation, plan.sector, 0);
  ConfigureOptions configure;
  configure.alternatives = {0.5};  // one other budget is enough to show; each takes its time
  const auto answer = configure_sector(installation, firms, envelope, configure);
  if (!answer) return otherwise(none());
  const auto* package = std::get_if<Package>(&*answer);
  if (package == nullptr || package->measures.empty()) return otherwise(none());
  PretestOptions options;
  options.seed = story.options().seed;
  options.draws = story.options().pretest_draws;
  Prepared prepared;
  prepared.adopted.package = *package;
  prepared.adopted.package_text = encode_configuration(*answer);
  prepared.adopted.forecast = pretest_package(installation, firms, *package, options);
  Forecast& forecast = prepared.adopted.forecast;
  forecast.run = {};  // how fast it was is no part of the record: same seed, same register
  prepared.pretest = {1, forecast, encode_forecast(forecast, installation.toolbox)};
  return prepared;
}

void plan_waiting(Story& story, const Plan& plan, const Prepared& prepared) {
  const Date first_day = story.today().plus_months(3);
  plan_pretested(story, plan, prepared, first_day, story.today().plus_days(-24));
}

void plan_opened(Story& story, const Plan& plan, const Prepared& prepared, Date first_day,
                 Opened opened) {
  plan_pretested(story, plan, prepared, first_day, first_day.plus_days(-70));
  story.on(first_day.plus_days(-40), 0, [&story, &plan]() -> Step {
    TRY(moved, story.act(story.cast().approver, [&](office::Call& call) {
      return office::approve_programme(call, plan.id, {});
    }));
    return Done{};
  });
  story.on(first_day.plus_days(-20), 0, [&story, &plan, opened]() -> Step {
    TRY(kept, story.act(story.cast().manager, [&](office::Call& call) {
      return office::open_programme(call, plan.id, {});
    }));
    return opened(kept.value);
  });
}

}  // namespace formulary::demonstration
