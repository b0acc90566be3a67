#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>

#include "configure/internal/master.h"

extern char** environ;

namespace formulary::configuring {

namespace {

// A folder of our own for the model and the solution; gone when done.
class Folder {
 public:
  Folder() {
    std::string pattern = "/tmp/formulary-XXXXXX";
    if (mkdtemp(pattern.data()) != nullptr) path_ = pattern;
  }
  ~Folder() {
    if (path_.empty()) return;
    for (const char* name : {"/plan.lp", "/plan.sol", "/plan.mst"}) unlink((path_ + name).c_str());
    rmdir(path_.c_str());
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

std::string number(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.12g", value);
  return text;
}

std::string term(double value, const std::string& name) {
  return (value < 0 ? " - " : " + ") + number(std::fabs(value)) + " " + name + "\n";
}

// Write the master over the pool as a CPLEX LP file with binary columns.
void write_model(const MasterInput& input, const std::vector<Column>& pool,
                 const std::string& path) {
  const auto& limits = input.candidates->limits;
  const std::size_t choices = input.candidates->choices.size();
  const std::size_t draws = input.candidates->view->draws();
  std::vector<std::string> rows(limits.size() + choices + draws);
  std::ofstream out(path);
  out << "Maximize\n obj:";
  for (std::size_t p = 0; p < pool.size(); ++p) {
    const std::string name = "x" + std::to_string(p);
    double mean = 0;
    for (const double b : pool[p].benefit) mean += b / static_cast<double>(draws);
    out << term(mean - input.money * pool[p].cost, name);
    for (const auto& [limit, amount] : usage_of(*input.candidates, pool[p])) {
      rows[limit] += term(amount, name);
    }
    rows[limits.size() + pool[p].choice] += term(1, name);
    for (std::size_t w = 0; w < draws; ++w) {
      rows[limits.size() + choices + w] += term(-pool[p].benefit[w], name);
    }
  }
  out << term(input.risk_aversion, "worst") << "Subject To\n";
  for (std::size_t r = 0; r < rows.size(); ++r) {
    if (rows[r].empty()) continue;
    out << " r" << r << ":" << rows[r];
    if (r < limits.size()) {
      out << (limits[r].at_least ? " >= " : " <= ") << number(input.limit[r]) << "\n";
    } else if (r < limits.size() + choices) {
      out << " <= 1\n";
    } else {
      out << " + worst <= 0\n";
    }
  }
  out << "Bounds\n worst free\nBinaries\n";
  for (std::size_t p = 0; p < pool.size(); ++p) out << " x" << p << "\n";
  out << "End\n";
}

bool run_cbc(const std::string& folder, double gap, int most_nodes) {
  const std::string model = folder + "/plan.lp";
  const std::string solution = folder + "/plan.sol";
  const std::string limit = std::to_string(most_nodes);
  const std::string ratio = number(gap);
  std::vector<std::string> words{"cbc",     model, "maxNodes", limit,      "ratio", ratio,
                                 "threads", "0",   "solve",    "solution", solution};
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t quiet;
  posix_spawn_file_actions_init(&quiet);
  posix_spawn_file_actions_addopen(&quiet, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addopen(&quiet, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  pid_t child = 0;
  const int started = posix_spawnp(&child, "cbc", &quiet, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&quiet);
  if (started != 0) return false;
  int status = 0;
  return waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

}  // namespace

Plan branch_plan(const MasterInput& input, const std::vector<Column>& pool, const Plan& plan,
                 double gap, int most_nodes) {
  const Folder folder;
  if (folder.path().empty()) return plan;
  write_model(input, pool, folder.path() + "/plan.lp");
  if (!run_cbc(folder.path(), gap, most_nodes)) return plan;
  std::ifstream solution(folder.path() + "/plan.sol");
  std::string line;
  std::getline(solution, line);  // "Optimal - objective value ..."
  Plan found{std::vector<std::size_t>(plan.column.size(), kNone), 0, 0};
  while (std::getline(solution, line)) {
    std::istringstream words(line);
    std::string index;
    std::string name;
    double value = 0;
    if (!(words >> index >> name)) continue;
    if (index == "**") {
      index = name;
      words >> name;
    }
    if (!(words >> value) || name.size() < 2 || name[0] != 'x' || value < 0.5) continue;
    const std::size_t p = std::strtoul(name.c_str() + 1, nullptr, 10);
    if (p < pool.size()) found.column[pool[p].choice] = p;
  }
  // Trust our own arithmetic, not the program's: keep its plan only if it fits and is better.
  MasterSolution start;
  start.use.assign(pool.size(), 0);
  for (const std::size_t p : found.column) {
    if (p != kNone) start.use[p] = 1;
  }
  const Plan checked = round_plan(input, pool, start);
  return checked.missed <= plan.missed && checked.value > plan.value ? checked : plan;
}

}  // namespace formulary::configuring
