// On which databases does a test of the register run? SQLite always, PostgreSQL where it is
// installed.
#pragma once

#include <doctest/doctest.h>
#include <pwd.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <vector>

#include "support/temporary_folder.h"

namespace formulary::support {

namespace fs = std::filesystem;

// A server of its own in a temporary folder, reached by a socket there, for the life of the test
// program. PostgreSQL refuses to run as root, so root starts it as the package's user.
class PostgresServer {
 public:
  enum class Sync { off, on };  // on: as a register is run, for what is measured

  static PostgresServer& only() {
    static PostgresServer server(Sync::off);
    return server;
  }
  static PostgresServer& durable() {
    static PostgresServer server(Sync::on);
    return server;
  }
  ~PostgresServer() {
    if (running_) stop();
  }

  bool installed() const { return !programs_.empty(); }
  bool running() const { return running_; }

  // The address of a new, empty database.
  std::string new_database() {
    const std::string name = "register" + std::to_string(++databases_);
    const int code = shell(programs_ + "/createdb -h " + folder_.path() + " -U formulary " + name);
    REQUIRE_MESSAGE(code == 0, "createdb failed");
    return "postgresql:///" + name + "?host=" + folder_.path() + "&user=formulary";
  }

  // End it without a word, and start it again. The system lives on, so nothing needs fsync here.
  void crash_and_restart() {
    stop();
    start();
  }

  const std::string& programs() const { return programs_; }

 private:
  explicit PostgresServer(Sync sync) : sync_(sync) {
    programs_ = find_programs();
    if (programs_.empty()) return;
    if (geteuid() == 0) {
      const passwd* user = getpwnam("postgres");
      if (user == nullptr) {
        programs_.clear();
        return;
      }
      if (chown(folder_.path().c_str(), user->pw_uid, user->pw_gid) != 0) std::abort();
      prefix_ = "setpriv --reuid=postgres --regid=postgres --clear-groups ";
    }
    if (server_command("/initdb -D " + data() + " -U formulary -A trust -E UTF8 --no-sync") != 0) {
      return;
    }
    start();
  }

  static std::string find_programs() {
    std::vector<fs::path> folders;
    std::error_code error;
    for (const auto& version : fs::directory_iterator("/usr/lib/postgresql", error)) {
      folders.push_back(version.path() / "bin");
    }
    std::sort(folders.rbegin(), folders.rend());  // the newest first
    folders.emplace_back("/usr/local/bin");
    folders.emplace_back("/usr/bin");
    for (const fs::path& folder : folders) {
      if (fs::exists(folder / "initdb", error)) return folder.string();
    }
    return "";
  }

  std::string data() const { return folder_.path() + "/data"; }
  void start() {
    running_ =
        server_command("/pg_ctl -D " + data() + " -l " + folder_.path() + "/log -w -t 60 -o \"-k " +
                       folder_.path() + " -c listen_addresses='' -c fsync=" +
                       (sync_ == Sync::on ? "on" : "off") + "\" start") == 0;
  }
  void stop() {
    server_command("/pg_ctl -D " + data() + " -m immediate -w stop");
    running_ = false;
  }
  int server_command(const std::string& command) { return shell(prefix_ + programs_ + command); }
  int shell(const std::string& command) const {
    return std::system(("cd / && " + command + " >/dev/null 2>&1").c_str());
  }

  const Sync sync_;
  TemporaryFolder folder_;
  std::string programs_;
  std::string prefix_;
  bool running_ = false;
  int databases_ = 0;
};

// Run a test once for each kind of database, on a new and empty one.
inline void on_each_database(const std::function<void(const std::string& url)>& test) {
  {
    INFO("on SQLite");
    const TemporaryFolder folder;
    test("sqlite:" + folder.path() + "/register.db");
  }
  PostgresServer& server = PostgresServer::only();
  if (!server.installed()) {
    MESSAGE("skipped on PostgreSQL: it is not installed (apt-get install postgresql)");
    return;
  }
  INFO("on PostgreSQL");
  REQUIRE_MESSAGE(server.running(), "PostgreSQL is installed and did not start");
  test(server.new_database());
}

}  // namespace formulary::support
