// serve: the web application and API, until it is told to stop.
#include <algorithm>
#include <csignal>
#include <filesystem>
#include <iostream>

#include "accounts/oidc.h"
#include "answer.h"
#include "clock.h"
#include "commands_register.h"
#include "http/client.h"
#include "http/server.h"
#include "place.h"
#include "server/service.h"
#include "tables/read_file.h"

namespace formulary::app {

namespace {

constexpr std::chrono::milliseconds kDrain{20'000};

http::Server* running = nullptr;

extern "C" void stop_running(int) {
  if (running != nullptr) running->request_stop();
}

Result<std::string> fetch(const std::string& method, const std::string& url,
                          const std::string& body, const accounts::Headers& headers) {
  http::ClientOptions options;
  options.most_bytes = 256 * 1024;
  for (const auto& [name, value] : headers) options.headers.add(name, value);
  TRY(answer, http::ask(http::method_of(method), url, body, options));
  if (answer.status == 200) return answer.body;
  return fail(Fault{"", 0, url + " answered " + std::to_string(answer.status), ""});
}

constexpr const char* kCallback = "/api/v1/session/oidc/callback";

Result<accounts::RoleRule> rule_of(const std::string& text) {
  const std::size_t is = text.find('=');
  const std::size_t colon = std::min(text.find(':', is == std::string::npos ? 0 : is), text.size());
  const auto role = is == std::string::npos
                        ? std::nullopt
                        : member_of<UserRole>(text.substr(is + 1, colon - is - 1));
  if (!role || is == 0) {
    return fail(Fault{"", 0, "--oidc-role " + text + " is no GROUP=ROLE or GROUP=ROLE:OFFICE",
                      "for example planners=analyst or east=official:KZ-63"});
  }
  const std::string office = colon < text.size() ? text.substr(colon + 1) : "";
  return accounts::RoleRule{text.substr(0, is), {*role, office, ""}};
}

Result<std::unique_ptr<accounts::Oidc>> oidc_of(const ServeArguments& arguments) {
  if (arguments.oidc_issuer.empty()) return std::unique_ptr<accounts::Oidc>();
  accounts::OidcOptions options;
  options.issuer = arguments.oidc_issuer;
  options.client_id = arguments.oidc_client;
  options.redirect_uri = arguments.oidc_redirect;
  if (!arguments.oidc_secret_file.empty()) {
    TRY(secret, read_file(arguments.oidc_secret_file, arguments.oidc_secret_file, 4096));
    while (!secret.empty() && secret.back() == '\n') secret.pop_back();
    options.client_secret = secret;
  }
  if (!options.redirect_uri.ends_with(kCallback)) {
    return fail(Fault{"", 0, "--oidc-redirect does not end with " + std::string(kCallback),
                      "that is where this server takes a browser back"});
  }
  options.role_claim = arguments.oidc_claim;
  for (const std::string& text : arguments.oidc_roles) {
    TRY(rule, rule_of(text));
    options.roles.push_back(rule);
  }
  return accounts::Oidc::make(options, fetch);
}

http::ServerOptions options_of(const ServeArguments& arguments) {
  http::ServerOptions options;
  options.address = arguments.address;
  options.port = static_cast<std::uint16_t>(arguments.port);
  options.worker_threads = arguments.workers;
  options.certificate_file = arguments.certificate;
  options.key_file = arguments.key;
  options.trusted_proxies = arguments.trusted_proxies;
  options.rate.per_second = arguments.requests_per_second;
  options.rate.burst = std::max(1.0, 5 * arguments.requests_per_second);
  options.spool_folder = std::filesystem::temp_directory_path().string();
  options.clock = now;
  options.log = [](const std::string& line) { std::clog << line << std::endl; };
  options.metrics = std::make_shared<http::Metrics>();
  return options;
}

int run(const ServeArguments& arguments, const Installation& installation,
        store::Database& database) {
  const auto hasher = accounts::argon2();
  const auto oidc = oidc_of(arguments);
  if (!oidc) return tell(oidc.error(), kWrongUse);
  server::ServiceOptions wanted;
  wanted.secure_cookies = arguments.secure_cookies || !arguments.certificate.empty();
  const http::ServerOptions options = options_of(arguments);
  server::Service service({installation, database, *hasher, now, chance, oidc->get(), options.log},
                          wanted);
  http::Router router;
  service.add_routes(router);
  router.add(http::Method::get, "/metrics", [metrics = options.metrics](const http::Request&) {
    http::Response response = http::text_response(metrics->text());
    response.headers.set("content-type", http::kMetricsType);
    return response;
  });
  auto started = http::Server::start(options, router);
  if (!started) return tell(started.error(), kWrongUse);
  running = started->get();
  std::signal(SIGTERM, stop_running);
  std::signal(SIGINT, stop_running);
  const char* scheme = arguments.certificate.empty() ? "http" : "https";
  std::cerr << "formulary: " << scheme << "://" << arguments.address << ":" << (*started)->port()
            << "/ (stop with Ctrl-C)\n";
  (*started)->wait();
  const int cut = (*started)->drain(kDrain);
  running = nullptr;
  service.stop();
  std::cerr << "formulary: stopped" << (cut > 0 ? ", " + std::to_string(cut) + " cut" : "") << "\n";
  return kDone;
}

}  // namespace

int serve_command(const Common& common, const ServeArguments& arguments) {
  auto place = find_place(common.content, common.countries);
  if (!place) return tell(place.error(), kWrongUse);
  auto installation = open_country(*place, arguments.on.country);
  if (!installation) return tell(installation.error(), kBadInput);
  auto database = store::Database::open(arguments.on.db);
  if (!database) {
    const bool ours = database.error().kind == store::TroubleKind::wrong_url;
    return tell({database.error().fault}, ours ? kWrongUse : kSystem);
  }
  return run(arguments, *installation, **database);
}

}  // namespace formulary::app
