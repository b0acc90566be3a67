// Who hears, applies and is funded this year? The desk where a group's measures are handed out.
#pragma once

#include <optional>
#include <vector>

#include "pretest/internal/firm.h"

namespace formulary::pretesting {

class Desk {
 public:
  explicit Desk(const GroupInput& input);

  const std::vector<Tool>& tools() const { return tools_; }

  // Hold year t's calls over all living firms: facilities open to whoever may use them, awards go
  // to approved claims by the card's selection rule until money or capacity ends.
  void hold(int t, std::vector<Firm>& firms, GroupOutcome& outcome);

  // Firms' own money in the year's awards.
  double own_money(int t) const { return own_money_[static_cast<std::size_t>(t)]; }

 private:
  // One approved application.
  struct Claim {
    double rank = 0;     // lower is served first
    double arrival = 0;  // share of the year
    std::uint64_t id = 0;
    std::size_t firm = 0;
    double cost = 0;
    double own_money = 0;
  };

  const Facts& facts_of(const Firm& firm, CompanyType type);
  void open_facility(std::size_t j, int t, std::vector<Firm>& firms, GroupOutcome& outcome);
  std::vector<Claim> collect(std::size_t j, int t, std::vector<Firm>& firms, GroupOutcome& outcome);
  std::optional<Claim> consider(std::size_t j, int t, double open, std::size_t i, Firm& firm,
                                GroupOutcome& outcome);
  double rank_of(const Tool& tool, const Firm& firm, int t, double here, double gain,
                 double revenue, double cost) const;
  void fund(std::size_t j, int t, std::vector<Claim>& claims, std::vector<Firm>& firms,
            GroupOutcome& outcome);
  void note_day_money_runs_out(const Tool& tool, MeasureOutcome& measure,
                               std::vector<Claim>& claims) const;

  const GroupInput& in_;
  const Coefficients& c_;
  const Sector& sector_;
  const double usd_;
  std::vector<Tool> tools_;
  std::array<Facts, kCompanyTypes> facts_{};
  std::vector<CompanyType> type_;  // of each firm this year
  std::vector<double> own_money_;
};

}  // namespace formulary::pretesting
