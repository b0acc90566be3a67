#include "demonstration/internal/grants.h"

#include <algorithm>
#include <cmath>

namespace formulary::demonstration {
namespace {

constexpr double kWholeFrom = 5000;  // larger figures are reported without a fraction

// Where on its path the firm is, of where it should be.
double attained(const Story& story, const Grant& grant, std::uint32_t obligation, int quarter) {
  const auto subject = static_cast<std::uint64_t>(grant.number);
  switch (grant.conduct) {
    case Conduct::slow:
      return (quarter >= 5 && grant.number % 2 == 0 ? 1.4 : 1) *
             story.draw(Draw::value, subject, obligation, 0.72, 0.85);
    case Conduct::poor:
      return story.draw(Draw::value, subject, obligation, 0.15, 0.4);
    default:
      return story.draw(Draw::value, subject, obligation, 1.0, 1.25);
  }
}

}  // namespace

Conduct conduct_of(const Story& story, int number) {
  const double u = story.draw(Draw::conduct, static_cast<std::uint64_t>(number), 0, 0, 1);
  if (u < 0.70) return Conduct::good;
  if (u < 0.78) return Conduct::late;
  if (u < 0.88) return Conduct::slow;
  if (u < 0.94) return Conduct::poor;
  if (u < 0.97) return Conduct::gap;
  return Conduct::silent;
}

double value_of(const Story& story, const Grant& grant, std::size_t obligation, int quarter,
                Date to) {
  const Obligation& promise = grant.award.obligations.at(obligation);
  const double gone = std::clamp(static_cast<double>(to.days() - promise.from.days()) /
                                     static_cast<double>(promise.due.days() - promise.from.days()),
                                 0.0, 1.0);
  const auto turn = static_cast<std::uint32_t>(obligation);
  const double way = gone * (promise.target - promise.baseline);
  const double value = promise.baseline + attained(story, grant, turn, quarter) * way;
  const bool is_counted = promise.kpi == "net_jobs";
  if (!is_counted && std::fabs(promise.target) < kWholeFrom) {
    return std::round(value * 1e6) / 1e6;
  }
  // Nobody who does well loses a threshold to rounding.
  const bool does_well = grant.conduct != Conduct::slow && grant.conduct != Conduct::poor;
  return does_well == (way >= 0) ? std::ceil(value) : std::floor(value);
}

}  // namespace formulary::demonstration
