#include "report/internal/sentences.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "report/internal/digest.h"

namespace formulary::report {

namespace {

constexpr double kUnspentBelow = 0.7;   // of its budget: money is left over
constexpr double kRunsOutAbove = 0.25;  // of draws: the money is short

std::string points(const Voice& voice, double access) {
  return voice.number(access * 100, 0);
}

const ComponentState* by_return(const Diagnosis& diagnosis, bool largest) {
  const auto less = [](const ComponentState& a, const ComponentState& b) {
    return a.shadow_return < b.shadow_return;
  };
  const auto& all = diagnosis.components;
  if (all.empty()) return nullptr;
  return largest ? &*std::max_element(all.begin(), all.end(), less)
                 : &*std::min_element(all.begin(), all.end(), less);
}

}  // namespace

std::string holds_back(const Voice& voice, const Diagnosis& diagnosis) {
  std::vector<const ComponentState*> binding;
  for (const ComponentState& state : diagnosis.components) {
    if (state.binding) binding.push_back(&state);
  }
  if (binding.empty()) return voice.say(Phrase::nothing_binds);
  std::stable_sort(binding.begin(), binding.end(), [](const auto* a, const auto* b) {
    return a->shadow_return > b->shadow_return;
  });
  std::vector<std::string> names;
  for (const ComponentState* state : binding) {
    names.push_back(
        voice.say(Phrase::component_figure, {{"component", voice.word(state->component)},
                                             {"access", points(voice, state->access)},
                                             {"peers", points(voice, state->benchmark)}}));
  }
  return voice.say(Phrase::holds_back, {{"components", voice.join(names)}});
}

std::string components_finding(const Voice& voice, const Diagnosis& diagnosis) {
  const ComponentState* best = by_return(diagnosis, true);
  const ComponentState* least = by_return(diagnosis, false);
  if (best == least || !(least->shadow_return > 0)) return holds_back(voice, diagnosis);
  const double ratio = best->shadow_return / least->shadow_return;
  return voice.say(Phrase::f_components, {{"best", voice.word(best->component)},
                                          {"least", voice.word(least->component)},
                                          {"ratio", voice.figure(ratio)}});
}

std::string package_sentence(const Voice& voice, const Package& package) {
  if (package.measures.empty()) return voice.say(Phrase::package_empty);
  const std::vector<Total> tools = by_instrument(package.measures);
  const auto regions = by_region(package.measures).size();
  const Money cost = total_of(package.measures);
  const auto count = [&](std::size_t n, Phrase forms) {
    return voice.count(static_cast<long long>(n), forms);
  };
  return voice.say(Phrase::package_sentence,
                   {{"measures", count(package.measures.size(), Phrase::n_measures)},
                    {"tools", count(tools.size(), Phrase::n_tools)},
                    {"regions", count(regions, Phrase::n_regions)},
                    {"cost", voice.money(cost.major())},
                    {"budget", voice.money(package.envelope.budget.major())},
                    {"years", voice.count(package.envelope.years, Phrase::n_years)},
                    {"share", voice.percent(share_of(tools[0].budget, cost))},
                    {"instrument", voice.instrument(tools[0].id)}});
}

std::string result_sentence(const Voice& voice, const Package& package, const Forecast& forecast) {
  const double cost = forecast.disbursed.mean;
  std::string text = voice.say(
      Phrase::result_sentence,
      {{"benefit", voice.money(forecast.benefit.p50)},
       {"interval", voice.money_interval(forecast.benefit)},
       {"ratio", cost > 0 ? voice.ratio(forecast.benefit.mean / cost) : std::string(kNoNumber)},
       {"one", voice.one()}});
  const KpiForecast* kpi = leading_kpi(package, forecast, voice.toolbox());
  if (kpi == nullptr) return text;
  const int year = forecast.base_year + static_cast<int>(kpi->impact.size());
  return text + " " +
         voice.say(Phrase::result_kpi, {{"kpi", voice.kpi(kpi->kpi)},
                                        {"year", std::to_string(year)},
                                        {"change", voice.change(kpi->impact.back().p50)},
                                        {"unit", voice.kpi_unit(kpi->kpi)}});
}

std::string comparison_sentence(const Voice& voice, const Package& package,
                                const Forecast& forecast) {
  if (!forecast.comparison) {
    return voice.say(Phrase::no_comparison,
                     {{"tailored", voice.money(package.benefit.mean_field)},
                      {"blanket", voice.money(package.blanket_benefit.mean_field)}});
  }
  const Spread& gain = forecast.comparison->gain;
  const bool is_sure = gain.p5 > 0 || gain.p95 < 0;
  const Phrase phrase = gain.p50 >= 0 ? (is_sure ? Phrase::f_gain_sure : Phrase::f_gain_unsure)
                                      : (is_sure ? Phrase::f_loss_sure : Phrase::f_loss_unsure);
  return voice.say(phrase, {{"gain", voice.money(std::fabs(gain.p50))},
                            {"interval", voice.money_interval(gain)},
                            {"share", voice.percent(forecast.comparison->share_of_draws_better)}});
}

std::string shared_text(const Voice& voice, const ToolGroup& group) {
  const Instrument* card = voice.toolbox().instrument(group.instrument);
  const auto is_shared = [&](const Variant& form) {
    return form.id == group.variant && form.mechanism.scope == Scope::public_part &&
           form.mechanism.open_to == OpenTo::region;
  };
  if (card == nullptr || std::none_of(card->variants.begin(), card->variants.end(), is_shared)) {
    return "";
  }
  double low = 1;
  double high = 0;
  for (const PlannedMeasure* measure : group.measures) {
    low = std::min(low, measure->facility_share);
    high = std::max(high, measure->facility_share);
  }
  const auto shown = [&](double share) {
    return voice.percent(share, share < 0.001 ? 2 : share < 0.01 ? 1 : 0);
  };
  const std::string range =
      shown(low) == shown(high) ? shown(low) : shown(low) + " – " + shown(high);
  return voice.say(Phrase::why_shared, {{"share", range}});
}

std::string refusal_text(const Voice& voice, const Refusal& refusal) {
  std::string text = voice.say(refusal.text);
  if (refusal.reason != RefusalReason::no_gain) return text;
  const auto add = [&](const std::string& sentence) {
    text += (text.empty() ? "" : " ") + sentence;
  };
  if (const auto component = member_of<Component>(refusal.binding)) {
    add(voice.say(Phrase::binds_instead, {{"component", voice.word(*component)}}));
  }
  if (refusal.reduced_cost > 0) {
    add(voice.say(Phrase::short_by, {{"cost", voice.money(refusal.reduced_cost)}}));
  }
  return text;
}

std::vector<std::string> warnings(const Voice& voice, const Forecast& forecast) {
  std::vector<std::string> unwanted;
  std::vector<std::string> unspent;
  const TakeUp* earliest = nullptr;
  int short_of_money = 0;
  for (const TakeUp& one : forecast.take_up) {
    const double budget = one.budget.major();
    Values values{{"tool", voice.tool(one.instrument, one.variant)},
                  {"type", voice.word(one.company_type)},
                  {"eligible", voice.number(one.eligible.p50, 0)},
                  {"awarded", voice.number(one.awarded.p50, 0)}};
    if (one.unwanted) {
      unwanted.push_back(voice.say(Phrase::w_unwanted, values));
    } else if (one.money_runs_out_day && one.runs_out_share > kRunsOutAbove) {
      ++short_of_money;
      const bool is_earlier =
          earliest == nullptr || *one.money_runs_out_day < *earliest->money_runs_out_day;
      if (is_earlier) earliest = &one;
    } else if (budget > 0 && one.disbursed.p50 < kUnspentBelow * budget) {
      values.emplace_back("share", voice.percent(one.disbursed.p50 / budget));
      unspent.push_back(voice.say(Phrase::w_unspent, values));
    }
  }
  std::vector<std::string> list = std::move(unwanted);
  list.insert(list.end(), unspent.begin(), unspent.end());
  if (earliest != nullptr) {
    list.push_back(voice.say(Phrase::w_runs_out,
                             {{"count", std::to_string(short_of_money)},
                              {"all", std::to_string(forecast.take_up.size())},
                              {"tool", voice.tool(earliest->instrument, earliest->variant)},
                              {"type", voice.word(earliest->company_type)},
                              {"day", voice.number(*earliest->money_runs_out_day, 0)}}));
  }
  return list;
}

Cell tool_cell(const Voice& voice, const std::string& id, const std::string& variant) {
  const Instrument* card = voice.toolbox().instrument(id);
  if (card == nullptr || card->variants.size() < 2 || variant.empty()) {
    return Cell(voice.instrument(id));
  }
  return Cell(voice.instrument(id)).with_note(voice.form(id, variant));
}

Cell verdict(const Voice& voice, const Kpi* kpi, const Spread& impact) {
  const bool is_up = impact.p5 > 0;
  const bool is_down = impact.p95 < 0;
  if (kpi == nullptr || (!is_up && !is_down)) {
    return {voice.say(Phrase::unsure), Mark::warn};
  }
  const bool is_better = is_up == (kpi->direction == Direction::increase);
  return is_better ? Cell{voice.say(Phrase::better), Mark::good}
                   : Cell{voice.say(Phrase::worse), Mark::bad};
}

}  // namespace formulary::report
