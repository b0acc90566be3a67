#include "evaluate/internal/simplex.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <Eigen/Cholesky>

namespace formulary::evaluate {

namespace {

constexpr int kFirstWalk = 100;
constexpr int kWalk = 10'000;
constexpr int kRefresh = 256;  // steps after which products are taken anew

Eigen::VectorXd sparse(Eigen::VectorXd x) {
  const double least = x.maxCoeff() / 4;
  x = (x.array() <= least).select(0, x);
  return x / x.sum();
}

// The best weights of `active` that add up to 1, of any sign.
Eigen::VectorXd free_weights(const Mixture& mixture, const std::vector<Eigen::Index>& active) {
  const auto size = static_cast<Eigen::Index>(active.size());
  Eigen::MatrixXd h(size, size);
  Eigen::VectorXd aim(size);
  for (Eigen::Index i = 0; i < size; ++i) {
    const auto at = static_cast<std::size_t>(i);
    aim(i) = mixture.aim(active[at]);
    for (Eigen::Index j = 0; j < size; ++j) {
      h(i, j) = mixture.gram(active[at], active[static_cast<std::size_t>(j)]);
    }
    h(i, i) += mixture.eta();
  }
  const Eigen::LDLT<Eigen::MatrixXd> factor(h);
  const Eigen::VectorXd ones = factor.solve(Eigen::VectorXd::Ones(size));
  const Eigen::VectorXd own = factor.solve(aim);
  return own + ones * ((1 - own.sum()) / ones.sum());
}

// A step moves every product by a fixed share and by one column, so none is ever taken again but to
// shake off rounding.
class Walk {
 public:
  Walk(const Mixture& mixture, Eigen::VectorXd start)
      : mixture_(mixture), eta_(mixture.eta()), x_(std::move(start)) {
    towards_ = mixture.gram;
    towards_.colwise() -= mixture.aim;
    refresh();
  }

  void refresh() {
    x_ *= scale_;
    scale_ = 1;
    const Eigen::VectorXd mixed = mixture_.gram * x_;
    slope_ = mixed - mixture_.aim + eta_ * x_;
    squares_ = x_.squaredNorm();
    own_ = x_.dot(mixed);
    aimed_ = mixture_.aim.dot(x_);
  }

  void step() {
    const Eigen::Index best = lowest();
    const double at_best = scale_ * x_(best);
    if (squares_ == 1 && at_best == 1) return;
    const double column = mixture_.gram(best, best);
    const double mixed = slope_(best) + mixture_.aim(best) - eta_ * at_best;
    const double fall = own_ - aimed_ + eta_ * squares_ - slope_(best);
    const double apart = column - 2 * mixed + own_;
    const double bend = apart + eta_ * (squares_ - 2 * at_best + 1);
    if (!(bend > 0)) return;  // the best column is the mixture already
    const double length = std::clamp(fall / bend, 0.0, 1.0);
    const double rest = 1 - length;
    slope_ = rest * slope_ + length * towards_.col(best);
    slope_(best) += length * eta_;
    squares_ = rest * rest * squares_ + 2 * length * rest * at_best + length * length;
    own_ = rest * rest * own_ + 2 * length * rest * mixed + length * length * column;
    aimed_ = rest * aimed_ + length * mixture_.aim(best);
    scale_ *= rest;
    if (scale_ < 1e-100) {  // all went to one weight
      x_.setZero();
      scale_ = 1;
    }
    x_(best) += length / scale_;
  }

  double loss() const {
    const double miss = own_ - 2 * aimed_ + mixture_.own;
    return mixture_.zeta * mixture_.zeta * squares_ + miss / mixture_.rows;
  }

  Eigen::VectorXd weights() const { return scale_ * x_; }

 private:
  Eigen::Index lowest() const {
    const double least = slope_.minCoeff();
    const double* begin = slope_.data();
    return std::find(begin, begin + slope_.size(), least) - begin;
  }

  const Mixture& mixture_;
  double eta_;
  double scale_ = 1;  // the weights are scale_ * x_
  Eigen::VectorXd x_;
  Eigen::MatrixXd towards_;  // gram less aim
  Eigen::VectorXd slope_;    // half the loss's
  double squares_ = 0;       // x'x
  double own_ = 0;           // x' gram x
  double aimed_ = 0;         // aim'x
};

}  // namespace

Eigen::VectorXd frank_wolfe(const Mixture& mixture, Eigen::VectorXd start, double least, int most) {
  Walk walk(mixture, std::move(start));
  double before = 0;
  double now = 0;
  for (int step = 0; step < most; ++step) {
    if (step >= 2 && !(before - now > least * least)) break;
    if (step % kRefresh == kRefresh - 1) walk.refresh();
    walk.step();
    before = now;
    now = walk.loss();
  }
  return walk.weights();
}

Eigen::VectorXd reference_weights(const Mixture& mixture, const Eigen::VectorXd& start,
                                  double least) {
  const Eigen::VectorXd first = frank_wolfe(mixture, start, least, kFirstWalk);
  return frank_wolfe(mixture, sparse(first), least, kWalk);
}

Eigen::VectorXd exact_weights(const Mixture& mixture, const Eigen::VectorXd& start) {
  Eigen::VectorXd x = start;
  const double scale = mixture.gram.diagonal().cwiseAbs().maxCoeff() + mixture.eta();
  std::vector<Eigen::Index> active;
  for (Eigen::Index i = 0; i < x.size(); ++i) {
    if (x(i) > 0) active.push_back(i);
  }
  for (Eigen::Index round = 0; round < 20 * x.size() + 100; ++round) {
    // Go to the best weights of the active ones, or as far as none falls below 0.
    while (true) {
      const Eigen::VectorXd wanted = free_weights(mixture, active);
      if (!wanted.allFinite()) return start;  // columns that are the same to rounding
      double length = 1;
      for (std::size_t k = 0; k < active.size(); ++k) {
        const double here = x(active[k]);
        const double there = wanted(static_cast<Eigen::Index>(k));
        if (there < 0) length = std::min(length, here / (here - there));
      }
      for (std::size_t k = 0; k < active.size(); ++k) {
        double& one = x(active[k]);
        const double there = wanted(static_cast<Eigen::Index>(k));
        const bool leaves = there < 0 && one <= length * (one - there) * (1 + 1e-12);
        one = leaves ? 0 : one + length * (there - one);
      }
      std::erase_if(active, [&](Eigen::Index i) { return !(x(i) > 0); });
      if (length == 1 || active.size() <= 1) break;
    }
    if (active.size() == 1) x(active[0]) = 1;
    const Eigen::VectorXd slope = mixture.gram * x - mixture.aim + mixture.eta() * x;
    const double common = slope.dot(x);
    Eigen::Index best = 0;
    if (!(slope.minCoeff(&best) < common - 1e-12 * scale)) break;
    if (x(best) > 0) break;  // only rounding is left
    active.push_back(best);
  }
  return x / x.sum();
}

}  // namespace formulary::evaluate
