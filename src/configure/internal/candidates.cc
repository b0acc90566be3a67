#include "configure/internal/candidates.h"

#include <algorithm>
#include <cmath>

#include "math/parallel.h"

namespace formulary::configuring {

namespace {

// The configurator learns from draws that no pre-test of the same seed will see.
constexpr std::uint32_t kTrainingStream = 0x9e3779b9u;

constexpr double kFrontLoading = 1.5;  // spending may run this far ahead of an even calendar
constexpr double kFewestAwards = 2;    // a call that expects fewer is not worth holding ...
constexpr double kFewestLarge = 0.5;   // ... but a few large firms are dealt with one by one
constexpr double kWholeAwards = 10;    // up to so many, a budget must pay for whole ones

double calendar_share(int year, int years) {
  return std::min(1.0, kFrontLoading * year / years);
}

// The least share of a form's effect on a component with which it is said to address it.
constexpr double kAddresses = 0.25;

unsigned addressed_by(const Form& form, const std::vector<Component>& binding) {
  unsigned bits = 0;
  for (const Component component : binding) {
    if (form.variant->mechanism.share[index_of(component)] >= kAddresses) {
      bits |= 1u << index_of(component);
    }
  }
  return bits;
}

double busiest_year(const Option& option) {
  return *std::max_element(option.awards_by_year.begin(), option.awards_by_year.end());
}

// Reserve money for whole awards where few are expected: two thirds of a grant funds nobody.
void round_up_awards(Option& option) {
  if (option.awards >= kWholeAwards) return;
  const double factor = std::ceil(option.awards) / option.awards;
  option.cost *= factor;
  for (double& cost : option.cost_by_year) cost *= factor;
}

// The coverages to offer: the settings', and where demand is beyond what the agency can handle,
// those that fill its capacity, two thirds and a third of it.
std::vector<double> coverages_of(const Cell& cell, std::size_t form, double dose, double capacity,
                                 const std::vector<double>& usual) {
  if (!(capacity > 0)) return usual;
  std::vector<double> coverages = usual;
  if (busiest_year(cell.option(form, dose, usual.front())) <= capacity) return coverages;
  for (const double part : {1.0, 0.65, 0.3}) {
    // Fewer funded means fewer apply: bisect for the coverage that uses this part of the capacity.
    double low = 0;
    double high = usual.front();
    for (int i = 0; i < 20; ++i) {
      const double middle = (low + high) / 2;
      (busiest_year(cell.option(form, dose, middle)) > part * capacity ? high : low) = middle;
    }
    if (low > 0.01) coverages.push_back(low);
  }
  return coverages;
}

void add_options(Choice& choice, const SectorView& view, const Envelope& envelope,
                 const ConfigureOptions& settings) {
  const double budget = envelope.budget.major();
  for (const std::size_t form : choice.cell->open_forms()) {
    const Variant& variant = *view.forms()[form].variant;
    const bool shared = view.forms()[form].is_public();
    const double fewest =
        choice.cell->key().type == CompanyType::large ? kFewestLarge : kFewestAwards;
    bool affordable = false;
    bool wanted = false;
    const double capacity = view.forms()[form].instrument->application.capacity.value;
    for (const double dose : variant.dose.steps) {
      for (const double coverage :
           shared ? std::vector<double>{1}
                  : coverages_of(*choice.cell, form, dose, capacity, settings.coverages)) {
        Option option = choice.cell->option(form, dose, coverage);
        if (option.awards < fewest) continue;
        if (!shared) round_up_awards(option);
        wanted = true;
        if (!shared && busiest_year(option) > capacity) continue;
        if (option.cost > budget) continue;
        affordable = true;
        choice.options.push_back(std::move(option));
      }
    }
    if (!wanted) choice.unwanted.push_back(form);
    if (wanted && !affordable) choice.too_dear.push_back(form);
  }
}

void relate_options(Choice& choice, const SectorView& view) {
  const std::size_t n = choice.options.size();
  choice.excludes.assign(n, std::vector<bool>(n, false));
  choice.factor.assign(n, std::vector<double>(n, 1));
  choice.needs.assign(n, {});
  const auto card = [&](std::size_t o) -> const Instrument& {
    return *view.forms()[choice.options[o].form].instrument;
  };
  for (std::size_t a = 0; a < n; ++a) {
    for (std::size_t b = 0; b < n; ++b) {
      choice.excludes[a][b] = &card(a) == &card(b) || exclude_each_other(card(a), card(b));
      choice.factor[a][b] = interaction_factor(card(a), card(b), choice.cell->key().type);
    }
    for (const Interaction& interaction : card(a).interactions) {
      if (interaction.kind != InteractionKind::requires_) continue;
      for (std::size_t i = 0; i < view.toolbox.instruments.size(); ++i) {
        if (view.toolbox.instruments[i].id == interaction.with) choice.needs[a].push_back(i);
      }
    }
  }
}

// Caps of the pack by role, where it states every year of the programme.
std::map<std::string, double> role_caps(const CountryPack& pack, int years) {
  std::map<std::string, double> caps;
  std::map<std::string, int> stated;
  for (const Budget& budget : pack.budgets) {
    if (budget.year <= pack.base_year || budget.year > pack.base_year + years) continue;
    caps[budget.role] += budget.amount_million.value;
    ++stated[budget.role];
  }
  for (auto at = caps.begin(); at != caps.end();) {
    at = stated[at->first] < years ? caps.erase(at) : std::next(at);
  }
  return caps;
}

class LimitBook {
 public:
  LimitBook(Candidates& candidates, const CountryPack& pack, const Envelope& envelope)
      : c_(candidates), pack_(pack), envelope_(envelope) {}

  void write() {
    foresee_use();
    const double budget = envelope_.budget.major() / kMillion;
    const std::size_t whole = add({"budget", budget, false});
    std::vector<std::size_t> years;
    for (int t = 1; t < envelope_.years; ++t) {
      const double share = calendar_share(t, envelope_.years);
      years.push_back(share < 1 ? add({"budget_year." + std::to_string(t), share * budget, false})
                                : kNone);
    }
    for (auto& [role, cap] : role_caps(pack_, envelope_.years)) {
      if (cap < budget) roles_[role] = add({"role." + role, cap, false});
    }
    for (const Component component : c_.binding) {
      c_.address_limit[index_of(component)] =
          add({std::string("addresses.") + id_of(component), 1, true});
    }
    for (Choice& choice : c_.choices) {
      for (const Option& option : choice.options) {
        std::vector<std::pair<std::size_t, double>> usage{{whole, option.cost / kMillion}};
        double spent = 0;
        for (std::size_t t = 0; t < years.size(); ++t) {
          spent += option.cost_by_year[t];
          if (years[t] != kNone) usage.emplace_back(years[t], spent / kMillion);
        }
        const Instrument& card = *c_.view->forms()[option.form].instrument;
        const auto role = roles_.find(card.stakeholders.owner);
        if (role != roles_.end()) usage.emplace_back(role->second, option.cost / kMillion);
        if (!c_.view->forms()[option.form].is_public()) note_capacity(choice, option, card, usage);
        if (envelope_.minimum_region_share > 0) {
          usage.emplace_back(region(choice), option.cost / kMillion);
        }
        choice.usage.push_back(std::move(usage));
      }
    }
  }

 private:
  std::size_t add(Limit limit) {
    c_.limits.push_back(std::move(limit));
    return c_.limits.size() - 1;
  }

  std::size_t region(const Choice& choice) {
    const std::string id = pack_.regions[choice.cell->key().region].id;
    const auto at = regions_.find(id);
    if (at != regions_.end()) return at->second;
    const double least = envelope_.minimum_region_share * envelope_.budget.major() / kMillion;
    return regions_[id] = add({"region." + id, least, true});
  }

  std::string capacity_id(const Choice& choice, const Instrument& card) const {
    return "capacity." + card.id + "." + pack_.regions[choice.cell->key().region].id;
  }

  // What all company types of a region could ask of a card's agency in their busiest years: only
  // where that is beyond its capacity can the capacity bind.
  void foresee_use() {
    for (const Choice& choice : c_.choices) {
      std::map<std::string, double> most;
      for (const Option& option : choice.options) {
        const Form& form = c_.view->forms()[option.form];
        if (form.is_public()) continue;
        double& use = most[capacity_id(choice, *form.instrument)];
        use = std::max(use, busiest_year(option));
      }
      for (const auto& [id, use] : most) foreseen_[id] += use;
    }
  }

  void note_capacity(const Choice& choice, const Option& option, const Instrument& card,
                     std::vector<std::pair<std::size_t, double>>& usage) {
    const double capacity = card.application.capacity.value;
    const std::string id = capacity_id(choice, card);
    if (!(capacity > 0) || foreseen_.at(id) <= capacity) return;
    const auto at = capacities_.find(id);
    const std::size_t limit =
        at != capacities_.end() ? at->second : capacities_[id] = add({id, capacity, false});
    usage.emplace_back(limit, busiest_year(option));
  }

  Candidates& c_;
  const CountryPack& pack_;
  const Envelope& envelope_;
  std::map<std::string, std::size_t> roles_;
  std::map<std::string, std::size_t> regions_;
  std::map<std::string, std::size_t> capacities_;
  std::map<std::string, double> foreseen_;  // use by capacity
};

// Split the diagnosis' binding components into those a tool can address and those none can.
void sort_binding(Candidates& candidates, const Diagnosis& diagnosis) {
  unsigned open = 0;
  unsigned dear = 0;
  const auto& forms = candidates.view->forms();
  std::vector<Component> all;
  for (const ComponentState& state : diagnosis.components) {
    if (state.binding) all.push_back(state.component);
  }
  for (const Choice& choice : candidates.choices) {
    for (const Option& option : choice.options) open |= addressed_by(forms[option.form], all);
    for (const std::size_t form : choice.too_dear) dear |= addressed_by(forms[form], all);
  }
  for (const Component component : all) {
    const unsigned bit = 1u << index_of(component);
    if (open & bit) {
      candidates.binding.push_back(component);
    } else if (dear & bit) {
      candidates.too_dear.push_back(component);
    } else {
      candidates.unaddressed.push_back(id_of(component));
    }
  }
}

std::vector<CellKey> cell_keys(const CountryPack& pack, const Population& population,
                               const Envelope& envelope) {
  std::vector<CellKey> keys;
  const std::size_t sector = pack.sector_index(envelope.sector);
  for (std::size_t r = 0; r < pack.regions.size(); ++r) {
    const auto& wanted = envelope.regions;
    if (!wanted.empty() &&
        std::find(wanted.begin(), wanted.end(), pack.regions[r].id) == wanted.end()) {
      continue;
    }
    std::array<std::size_t, kCompanyTypes> count{};
    const auto group = population.group(sector, r);
    for (std::size_t i = group.begin; i < group.end; ++i) ++count[population.type[i]];
    for (const CompanyType type : envelope.company_types) {
      if (count[index_of(type)] > 0) keys.push_back({sector, r, type});
    }
  }
  return keys;
}

}  // namespace

Candidates make_candidates(const CountryPack& pack, const Toolbox& toolbox,
                           const Population& population, double population_weight,
                           const Diagnosis& diagnosis, const Envelope& envelope,
                           const ConfigureOptions& options) {
  Candidates candidates;
  candidates.view = std::make_unique<SectorView>(pack, toolbox, population, population_weight,
                                                 pack.sector_index(envelope.sector),
                                                 diagnosis.stage, envelope.goal, envelope.years,
                                                 options.scenarios, options.seed ^ kTrainingStream);
  const std::vector<CellKey> keys = cell_keys(pack, population, envelope);
  candidates.choices.resize(keys.size());
  in_parallel(keys.size(), options.threads, [&](std::size_t i) {
    Choice& choice = candidates.choices[i];
    choice.cell = std::make_unique<Cell>(*candidates.view, keys[i], options.strata);
    add_options(choice, *candidates.view, envelope, options);
    relate_options(choice, *candidates.view);
  });
  candidates.address_limit.assign(kComponents, kNone);
  sort_binding(candidates, diagnosis);
  for (Choice& choice : candidates.choices) {
    for (const Option& option : choice.options) {
      choice.addresses.push_back(
          addressed_by(candidates.view->forms()[option.form], candidates.binding));
    }
  }
  LimitBook(candidates, pack, envelope).write();
  return candidates;
}

std::vector<Chosen> chosen_of(const Choice& choice, const std::vector<std::size_t>& options) {
  std::vector<Chosen> chosen;
  for (const std::size_t o : options) {
    Chosen one{&choice.options[o]};
    for (const std::size_t other : options) {
      if (other != o) one.factor *= choice.factor[o][other];
    }
    one.harm_factor = one.factor;
    chosen.push_back(one);
  }
  return chosen;
}

Column make_column(const Choice& choice, std::size_t number, std::vector<std::size_t> options,
                   std::size_t draws) {
  std::sort(options.begin(), options.end());
  Column column{number, std::move(options), std::vector<double>(draws), 0};
  choice.cell->respond(chosen_of(choice, column.options), column.benefit);
  for (double& value : column.benefit) value /= kMillion;
  for (const std::size_t o : column.options) column.cost += choice.options[o].cost / kMillion;
  return column;
}

bool fits_alone(const Candidates& candidates, const Choice& choice,
                const std::vector<std::size_t>& options) {
  std::map<std::size_t, double> used;
  for (const std::size_t o : options) {
    for (const auto& [limit, amount] : choice.usage[o]) used[limit] += amount;
  }
  return std::all_of(used.begin(), used.end(), [&](const auto& use) {
    const Limit& limit = candidates.limits[use.first];
    return limit.at_least || use.second <= limit.value * (1 + 1e-9);
  });
}

std::vector<std::pair<std::size_t, double>> usage_of(const Candidates& candidates,
                                                     const Column& column) {
  const Choice& choice = candidates.choices[column.choice];
  std::map<std::size_t, double> sum;
  unsigned addressed = 0;
  for (const std::size_t o : column.options) {
    for (const auto& [limit, amount] : choice.usage[o]) sum[limit] += amount;
    addressed |= choice.addresses[o];
  }
  for (std::size_t k = 0; k < kComponents; ++k) {
    if ((addressed >> k & 1u) != 0 && candidates.address_limit[k] != kNone) {
      sum[candidates.address_limit[k]] = 1;
    }
  }
  return {sum.begin(), sum.end()};
}

}  // namespace formulary::configuring
