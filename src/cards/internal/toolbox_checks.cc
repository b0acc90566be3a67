#include "cards/internal/toolbox_checks.h"

#include <algorithm>

namespace formulary::cards {

namespace {

template <typename T>
bool contains(const std::vector<T>& list, const T& item) {
  return std::find(list.begin(), list.end(), item) != list.end();
}

template <typename T>
bool covers(const std::vector<T>& list, const T& item) {
  return list.empty() || contains(list, item);
}

// A KPI moved by no component in particular is moved by the index, hence by every instrument.
bool can_move(const Mechanism& mechanism, const Kpi& kpi) {
  return kpi.moved_by.empty() ||
         std::any_of(kpi.moved_by.begin(), kpi.moved_by.end(),
                     [&](Component component) { return mechanism.share[index_of(component)] > 0; });
}

std::string list_of(const std::vector<Component>& components) {
  std::string text;
  for (const Component component : components) {
    text += (text.empty() ? "" : ", ") + std::string(id_of(component));
  }
  return text;
}

void check_kpis_move(const InstrumentCard& card, const Toolbox& toolbox, Faults& faults) {
  const Instrument& instrument = card.instrument;
  for (std::size_t i = 0; i < instrument.kpis.size(); ++i) {
    const Kpi* kpi = toolbox.kpi(instrument.kpis[i].kpi);
    if (kpi == nullptr) continue;  // reported as an unknown id
    for (const Variant& variant : instrument.variants) {
      if (can_move(variant.mechanism, *kpi)) continue;
      faults.push_back(Fault{
          instrument.file, card.kpi_lines[i],
          "kpis: nothing in the mechanism of " + quote(variant.id) + " moves " + quote(kpi->id),
          "it is moved by " + list_of(kpi->moved_by) +
              "; choose another KPI or give the mechanism such a share"});
    }
  }
}

// Report the indicated members (stages or company types) that no KPI of the card is meant for.
template <typename E>
void check_kpi_for_each(const InstrumentCard& card, const std::vector<E>& indicated,
                        std::vector<E> InstrumentKpi::*filter, int line, const char* what,
                        Faults& faults) {
  const auto& kpis = card.instrument.kpis;
  for (const E member : indicated) {
    const bool measured = std::any_of(kpis.begin(), kpis.end(), [&](const InstrumentKpi& kpi) {
      return covers(kpi.*filter, member);
    });
    if (measured) continue;
    faults.push_back(Fault{card.instrument.file, line,
                           std::string("indications: no KPI of the card is meant for the ") + what +
                               " " + quote(id_of(member)),
                           "add one under kpis, or remove the indication"});
  }
}

// A measure stands for one stage and one company type, and needs a KPI for both at once.
void check_kpi_for_each_pair(const InstrumentCard& card, Faults& faults) {
  const Instrument& instrument = card.instrument;
  const auto any_kpi = [&](const auto& fits) {
    return std::any_of(instrument.kpis.begin(), instrument.kpis.end(), fits);
  };
  for (const Stage stage : instrument.stages) {
    if (!any_kpi([&](const InstrumentKpi& kpi) { return covers(kpi.stages, stage); })) continue;
    for (const CompanyType type : instrument.company_types) {
      const auto fits_type = [&](const InstrumentKpi& k) { return covers(k.company_types, type); };
      if (!any_kpi(fits_type)) continue;  // reported for the company type itself
      if (any_kpi([&](const InstrumentKpi& k) { return fits_type(k) && covers(k.stages, stage); }))
        continue;
      faults.push_back(Fault{instrument.file, card.stages_line,
                             std::string("indications: no KPI of the card is meant for ") +
                                 id_of(type) + " firms at the stage " + quote(id_of(stage)),
                             "add one under kpis, or widen the filters of one"});
    }
  }
}

void check_evidence(const InstrumentCard& card, Faults& faults) {
  const Instrument& instrument = card.instrument;
  const bool confirmed = std::any_of(
      instrument.evidence.begin(), instrument.evidence.end(),
      [](const Evidence& evidence) { return evidence.status == EvidenceStatus::confirmed; });
  if (confirmed) return;
  for (std::size_t i = 0; i < instrument.variants.size(); ++i) {
    if (instrument.variants[i].mechanism.response.assumed) continue;
    if (i > 0 && card.response_lines[i] == card.response_lines[i - 1]) continue;  // inherited
    faults.push_back(Fault{instrument.file, card.response_lines[i],
                           "mechanism.response: the card claims evidence it does not have",
                           "add a study with status: confirmed, or set assumed: true"});
  }
}

}  // namespace

void check_instruments(const std::vector<InstrumentCard>& cards, const Toolbox& toolbox,
                       Faults& faults) {
  for (const InstrumentCard& card : cards) {
    const Instrument& instrument = card.instrument;
    check_kpis_move(card, toolbox, faults);
    check_kpi_for_each(card, instrument.stages, &InstrumentKpi::stages, card.stages_line, "stage",
                       faults);
    check_kpi_for_each(card, instrument.company_types, &InstrumentKpi::company_types,
                       card.company_types_line, "company type", faults);
    check_kpi_for_each_pair(card, faults);
    check_evidence(card, faults);
  }
}

void check_problems(const Toolbox& toolbox, const References& references, Faults& faults) {
  for (const Problem& problem : toolbox.problems) {
    for (const Reference& reference : references) {
      if (reference.kind != IdKind::instrument || reference.file != problem.file) continue;
      const Instrument* instrument = toolbox.instrument(reference.id);
      if (instrument == nullptr || contains(instrument->components, problem.component)) continue;
      faults.push_back(Fault{problem.file, reference.line,
                             "instruments: " + quote(reference.id) + " does not work on the " +
                                 id_of(problem.component) + " component of this problem",
                             "its card indicates " + list_of(instrument->components)});
    }
  }
}

}  // namespace formulary::cards
