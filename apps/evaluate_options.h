// Which words do `evaluate fe` and `evaluate staggered` take?
#pragma once

#include "commands.h"
#include "commands_designs.h"

namespace formulary::app {

void add_regression(const AddEstimator& add, RegressionArguments& arguments);
void add_staggered(const AddEstimator& add, StaggeredArguments& arguments);

}  // namespace formulary::app
