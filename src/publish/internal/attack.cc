#include "publish/internal/attack.h"

#include <algorithm>
#include <cmath>

#include <coin/ClpSimplex.hpp>
#include <coin/CoinPackedMatrix.hpp>

namespace formulary::publish {

namespace {

constexpr double kMoved = 1e-7;  // of the amount: less is rounding of the solver
// No cell has to move much further than the target does; the bound keeps the numbers small, and can
// only make the programs find too little room.
constexpr double kFarthest = 16;
constexpr double kHiddenWeight = 1e-3;  // short moves are known to more attackers to be possible

}  // namespace

// Two columns a cell, how far it moves up and down, in lengths of the amount asked for: whatever
// the size of the table, every number of the program is near one. Cells that are made of others
// have no columns. One more row, there while it is needed, says what is asked of the target.
struct Attack::Program {
  ClpSimplex clp;
  std::vector<std::size_t> cells;    // that have columns
  std::vector<std::size_t> columns;  // by cell: which; the number of cells where it has none

  static int up(std::size_t column) { return static_cast<int>(2 * column); }
  static int down(std::size_t column) { return static_cast<int>(2 * column + 1); }

  void add_target(const std::vector<Term>& terms, double low, double high) {
    std::vector<int> at;
    std::vector<double> values;
    for (const auto& [cell, coefficient] : terms) {
      at.insert(at.end(), {up(columns[cell]), down(columns[cell])});
      values.insert(values.end(), {coefficient, -coefficient});
    }
    clp.addRow(static_cast<int>(at.size()), at.data(), values.data(), low, high);
  }

  bool solve() {
    clp.dual();
    if (clp.status() != 0) {  // once more from the start: the last basis may have been a bad one
      clp.allSlackBasis();
      clp.primal();
    }
    const bool solved = clp.status() == 0;
    const int target = clp.numberRows() - 1;
    clp.deleteRows(1, &target);
    return solved;
  }
};

Attack::Attack(const System& system) : system_(system), program_(std::make_unique<Program>()) {
  program_->columns.assign(system.cells.size(), system.cells.size());
  for (std::size_t c = 0; c < system.cells.size(); ++c) {
    if (!system.cells[c].made_of.empty()) continue;
    program_->columns[c] = program_->cells.size();
    program_->cells.push_back(c);
  }
  std::vector<int> rows, columns;
  std::vector<double> values;
  for (std::size_t s = 0; s < system.sums.size(); ++s) {
    for (const auto& [cell, coefficient] : system.sums[s]) {
      const std::size_t column = program_->columns[cell];
      rows.insert(rows.end(), 2, static_cast<int>(s));
      columns.insert(columns.end(), {Program::up(column), Program::down(column)});
      values.insert(values.end(), {coefficient, -coefficient});
    }
  }
  CoinPackedMatrix matrix(true, rows.data(), columns.data(), values.data(),
                          static_cast<CoinBigIndex>(values.size()));
  const std::size_t count = 2 * program_->cells.size();
  matrix.setDimensions(static_cast<int>(system.sums.size()), static_cast<int>(count));
  const std::vector<double> zeros(std::max(count, system.sums.size()), 0);
  program_->clp.setLogLevel(0);
  program_->clp.scaling(0);  // all coefficients are ones
  program_->clp.loadProblem(matrix, zeros.data(), zeros.data(), zeros.data(), zeros.data(),
                            zeros.data());
}

Attack::~Attack() = default;

std::vector<Term> Attack::terms_of(std::size_t target) const {
  const SystemCell& cell = system_.cells[target];
  return cell.made_of.empty() ? std::vector<Term>{{target, 1}} : cell.made_of;
}

void Attack::set_rooms(FirmIndex attacker, double scale, Sight moving) {
  ClpSimplex& clp = program_->clp;
  for (std::size_t column = 0; column < program_->cells.size(); ++column) {
    const SystemCell& cell = system_.cells[program_->cells[column]];
    const bool still = cell.sight == Sight::seen || cell.is_own(attacker) ||
                       (cell.sight == Sight::open && moving != Sight::open);
    const double most = moving == Sight::open ? kFarthest : COIN_DBL_MAX;
    const double above = still ? 0 : std::min(most, cell.room_above(attacker) / scale);
    const double below = still ? 0 : std::min(most, cell.room_below(attacker) / scale);
    clp.setColumnBounds(Program::up(column), 0, above);
    clp.setColumnBounds(Program::down(column), 0, below);
  }
}

void Attack::set_weights() {
  for (std::size_t column = 0; column < program_->cells.size(); ++column) {
    const SystemCell& cell = system_.cells[program_->cells[column]];
    const double weight =
        cell.sight == Sight::open ? 1.0 + static_cast<double>(cell.parts.size()) : kHiddenWeight;
    program_->clp.setObjectiveCoefficient(Program::up(column), weight);
    program_->clp.setObjectiveCoefficient(Program::down(column), weight);
  }
}

double Attack::moved(const std::vector<Term>& terms) const {
  const double* x = program_->clp.primalColumnSolution();
  double sum = 0;
  for (const auto& [cell, coefficient] : terms) {
    const std::size_t column = program_->columns[cell];
    sum += coefficient * (x[Program::up(column)] - x[Program::down(column)]);
  }
  return sum;
}

std::optional<Move> Attack::cheapest(std::size_t target, Way way, double amount,
                                     FirmIndex attacker) {
  ++programs_;
  set_rooms(attacker, amount, Sight::open);
  set_weights();
  const double length = way == Way::up ? 1 : -1;
  program_->add_target(terms_of(target), length, length);
  if (!program_->solve()) return std::nullopt;
  Move move;
  for (std::size_t c = 0; c < system_.cells.size(); ++c) {
    const double by = moved(terms_of(c));
    if (std::fabs(by) > kMoved) move.push_back({c, by * amount});
  }
  return move;
}

double Attack::furthest(std::size_t target, Way way, double limit, FirmIndex attacker,
                        Sight moving) {
  const SystemCell& cell = system_.cells[target];
  const double room = way == Way::up ? cell.room_above(attacker) : cell.room_below(attacker);
  const double most = std::min(limit, room);
  if (!(most > 0)) return 0;
  ++programs_;
  const double size = std::max(std::fabs(cell.value), system_.least_need);
  const double scale = std::min(limit, size > 0 ? size : most);
  set_rooms(attacker, scale, moving);
  ClpSimplex& clp = program_->clp;
  for (int column = 0; column < clp.numberColumns(); ++column) {
    clp.setObjectiveCoefficient(column, 0);
  }
  const std::vector<Term> terms = terms_of(target);
  const double sign = way == Way::up ? 1 : -1;
  for (const auto& [c, coefficient] : terms) {
    const std::size_t column = program_->columns[c];
    clp.setObjectiveCoefficient(Program::up(column), -sign * coefficient);
    clp.setObjectiveCoefficient(Program::down(column), sign * coefficient);
  }
  program_->add_target(terms, way == Way::up ? 0 : -most / scale,
                       way == Way::up ? most / scale : 0);
  if (!program_->solve()) return 0;
  return scale * std::fabs(moved(terms));
}

}  // namespace formulary::publish
