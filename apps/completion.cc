#include "completion.h"

#include <vector>

#include <CLI/CLI.hpp>

namespace formulary::app {

namespace {

std::vector<std::string> options_of(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
  return names;
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

std::vector<std::string> commands_of(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands({})) names.push_back(command->get_name());
  return names;
}

std::string bash(const CLI::App& app) {
  std::string text =
      "_formulary() {\n"
      "  local word=${COMP_WORDS[COMP_CWORD]} words=\"\"\n"
      "  case ${COMP_WORDS[1]} in\n";
  for (const CLI::App* command : app.get_subcommands({})) {
    text += "    " + command->get_name() + ") words=\"" + joined(options_of(*command)) + "\" ;;\n";
  }
  text += "    *) words=\"" + joined(commands_of(app)) + " " + joined(options_of(app)) +
          "\" ;;\n"
          "  esac\n"
          "  [[ $COMP_CWORD -eq 1 ]] && words=\"" +
          joined(commands_of(app)) +
          "\"\n"
          "  mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$word\")\n"
          "  [[ ${#COMPREPLY[@]} -gt 0 ]] || mapfile -t COMPREPLY < <(compgen -f -- \"$word\")\n"
          "}\n"
          "complete -F _formulary formulary\n";
  return text;
}

std::string zsh(const CLI::App& app) {
  return "#compdef formulary\nautoload -U +X bashcompinit && bashcompinit\n" + bash(app);
}

std::string fish(const CLI::App& app) {
  std::string text =
      "complete -c formulary -n __fish_use_subcommand -f -a '" + joined(commands_of(app)) + "'\n";
  for (const CLI::App* command : app.get_subcommands({})) {
    for (const CLI::Option* option : command->get_options()) {
      for (const std::string& name : option->get_lnames()) {
        text += "complete -c formulary -n '__fish_seen_subcommand_from " + command->get_name() +
                "' -l " + name + "\n";
      }
    }
  }
  return text;
}

}  // namespace

std::string completion_script(const CLI::App& app, const std::string& shell) {
  if (shell == "bash") return bash(app);
  if (shell == "zsh") return zsh(app);
  if (shell == "fish") return fish(app);
  return "";
}

}  // namespace formulary::app
