#include "demonstration/internal/story.h"

#include <algorithm>

#include "base/must.h"
#include "math/philox.h"

namespace formulary::demonstration {
namespace {

constexpr std::uint32_t kOurDraws = 0x64656d6f;  // "demo": no population is sampled under it
constexpr std::int64_t kMinute = 60'000;
constexpr std::int64_t kDay = 24 * 60 * kMinute;

std::vector<std::string> by_population(const CountryPack& country) {
  std::vector<const Region*> all;
  for (const Region& region : country.regions) all.push_back(&region);
  std::stable_sort(all.begin(), all.end(), [](const Region* a, const Region* b) {
    return a->population.value > b->population.value;
  });
  std::vector<std::string> ids;
  for (const Region* region : all) ids.push_back(region->id);
  return ids;
}

}  // namespace

Actor clerk_of(const std::string& firm) {
  return {"demo.clerk." + firm, UserRole::company, "", firm};
}

std::string firm_of(int number) {
  std::string digits = std::to_string(number);
  digits.insert(0, digits.size() < 5 ? 5 - digits.size() : 0, '0');
  return "DEMO-" + digits;
}

Cast cast_of(const CountryPack& country, const std::string& region) {
  const Office* ministry = country.office_for("lead_ministry", "");
  const Office* akimat = country.office_for("regional_administration", region);
  MUST(ministry != nullptr);
  Cast cast;
  cast.drafter = {"demo.drafter", UserRole::manager, ministry->id, ""};
  cast.manager = {"demo.manager", UserRole::manager, ministry->id, ""};
  cast.analyst = {"demo.analyst", UserRole::analyst, "", ""};
  cast.approver = {"demo.approver", UserRole::approver, "", ""};
  cast.appeals = {"demo.appeals", UserRole::approver, "", ""};
  cast.official = {"demo.official", UserRole::official,
                   akimat == nullptr ? ministry->id : akimat->id, ""};
  cast.auditor = {"demo.auditor", UserRole::auditor, "", ""};
  cast.admin = {"demo.admin", UserRole::admin, "", ""};
  return cast;
}

Story::Story(store::Database& database, const Installation& installation, const Options& options)
    : database_(database),
      installation_(installation),
      options_(options),
      cell_facts_(installation),
      ground_{installation.toolbox, installation.country,
              [this](const Programme& programme, const ProgrammeMeasure& measure) {
                return cell_facts_.of(programme, measure);
              }},
      regions_(by_population(installation.country)),
      cast_(cast_of(installation.country, regions_.front())) {}

std::vector<std::string> Story::regions(std::size_t count) const {
  return {regions_.begin(),
          regions_.begin() + static_cast<std::ptrdiff_t>(std::min(count, regions_.size()))};
}

double Story::draw(Draw what, std::uint64_t subject, std::uint32_t turn, double low,
                   double high) const {
  const auto words = philox(options_.seed, kOurDraws + static_cast<std::uint32_t>(what), subject,
                            turn, Purpose::sample);
  return low + (high - low) * uniform(words[0]);
}

void Story::on(Date day, int minutes, std::function<Step()> event) {
  if (day >= options_.today) return;
  const Instant at = Instant::from_milliseconds(day.days() * kDay + (8 * 60 + minutes) * kMinute);
  MUST(at >= now_);
  planned_.emplace(at, std::move(event));
}

Step Story::run() {
  const Date first = planned_.empty() ? today() : planned_.begin()->first.date();
  const double days = std::max(1, today().days() - first.days());
  while (!planned_.empty()) {
    show("the year", (planned_.begin()->first.date().days() - first.days()) / days);
    const auto next = planned_.begin();
    now_ = next->first;
    const std::function<Step()> event = std::move(next->second);
    planned_.erase(next);
    TRY(done, event());
  }
  now_ = Instant::from_milliseconds(options_.today.days() * kDay);
  return Done{};
}

void Story::show(const char* what, double done) const {
  if (options_.progress) options_.progress(what, done);
}

office::Denial denial(const std::string& id, const Text& text) {
  return Reasons{{id, text}};
}

}  // namespace formulary::demonstration
