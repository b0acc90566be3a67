// On what is the register measured? The demonstration year behind the real service, in this
// process, and clients that speak HTTP to it over the loopback.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "accounts/passwords.h"
#include "demonstration/demonstration.h"
#include "http/client.h"
#include "http/server.h"
#include "server/service.h"
#include "store/register.h"
#include "support/raw_client.h"
#include "support/temporary_folder.h"

namespace formulary::bench {

using nlohmann::json;
using Place = store::Register::Place;

[[noreturn]] inline void give_up(const std::string& why) {
  std::fprintf(stderr, "register_bench: %s\n", why.c_str());
  std::exit(1);
}
template <typename T>
T sure(store::Stored<T> answer) {
  if (!answer) give_up(describe(answer.error().fault));
  return std::move(*answer);
}

inline const Installation& kazakhstan() {
  static const Installation kInstallation = [] {
    const std::string root = FORMULARY_ROOT;
    auto opened = open_installation(root + "/content", root + "/countries/kazakhstan");
    if (!opened) give_up(describe(opened.error().front()));
    return std::move(*opened);
  }();
  return kInstallation;
}

// Today as it is for the demonstration; a fixed day, so that runs can be compared.
inline Instant moment() {
  return *Instant::parse("2026-06-15T09:00:00Z");
}

class World {
 public:
  explicit World(const std::string& url, int awards = 2000)
      : database_(sure(store::Database::open(url))), hasher_(accounts::argon2({1, 8192, 2})) {
    demonstration::Options options;
    options.today = moment().date();
    options.awards = awards;
    std::uint32_t chance = 1;
    const auto filled = demonstration::fill(
        *database_, kazakhstan(), *hasher_, [&] { return chance = chance * 747796405u + 1; },
        options);
    if (!filled) give_up("the demonstration was refused");
    for (const auto& person : filled->people)
      passwords_[person.role] = {person.id, person.password};
    places_ = sure(database_->read(
        [](store::Session& session) { return store::Register(session).places({}); }));
    service_ = std::make_unique<server::Service>(
        server::ServiceParts{kazakhstan(), *database_, *hasher_, moment, [] { return 1u; }},
        server::ServiceOptions{});
    service_->add_routes(router_);
    http::ServerOptions serving;
    serving.spool_folder = folder_.path();
    serving.worker_threads = 4;
    serving.time.write = std::chrono::minutes(5);
    auto started = http::Server::start(serving, router_);
    if (!started) give_up(describe(started.error().front()));
    server_ = std::move(*started);
  }
  ~World() {
    server_->stop();
    service_->stop();
  }

  std::uint16_t port() const { return server_->port(); }
  const std::vector<Place>& places() const { return places_; }

  // The lines of a request's head that say who asks.
  std::string signed_in(UserRole role) {
    const auto& [person, password] = passwords_.at(role);
    http::ClientOptions options;
    options.headers.set("content-type", "application/json");
    const auto reply = http::ask(http::Method::post,
                                 "http://127.0.0.1:" + std::to_string(port()) + "/api/v1/session",
                                 json{{"person", person}, {"password", password}}.dump(), options);
    if (!reply || reply->status != 201) give_up("nobody may sign in");
    const std::string cookie(reply->headers.value("set-cookie"));
    return "Cookie: " + cookie.substr(0, cookie.find(';')) +
           "\r\nX-CSRF-Token: " + json::parse(reply->body)["csrf_token"].get<std::string>() +
           "\r\n";
  }

 private:
  support::TemporaryFolder folder_;
  std::unique_ptr<store::Database> database_;
  std::unique_ptr<accounts::PasswordHasher> hasher_;
  std::map<UserRole, std::pair<std::string, std::string>> passwords_;
  std::vector<Place> places_;
  std::unique_ptr<server::Service> service_;
  http::Router router_;
  std::unique_ptr<http::Server> server_;
};

// One connection that is kept, as a dashboard's.
class Client {
 public:
  Client(std::uint16_t port, std::string who) : port_(port), client_(port), who_(std::move(who)) {}

  // The body of a good answer.
  std::string get(const std::string& path) {
    client_.send("GET " + path + " HTTP/1.1\r\nHost: h\r\n" + who_ + "\r\n");
    return body("GET " + path);
  }
  std::string post(const std::string& path, const std::string& type, const std::string& text) {
    client_.send("POST " + path + " HTTP/1.1\r\nHost: h\r\n" + who_ + "Content-Type: " + type +
                 "\r\nContent-Length: " + std::to_string(text.size()) + "\r\n\r\n");
    client_.send(text);
    return body("POST " + path);
  }

 private:
  std::string body(const std::string& what) {
    const std::string answer = client_.read_answer();
    if (!answer.starts_with("HTTP/1.1 2")) give_up(what + ": " + answer.substr(0, 300));
    return answer.substr(answer.find("\r\n\r\n") + 4);
  }

  std::uint16_t port_;
  support::RawClient client_;
  std::string who_;
};

// Rows that the register has not seen: of every award each promised KPI, a day each, from
// 1990 on. `first_day` tells batches apart.
struct Rows {
  std::string csv;  // with a header
  std::size_t count = 0;
};
inline Rows rows_of(const std::vector<Place>& places, std::size_t least, int first_day,
                    bool header = true) {
  Rows rows;
  if (header) rows.csv = "subject_kind,subject,kpi,from,to,value,source\n";
  std::uint32_t state = 1;
  for (int day = first_day; rows.count < least; ++day) {
    const Date from = Date::of(1990, 1, 1).plus_days(day);
    const std::string days = "," + from.text() + "," + from.text() + ",";
    for (const Place& place : places) {
      for (const Obligation& promise : place.promises) {
        if (rows.count == least) return rows;
        state = state * 1664525u + 1013904223u;
        rows.csv += "award," + place.award + "," + promise.kpi + days +
                    std::to_string(state % 100000 / 7.0) + ",form 1-T\n";
        ++rows.count;
      }
    }
  }
  return rows;
}

}  // namespace formulary::bench
