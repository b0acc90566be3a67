// Who speaks, about which toolbox and country, in which language? Names and words for answers.
#pragma once

#include <string>
#include <vector>

#include "domain/country.h"
#include "domain/package.h"
#include "domain/sensitivity.h"
#include "domain/toolbox.h"
#include "report/internal/format.h"
#include "report/internal/phrases.h"

namespace formulary::report {

// The words of the closed vocabularies, small letters first.
const Words& words_of(Stage stage);
const Words& words_of(CompanyType type);
const Words& words_of(Goal goal);
const Words& words_of(Component component);
const Words& words_of(Family family);
const Words& words_of(RefusalReason reason);
const Words& words_of(Remedy remedy);
const Words& words_of(SensitivityReason reason);
const Words& words_of(OnFailure on_failure);
const Words& words_of(DoseUnit unit);  // with {dose}

// The words of a step of a schedule, of a feature of the stage model, of a field of Sector or
// Region; null when there are none, and then the id itself is shown.
const Words* words_of_step(const std::string& what);
const Words* words_of_feature(const std::string& feature);
const Words* words_of_field(const std::string& field);

// Everything that an answer needs to speak. Unknown ids are spoken as they are.
class Voice {
 public:
  Voice(const Toolbox& toolbox, const CountryPack& country, Language language)
      : toolbox_(&toolbox), country_(&country), language_(language) {}

  const Toolbox& toolbox() const { return *toolbox_; }
  const CountryPack& country() const { return *country_; }
  Language language() const { return language_; }

  std::string say(Phrase phrase) const { return words_of(phrase).in(language_); }
  std::string say(Phrase phrase, const Values& values) const;
  std::string say(const Text& text) const { return text.in(language_); }
  template <typename E>
  std::string word(E member) const {
    return words_of(member).in(language_);
  }
  template <typename E>
  std::string words(const std::vector<E>& members) const {
    std::string list;  // with commas only: the words may hold an "and"
    for (const E member : members) list += (list.empty() ? "" : ", ") + word(member);
    return list;
  }

  std::string instrument(const std::string& id) const;
  std::string tool(const std::string& id, const std::string& variant) const;  // with its form
  std::string form(const std::string& id, const std::string& variant) const;
  std::string sector(const std::string& id) const;
  std::string region(const std::string& id) const;
  std::string kpi(const std::string& id) const;
  std::string kpi_unit(const std::string& id) const;
  std::string problem(const std::string& id) const;
  std::string indicator(const std::string& id) const;
  std::string role(const std::string& id) const;
  std::string office(const std::string& office_id, const std::string& role_id) const;
  std::string step(const std::string& what) const;
  std::string feature(const std::string& id) const;
  std::string field(const std::string& id) const;
  std::string limit(const std::string& id, int base_year) const;
  std::string dose(double dose, const std::string& unit) const;

  std::string join(const std::vector<std::string>& parts) const;
  std::string figure(double value) const { return report::figure(value, language_); }
  std::string estimate(double value) const { return report::estimate(value, language_); }
  std::string change(double value) const { return report::change(value, language_); }
  std::string number(double value, int decimals) const {
    return report::number(value, decimals, language_);
  }
  std::string percent(double share, int decimals = 0) const {
    return report::percent(share, decimals, language_);
  }
  std::string money(double major) const { return report::money(major, *country_, language_); }
  std::string ratio(double ratio) const { return report::money_ratio(ratio, *country_, language_); }
  std::string one() const { return report::money(1, *country_, language_); }  // ₸1
  std::string count(long long count, Phrase forms) const {
    return counted(count, words_of(forms).in(language_), language_);
  }
  std::string between(const std::string& low, const std::string& high) const {
    return interval(low, high, language_);
  }
  std::string money_interval(const Spread& spread) const {
    return between(money(spread.p5), money(spread.p95));
  }
  std::string interval_of(const Spread& spread) const {
    return between(estimate(spread.p5), estimate(spread.p95));
  }

 private:
  const Toolbox* toolbox_;
  const CountryPack* country_;
  Language language_;
};

}  // namespace formulary::report
