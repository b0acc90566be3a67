#include "cards/internal/instrument_card.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <set>

namespace formulary::cards {

namespace {

constexpr double kSumTolerance = 1e-6;

Dose read_dose(Reader dose) {
  Dose read;
  read.unit = dose.choice<DoseUnit>("unit");
  read.reference = dose.quantity("reference", kPositive);
  read.steps = read_steps(dose);
  read.years = dose.integer("years", 1, 30);
  const double reference = read.reference.value;
  if (!read.steps.empty() && reference > 0 &&
      (reference < read.steps.front() || reference > read.steps.back())) {
    dose.fault("reference", "the reference dose lies outside the steps",
               "the effect is measured at it, so the steps must reach around it");
  }
  return read;
}

Costs read_costs(Reader costs) {
  Costs read;
  read.public_share = costs.quantity("public_share", kNotNegative);
  read.firm_value_share = costs.quantity("firm_value_share", kNotNegative);
  read.own_share = costs.quantity("own_share", kNotNegative);
  read.administration_share = costs.quantity("administration_share", kShareBelowOne);
  read.set_up_thousand_usd = costs.quantity("set_up_thousand_usd", kNotNegative);
  return read;
}

ApplicationBurden read_application(Reader burden) {
  ApplicationBurden read;
  read.days = burden.quantity("days", kNotNegative);
  read.documents = burden.quantity("documents", kNotNegative);
  read.compliance_days = burden.quantity("compliance_days", kNotNegative);
  read.approval_share = burden.quantity("approval_share", kShare);
  read.capacity = burden.quantity("capacity", kPositive);
  read.selection = burden.choice<Selection>("selection");
  return read;
}

Response read_response(Reader response) {
  Response read;
  read.outcome = response.choice<ResponseOutcome>("outcome");
  read.percent = response.number("percent", Range{-100, kNoLimit, false, false});
  read.sd_percent = response.number("sd_percent", kNotNegative);
  read.after_years = response.number("after_years", Range{0, 30, true, false});
  read.source = response.string("source");
  read.assumed = response.flag_or("assumed", false);
  return read;
}

Mechanism read_mechanism(Reader mechanism) {
  Mechanism read;
  read.scope = mechanism.choice<Scope>("scope");
  if (mechanism.has("open_to")) {
    read.open_to = mechanism.choice<OpenTo>("open_to");
    if (mechanism.string_or_empty("scope") == id_of(Scope::private_part)) {
      mechanism.fault("open_to", "only a facility (scope: public) is open to a sector or a region");
    }
  }
  double sum = 0;
  bool any = false;
  {
    Reader components = mechanism.map("components");
    for (std::size_t c = 0; c < kComponents; ++c) {
      const char* id = id_of(static_cast<Component>(c));
      read.share[c] = components.number_or(id, 0, kShare);
      any = any || components.has(id);
      sum += read.share[c];
    }
  }
  if (mechanism.has("components") && (!any || std::fabs(sum - 1) > kSumTolerance)) {
    mechanism.fault("components", "the shares sum to " + std::to_string(sum) + ", not to 1");
  }
  read.response = read_response(mechanism.map("response"));
  return read;
}

Lag read_lag(Reader lag) {
  Lag read;
  read.set_up_years = lag.quantity("set_up_years", kNotNegative);
  read.ramp_years = lag.quantity("ramp_years", kNotNegative);
  read.half_life_years = lag.quantity("half_life_years", kPositive);
  return read;
}

std::vector<Contraindication> read_contraindications(Reader& reader) {
  std::vector<Contraindication> list;
  reader.each("contraindications", Need::optional, [&](Reader& item) {
    Contraindication read;
    read.when = item.criteria("when");
    if (read.when.all.empty()) item.fault("when", "a contraindication needs a criterion");
    read.reason = item.text("reason");
    read.source = item.string("source");
    list.push_back(std::move(read));
  });
  return list;
}

void read_interactions(Reader& reader, InstrumentCard& card) {
  reader.each("interactions", Need::optional, [&](Reader& item) {
    Interaction read;
    read.with = item.reference("with", IdKind::instrument);
    read.kind = item.choice<InteractionKind>("kind");
    const bool scales =
        read.kind == InteractionKind::strengthens || read.kind == InteractionKind::weakens;
    if (scales) {
      const bool up = read.kind == InteractionKind::strengthens;
      read.factor =
          item.number("factor", up ? Range{1, kNoLimit, true, false} : Range{0, 1, true, true});
    } else if (item.has("factor") && member_of<InteractionKind>(item.string_or_empty("kind"))) {
      item.fault("factor", "only strengthens and weakens have a factor");
    }
    read.company_types = item.choices<CompanyType>("company_types", Need::optional);
    read.why = item.text("why");
    read.source = item.string("source");
    card.interaction_lines.push_back(item.line());
    card.instrument.interactions.push_back(std::move(read));
  });
}

void read_kpis(Reader& reader, InstrumentCard& card) {
  std::set<std::string> seen;
  reader.each("kpis", Need::required, [&](Reader& item) {
    InstrumentKpi read;
    read.kpi = item.reference("id", IdKind::kpi);
    read.stages = item.choices<Stage>("stages", Need::optional);
    read.company_types = item.choices<CompanyType>("company_types", Need::optional);
    if (!read.kpi.empty() && !seen.insert(read.kpi).second) {
      item.fault("id", "the KPI " + quote(read.kpi) + " stands twice on the card");
    }
    card.kpi_lines.push_back(item.line());
    card.instrument.kpis.push_back(std::move(read));
  });
}

Continuation read_continuation(Reader continuation) {
  Continuation read;
  read.release_at = continuation.number("release_at", kPositiveShare);
  read.partial_from = continuation.number("partial_from", kShare);
  read.cure_months = continuation.integer("cure_months", 0, 60);
  read.on_failure = continuation.choice<OnFailure>("on_failure");
  read.counter_obligation = continuation.text("counter_obligation");
  if (read.partial_from > read.release_at) {
    continuation.fault("partial_from", "lies above release_at");
  }
  return read;
}

std::vector<Evidence> read_evidence(Reader& reader) {
  std::vector<Evidence> list;
  reader.each("evidence", Need::optional, [&](Reader& item) {
    Evidence read;
    read.study = item.string("study");
    read.outcome = item.string_or_empty("outcome");
    read.effect = item.string_or_empty("effect");
    read.unit = item.string_or_empty("unit");
    read.standard_error = item.string_or_empty("standard_error");
    read.design = item.string_or_empty("design");
    read.population = item.string_or_empty("population");
    const std::string status = item.one_of("status", {"confirmed", "unverified"});
    // A misspelt status is one mistake, not also a card without evidence.
    read.status = status == "unverified" ? EvidenceStatus::unverified : EvidenceStatus::confirmed;
    read.holdout = item.flag_or("holdout", false);
    list.push_back(std::move(read));
  });
  return list;
}

// A shared facility serves everyone in the cell; its dose has no meaning for a single firm.
void check_scope(Reader& reader, const Variant& variant) {
  const bool facility = variant.dose.unit == DoseUnit::million_usd_per_facility;
  if (facility && variant.mechanism.scope != Scope::public_part) {
    reader.fault("mechanism", "a dose in million_usd_per_facility needs scope: public");
  }
}

// One variant for every form on the card; a card without forms is one form, "standard".
void read_variants(Reader& reader, InstrumentCard& card) {
  Variant base;
  base.id = "standard";
  base.name = card.instrument.name;
  base.contraindications = read_contraindications(reader);
  base.eligibility = reader.criteria("eligibility");
  base.dose = read_dose(reader.map("dose"));
  base.costs = read_costs(reader.map("costs"));
  base.mechanism = read_mechanism(reader.map("mechanism"));
  check_scope(reader, base);
  const int base_line = reader.line("mechanism");
  std::set<std::string> seen;
  reader.each("variants", Need::optional, [&](Reader& item) {
    Variant variant = base;
    variant.id = item.string("id");
    variant.name = item.text("name");
    if (!seen.insert(variant.id).second) {
      item.fault("id", "the variant " + quote(variant.id) + " stands twice");
    }
    for (Contraindication& more : read_contraindications(item)) {
      variant.contraindications.push_back(std::move(more));
    }
    for (auto& group : item.criteria("eligibility").all) {
      variant.eligibility.all.push_back(std::move(group));
    }
    if (item.has("dose")) variant.dose = read_dose(item.map("dose"));
    if (item.has("costs")) variant.costs = read_costs(item.map("costs"));
    if (item.has("mechanism")) variant.mechanism = read_mechanism(item.map("mechanism"));
    if (item.has("dose") || item.has("mechanism")) check_scope(item, variant);
    card.response_lines.push_back(item.has("mechanism") ? item.line("mechanism") : base_line);
    card.instrument.variants.push_back(std::move(variant));
  });
  if (!card.instrument.variants.empty()) return;
  card.response_lines.push_back(base_line);
  card.instrument.variants.push_back(std::move(base));
}

void read_indications(Reader indications, InstrumentCard& card) {
  Instrument& instrument = card.instrument;
  instrument.stages = indications.choices<Stage>("stages", Need::required);
  instrument.company_types = indications.choices<CompanyType>("company_types", Need::required);
  instrument.goals = indications.choices<Goal>("goals", Need::required);
  instrument.components = indications.choices<Component>("components", Need::required);
  instrument.conditions = indications.criteria("conditions");
  card.stages_line = indications.line("stages");
  card.company_types_line = indications.line("company_types");
}

}  // namespace

std::string read_card_id(Reader& reader) {
  const std::string id = reader.string("id");
  const std::string stem = std::filesystem::path(reader.file()).stem().string();
  if (!id.empty() && id != stem) {
    reader.fault("id", quote(id) + " is not the name of the file", "write id: " + stem);
  }
  return id;
}

std::array<double, kComponents> read_weight_tilt(Reader& tilt) {
  std::array<double, kComponents> factors{};
  for (std::size_t c = 0; c < kComponents; ++c) {
    factors[c] = tilt.number(id_of(static_cast<Component>(c)), kNotNegative);
  }
  return factors;
}

std::vector<double> read_steps(Reader& reader) {
  const std::vector<double> steps = reader.numbers("steps", kPositive);
  if (std::adjacent_find(steps.begin(), steps.end(), std::greater_equal<>()) != steps.end()) {
    reader.fault("steps", "the doses do not ascend", "write every dose once, from low to high");
  }
  return steps;
}

InstrumentCard read_instrument(const YamlNode& tree, Page& page) {
  InstrumentCard card;
  Reader reader(tree, tree.line, "", page);
  Instrument& instrument = card.instrument;
  instrument.file = page.file;
  instrument.id = read_card_id(reader);
  instrument.name = reader.text("name");
  instrument.summary = reader.text("summary");
  instrument.family = reader.choice<Family>("family");
  read_indications(reader.map("indications"), card);
  read_interactions(reader, card);
  read_variants(reader, card);
  instrument.application = read_application(reader.map("application"));
  instrument.lag = read_lag(reader.map("lag"));
  read_kpis(reader, card);
  Reader stakeholders = reader.map("stakeholders");
  instrument.stakeholders.owner = stakeholders.reference("owner", IdKind::role);
  instrument.stakeholders.delivery = stakeholders.reference("delivery", IdKind::role);
  instrument.stakeholders.partners =
      stakeholders.references("partners", IdKind::role, Need::optional);
  instrument.continuation = read_continuation(reader.map("continuation"));
  instrument.evidence = read_evidence(reader);
  return card;
}

}  // namespace formulary::cards
