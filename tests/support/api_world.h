// Who calls the API in a test? A service over a register, with people of every role signed in.
#pragma once

#include <doctest/doctest.h>

#include <atomic>
#include <map>
#include <memory>
#include <set>
#include <string>

#include <nlohmann/json.hpp>

#include "accounts/account.h"
#include "accounts/passwords.h"
#include "cycle/cycle.h"
#include "http/client.h"
#include "http/server.h"
#include "server/service.h"
#include "support/promises.h"
#include "support/sample_register.h"
#include "support/temporary_folder.h"

namespace formulary::api_world {

inline const Installation& kazakhstan() {
  static const Installation kInstallation = [] {
    const std::string root = FORMULARY_ROOT;
    auto opened = open_installation(root + "/content", root + "/countries/kazakhstan");
    REQUIRE(opened.has_value());
    return std::move(*opened);
  }();
  return kInstallation;
}

struct Reply {
  int status = 0;
  json body;
  http::Headers headers;
};

// The ids of the reasons of a problem.
inline std::set<std::string> reasons_of(const Reply& reply) {
  std::set<std::string> ids;
  for (const json& reason : reply.body.value("reasons", json::array())) {
    ids.insert(reason["id"].get<std::string>());
  }
  return ids;
}

class World {
 public:
  explicit World(const std::string& url, accounts::Oidc* oidc = nullptr)
      : World(url, kazakhstan(), oidc) {}
  World(const std::string& url, const Installation& installation, accounts::Oidc* oidc = nullptr)
      : database_(store::opened(url)), hasher_(accounts::argon2({1, 8192, 2})) {
    at("2025-11-01T09:00:00Z");
    server::ServiceOptions options;
    options.pretest_draws = 4;
    service_ = std::make_unique<server::Service>(
        server::ServiceParts{
            installation, *database_, *hasher_, [this] { return Instant::from_milliseconds(now_); },
            [] { return 77u; }, oidc, [this](const std::string& line) { log.push_back(line); }},
        options);
    service_->add_routes(router_);
    document_ = json::parse(service_->openapi());
    http::ServerOptions serving;
    serving.spool_folder = folder_.path();
    serving.io_threads = 1;
    serving.worker_threads = 4;
    auto started = http::Server::start(serving, router_);
    REQUIRE_MESSAGE(started.has_value(), (started ? "" : describe(started.error().front())));
    server_ = std::move(*started);
  }
  ~World() {
    server_->stop();
    service_->stop();
  }

  std::vector<std::string> log;

  store::Database& database() { return *database_; }
  const http::Router& router() const { return router_; }
  void at(const char* when) { now_ = Instant::parse(when)->milliseconds(); }
  std::uint16_t port() const { return server_->port(); }
  std::string url(const std::string& path) const {
    return "http://127.0.0.1:" + std::to_string(server_->port()) + path;
  }

  // Make an account and sign in; later calls name the person.
  void person(const std::string& name, UserRole role, const std::string& office = "",
              const std::string& firm = "") {
    const std::string password = "a long way to " + name;
    const Actor root{"root", UserRole::admin, "", ""};
    accounts::NewAccount account;
    account.id = name;
    account.name = name;
    account.post = {role, office, firm};
    account.password =
        *accounts::NewPassword::make(*hasher_, name, password, accounts::ChosenBy::the_person);
    store::allowed(database_->write([&](store::Session& session) {
      return accounts::create(session, {root, Instant::from_milliseconds(now_)}, account);
    }));
    passwords_[name] = password;
  }

  // Sign in anew: sessions end by the clock.
  void sign_in(const std::string& name) {
    const Reply reply = send(http::Method::post, "/api/v1/session",
                             {{"person", name}, {"password", passwords_.at(name)}}, {});
    REQUIRE(reply.status == 201);
    const std::string cookie(reply.headers.value("set-cookie"));
    cookies_[name] = cookie.substr(0, cookie.find(';'));
    csrf_[name] = reply.body["csrf_token"].get<std::string>();
  }

  Reply ask(const std::string& who, http::Method method, const std::string& path,
            const json& body = nullptr, http::Headers headers = {}) {
    if (!who.empty()) {
      if (!is_signed_in(who)) sign_in(who);
      headers.set("cookie", cookies_.at(who));
      headers.set("x-csrf-token", csrf_.at(who));
    }
    return send(method, path, body, headers);
  }
  Reply get(const std::string& who, const std::string& path) {
    return ask(who, http::Method::get, path);
  }
  Reply post(const std::string& who, const std::string& path, const json& body = nullptr) {
    return ask(who, http::Method::post, path, body);
  }
  // What must have worked.
  json must(const Reply& reply) {
    REQUIRE_MESSAGE(reply.status < 300, reply.body.dump());
    return reply.body;
  }

  Reply send(http::Method method, const std::string& path, const json& body,
             http::Headers headers) {
    std::string text;
    if (!body.is_null()) {
      text = body.is_string() ? body.get<std::string>() : body.dump();
      headers.set_default("content-type", "application/json");
    }
    http::ClientOptions options;
    options.headers = std::move(headers);
    options.most_bytes = 64u << 20;
    options.time = std::chrono::milliseconds(120'000);
    const auto answer = http::ask(method, url(path), text, options);
    REQUIRE_MESSAGE(answer.has_value(), (answer ? "" : describe(answer.error().front())));
    Reply reply{answer->status, nullptr, answer->headers};
    reply.body = json::parse(answer->body, nullptr, false);
    if (reply.body.is_discarded()) reply.body = answer->body;
    keeps_promises(method, path, reply);
    return reply;
  }

  const std::string& cookie(const std::string& who) const { return cookies_.at(who); }
  const std::string& csrf(const std::string& who) const { return csrf_.at(who); }

 private:
  // Every answer of every test is held against the document.
  void keeps_promises(http::Method method, const std::string& path, const Reply& reply) const {
    const http::Route* route = router_.find(method, path.substr(0, path.find('?'))).route;
    if (route == nullptr || route->options.operation.empty()) return;
    std::string verb(http::name_of(method));
    for (char& c : verb) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    const std::string wrong = broken(document_, verb, route->pattern, reply.status, reply.body);
    CHECK_MESSAGE(wrong.empty(), verb << " " << path << ": " << wrong);
  }

  bool is_signed_in(const std::string& who) {
    if (!cookies_.contains(who)) return false;
    http::Headers headers;
    headers.set("cookie", cookies_.at(who));
    return send(http::Method::get, "/api/v1/session", nullptr, headers).status == 200;
  }

  support::TemporaryFolder folder_;
  std::unique_ptr<store::Database> database_;
  std::unique_ptr<accounts::PasswordHasher> hasher_;
  std::atomic<std::int64_t> now_{0};
  std::unique_ptr<server::Service> service_;
  http::Router router_;
  json document_;  // OpenAPI
  std::unique_ptr<http::Server> server_;
  std::map<std::string, std::string> passwords_;
  std::map<std::string, std::string> cookies_;
  std::map<std::string, std::string> csrf_;
};

}  // namespace formulary::api_world
