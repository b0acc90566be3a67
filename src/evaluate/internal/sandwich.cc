#include "evaluate/internal/sandwich.h"

#include <algorithm>
#include <cmath>

#include <Eigen/Eigenvalues>

#include "base/must.h"
#include "evaluate/internal/reasons.h"

namespace formulary::evaluate {

namespace {

using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

Eigen::MatrixXd square_of(const std::vector<double>& numbers, std::size_t width) {
  const auto n = static_cast<Eigen::Index>(width);
  return Eigen::Map<const RowMajor>(numbers.data(), n, n);
}

Eigen::MatrixXd row_meat(const Scores& scores, int threads) {
  std::vector<double> squared(scores.u.size());
  for (std::size_t i = 0; i < squared.size(); ++i) squared[i] = scores.u[i] * scores.u[i];
  return cross_products(scores.x, squared, threads);
}

bool in_order(std::span<const std::uint32_t> level) {
  return std::is_sorted(level.begin(), level.end());
}

// Rows of a cluster stand together: each lane sums up its own clusters, in one pass.
Eigen::MatrixXd meat_in_order(const Scores& scores, const Factor& cluster, int threads) {
  const std::size_t width = scores.x.size();
  std::vector<std::uint32_t> starts(cluster.levels + 1, 0);
  for (std::size_t row = 0; row < cluster.level.size(); ++row) {
    starts[cluster.level[row] + 1] = static_cast<std::uint32_t>(row + 1);
  }
  const auto lanes = lanes_of_groups(starts);
  LaneSums sums(lanes.size(), width * width);
  each_lane(lanes, threads, [&](Lane lane, std::size_t at) {
    double* sum = sums.of(at);
    std::vector<double> score(width);
    for (std::size_t g = lane.begin; g < lane.end; ++g) {
      for (std::size_t j = 0; j < width; ++j) {
        const double* x = scores.x[j].data();
        score[j] = 0;
        for (std::size_t row = starts[g]; row < starts[g + 1]; ++row) {
          score[j] += x[row] * scores.u[row];
        }
      }
      for (std::size_t i = 0; i < width; ++i) {
        for (std::size_t j = 0; j < width; ++j) sum[i * width + j] += score[i] * score[j];
      }
    }
  });
  return square_of(sums.total(), width);
}

Eigen::MatrixXd cluster_meat(const Scores& scores, const Factor& cluster, int threads) {
  if (in_order(cluster.level)) return meat_in_order(scores, cluster, threads);
  const Eigen::MatrixXd sums = cluster_sums(scores.x, scores.u, cluster, threads);
  return sums.transpose() * sums;
}

// The clusters that two sets of clusters form together; `storage` holds their levels.
Factor intersection(const Factor& a, const Factor& b, std::vector<std::uint32_t>& storage) {
  std::vector<std::uint64_t> pairs(a.level.size());
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    pairs[i] = std::uint64_t{a.level[i]} * b.levels + b.level[i];
  }
  std::vector<std::uint64_t> distinct = pairs;
  std::sort(distinct.begin(), distinct.end());
  distinct.erase(std::unique(distinct.begin(), distinct.end()), distinct.end());
  storage.resize(pairs.size());
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    const auto at = std::lower_bound(distinct.begin(), distinct.end(), pairs[i]);
    storage[i] = static_cast<std::uint32_t>(at - distinct.begin());
  }
  return {a.name + "^" + b.name, storage, distinct.size()};
}

bool nested(const Factor& effect, const Factor& cluster) {
  std::vector<std::uint32_t> first(effect.levels, 0);  // cluster + 1; 0 = not seen
  for (std::size_t i = 0; i < effect.level.size(); ++i) {
    std::uint32_t& of_level = first[effect.level[i]];
    if (of_level == 0) of_level = cluster.level[i] + 1;
    if (of_level != cluster.level[i] + 1) return false;
  }
  return true;
}

// Replace negative eigenvalues by 0 (Cameron, Gelbach & Miller 2011), where a variance is negative.
bool make_positive(Eigen::MatrixXd& variance) {
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solved(variance);
  const double largest = solved.eigenvalues().cwiseAbs().maxCoeff();
  if (solved.eigenvalues().minCoeff() >= -1e-12 * largest) return false;
  const Eigen::VectorXd values = solved.eigenvalues().cwiseMax(0.0);
  variance = solved.eigenvectors() * values.asDiagonal() * solved.eigenvectors().transpose();
  return true;
}

Text count_stated(const RegressionOptions& options) {
  switch (options.count_effects) {
    case CountEffects::conventional:
      return {"fixed effects nested in a cluster do not count in K",
              "фиксированные эффекты, вложенные в кластер, в K не входят",
              "кластерге кірістірілген тіркелген әсерлер K-ға кірмейді"};
    case CountEffects::all:
      return {"all fixed effects count in K", "все фиксированные эффекты входят в K",
              "барлық тіркелген әсерлер K-ға кіреді"};
    case CountEffects::exact:
      return {"independent dummies count in K", "в K входят независимые индикаторы",
              "K-ға тәуелсіз индикаторлар кіреді"};
    case CountEffects::none:
      break;
  }
  return {"no fixed effect counts in K", "фиксированные эффекты в K не входят",
          "тіркелген әсерлер K-ға кірмейді"};
}

// A formula reads the same in every language.
Text formula_text(const std::string& formula) {
  return {formula, formula, formula};
}

Text& operator+=(Text& text, const Text& more) {
  text.en += more.en;
  text.ru += more.ru;
  text.kk += more.kk;
  return text;
}

double factor_of(std::size_t groups) {
  const auto g = static_cast<double>(groups);
  return g / (g - 1);
}

Identified<Sandwich> clustered(const Scores& scores, const Dimensions& size,
                               const RegressionOptions& options, Sandwich answer) {
  const auto n = static_cast<double>(size.n);
  std::size_t fewest = size.clusters[0].levels;
  for (const Factor& one : size.clusters) {
    answer.groups.push_back({one.name, one.levels});
    fewest = std::min(fewest, one.levels);
    if (one.levels < 2) {
      return otherwise(unidentified(Says::one_cluster, Says::give_clusters, one.name));
    }
  }
  const bool corrected = options.small_sample == SmallSample::corrected;
  const bool own = options.two_way == TwoWay::own;
  const auto meat_of = [&](const Factor& cluster) -> Eigen::MatrixXd {
    const double g = corrected ? factor_of(own ? cluster.levels : fewest) : 1;
    return g * cluster_meat(scores, cluster, options.threads);
  };
  Eigen::MatrixXd meat = meat_of(size.clusters[0]);
  std::vector<std::uint32_t> storage;
  if (size.clusters.size() == 2) {
    meat += meat_of(size.clusters[1]);
    meat -= meat_of(intersection(size.clusters[0], size.clusters[1], storage));
  }
  answer.variance = scores.bread * meat * scores.bread;
  if (size.clusters.size() == 2) answer.corrected = make_positive(answer.variance);
  if (corrected) answer.variance *= (n - 1) / (n - answer.k);
  answer.df = static_cast<double>(fewest) - 1;
  std::string names = size.clusters[0].name;
  if (size.clusters.size() == 2) names += ", " + size.clusters[1].name;
  answer.stated = formula_text("cluster(" + names + "), ");
  if (!corrected) {
    answer.stated +=
        {"no small-sample factor", "без поправки на малую выборку", "шағын іріктемеге түзетусіз"};
    return answer;
  }
  answer.stated += formula_text("G/(G-1) x (N-1)/(N-K), ");
  answer.stated += count_stated(options);
  if (size.clusters.size() < 2) return answer;
  answer.stated +=
      own ? Text{", each matrix with its own G", ", у каждой матрицы своё G",
                 ", әр матрицаның өз G-і"}
          : Text{", all with the fewest G", ", у всех наименьшее G", ", бәріне ең аз G"};
  return answer;
}

}  // namespace

double count_parameters(const Dimensions& size, const RegressionOptions& options) {
  auto k = static_cast<double>(size.columns);
  if (size.effects.empty()) return k;
  if (options.count_effects == CountEffects::none) return k + 1;
  if (options.count_effects == CountEffects::exact && size.rank) {
    return k + static_cast<double>(*size.rank);
  }
  k += 1;
  const bool by_cluster =
      options.variance == Variance::cluster && options.count_effects == CountEffects::conventional;
  for (const Factor& effect : size.effects) {
    const bool free =
        by_cluster && std::any_of(size.clusters.begin(), size.clusters.end(),
                                  [&](const Factor& one) { return nested(effect, one); });
    if (!free) k += static_cast<double>(effect.levels) - 1;
  }
  return k;
}

Identified<Sandwich> sandwich(const Scores& scores, const Dimensions& size,
                              const RegressionOptions& options) {
  Sandwich answer;
  answer.k = count_parameters(size, options);
  const auto n = static_cast<double>(size.n);
  if (n <= answer.k) {
    return otherwise(unidentified(Says::no_degrees_of_freedom, Says::give_more_rows));
  }
  if (options.variance == Variance::cluster) {
    return clustered(scores, size, options, std::move(answer));
  }
  const bool corrected = options.small_sample == SmallSample::corrected;
  const double left = corrected ? n - answer.k : n;
  answer.df = n - answer.k;
  if (options.variance == Variance::iid) {
    answer.variance = scores.bread * scores.known_variance.value_or(scores.squares / left);
    answer.stated =
        scores.known_variance
            ? Text{"iid, inverse information", "iid, обратная информация", "iid, кері ақпарат"}
            : formula_text(corrected ? "iid, RSS/(N-K)" : "iid, RSS/N");
    return answer;
  }
  answer.variance = scores.bread * row_meat(scores, options.threads) * scores.bread;
  if (corrected) answer.variance *= n / left;
  answer.stated = formula_text(corrected ? "HC1, N/(N-K)" : "HC0");
  return answer;
}

Eigen::MatrixXd cluster_sums(const std::vector<ColumnView>& x, ColumnView u, const Factor& cluster,
                             int threads) {
  const std::size_t width = x.size();
  const auto lanes = lanes_of(u.size(), cluster.levels * width * sizeof(double));
  LaneSums sums(lanes.size(), cluster.levels * width);
  each_lane(lanes, threads, [&](Lane lane, std::size_t at) {
    double* sum = sums.of(at);
    for (std::size_t row = lane.begin; row < lane.end; ++row) {
      double* into = sum + cluster.level[row] * width;
      for (std::size_t j = 0; j < width; ++j) into[j] += x[j][row] * u[row];
    }
  });
  const std::vector<double> total = sums.total();
  return Eigen::Map<const RowMajor>(total.data(), static_cast<Eigen::Index>(cluster.levels),
                                    static_cast<Eigen::Index>(width));
}

}  // namespace formulary::evaluate
