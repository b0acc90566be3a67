// Which words does `payments` take?
#pragma once

#include <functional>
#include <string>

#include <CLI/CLI.hpp>

#include "commands_register.h"

namespace formulary::app {

// Adds a command with its question, its example and what every command knows.
using AddCommand = std::function<CLI::App*(
    CLI::App&, const std::string& name, const std::string& question, const std::string& example)>;

void add_payments(CLI::App& app, PaymentsArguments& arguments, const AddCommand& add);
int run_payments(const std::string& name, const Common& common, const PaymentsArguments& arguments);

}  // namespace formulary::app
