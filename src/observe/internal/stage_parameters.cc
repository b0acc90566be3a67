#include "observe/internal/stage_parameters.h"

#include <cmath>
#include <set>

#include "observe/internal/stage_priors.h"
#include "observe/observe.h"

namespace formulary {
namespace {

constexpr const char* kFile = "content/parameters/stage_model.yaml";
constexpr const char* kRefit = "run fit_stages and replace the file by what it prints";

std::string stage_id(std::size_t stage) {
  return id_of(static_cast<Stage>(stage));
}

// Reads values by key, remembers which were read and what was wrong.
class Reader {
 public:
  explicit Reader(const Parameters& parameters) : parameters_(parameters) {}

  bool has(const std::string& key) const { return parameters_.contains(key); }

  double number(const std::string& key) {
    read_.insert(key);
    const auto at = parameters_.find(key);
    if (at == parameters_.end()) {
      fault("missing parameter " + key, kRefit);
      return 0;
    }
    if (!std::isfinite(at->second.value)) fault(key + " is not a finite number", kRefit);
    return at->second.value;
  }

  double positive(const std::string& key) {
    const double value = number(key);
    if (has(key) && !(value > 0)) fault(key + " must be above 0", kRefit);
    return value;
  }

  void fault(std::string what, std::string hint) {
    faults_.push_back({kFile, 0, std::move(what), std::move(hint)});
  }

  Faults finish() {
    for (const auto& [key, quantity] : parameters_) {
      if (key.starts_with(kStageModel) && !read_.contains(key)) {
        fault("unknown parameter " + key,
              "stages and features are those of docs/methods/stages.md");
      }
    }
    return std::move(faults_);
  }

 private:
  const Parameters& parameters_;
  std::set<std::string> read_;
  Faults faults_;
};

// Rescale shares that sum to 1 up to rounding; anything else is a mistake.
void make_whole(StageShares& shares, const std::string& what, Reader& reader) {
  double sum = 0;
  bool negative = false;
  for (const double share : shares) {
    sum += share;
    negative = negative || !(share >= 0);
  }
  if (negative || std::abs(sum - 1) > 1e-6) {
    reader.fault(what + " must be shares that sum to 1", kRefit);
    return;
  }
  for (double& share : shares) share /= sum;
}

StageFeature read_feature(const FeaturePrior& prior, Reader& reader) {
  StageFeature feature;
  feature.name = prior.name;
  if (prior.kind == FeatureKind::growth) {
    feature.persistent_sd = reader.positive(persistent_key(prior.name));
    feature.noise_sd = reader.positive(noise_key(prior.name));
  }
  for (std::size_t s = 0; s < kStages; ++s) {
    feature.mean[s] = reader.number(mean_key(s, prior.name));
    feature.spread[s] = reader.positive(spread_key(s, prior.name));
  }
  return feature;
}

std::string prefixed(std::string_view rest) {
  return std::string(kStageModel).append(rest);
}

}  // namespace

std::string initial_key(std::size_t stage) {
  return prefixed("initial." + stage_id(stage));
}
std::string transition_key(std::size_t from, std::size_t to) {
  return prefixed("transition." + stage_id(from) + "." + stage_id(to));
}
std::string mean_key(std::size_t stage, std::string_view feature) {
  return prefixed("mean." + stage_id(stage) + ".").append(feature);
}
std::string spread_key(std::size_t stage, std::string_view feature) {
  return prefixed("spread." + stage_id(stage) + ".").append(feature);
}
std::string persistent_key(std::string_view feature) {
  return prefixed("persistent_sd.").append(feature);
}
std::string noise_key(std::string_view feature) {
  return prefixed("noise_sd.").append(feature);
}
std::string window_key() {
  return prefixed("window_years");
}
std::string noise_weight_key() {
  return prefixed("noise_weight");
}

Result<StageModel> stage_model_of(const Parameters& parameters) {
  Reader reader(parameters);
  StageModel model;
  const double window = reader.positive(window_key());
  if (window != std::round(window) || window > 50) {
    reader.fault(window_key() + " must be a whole number of years, 1 to 50", kRefit);
  } else {
    model.window_years = static_cast<int>(window);
  }
  model.noise_weight = reader.positive(noise_weight_key());
  for (std::size_t s = 0; s < kStages; ++s) {
    model.initial[s] = reader.number(initial_key(s));
    for (std::size_t j = 0; j < kStages; ++j) {
      // A move without a key never happens.
      if (reader.has(transition_key(s, j))) {
        model.transition[s][j] = reader.number(transition_key(s, j));
      }
    }
    make_whole(model.transition[s], "the transitions from " + stage_id(s), reader);
  }
  make_whole(model.initial, "the initial probabilities", reader);
  for (const FeaturePrior& prior : feature_priors()) {
    // A feature is in the model when any stage has a mean for it.
    bool given = false;
    for (std::size_t s = 0; s < kStages; ++s) given = given || reader.has(mean_key(s, prior.name));
    if (given) model.features.push_back(read_feature(prior, reader));
  }
  if (model.features.empty()) reader.fault("the stage model has no feature", kRefit);
  Faults faults = reader.finish();
  if (!faults.empty()) return fail(std::move(faults));
  model.source = parameters.at(initial_key(index_of(Stage::growth))).source;
  return model;
}

}  // namespace formulary
