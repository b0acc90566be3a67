#include "server/service.h"

#include "domain/demonstration.h"
#include "server/internal/api.h"
#include "server/internal/changes.h"
#include "server/internal/jobs.h"
#include "server/internal/open_data.h"
#include "server/internal/openapi.h"
#include "server/internal/routes.h"

namespace formulary::server {

struct Service::State {
  State(ServiceParts parts, ServiceOptions wanted)
      : options(std::move(wanted)),
        api(std::move(parts), options),
        jobs(options.most_jobs),
        open(api),
        changes(api) {}

  ServiceOptions options;
  Api api;
  Jobs jobs;
  OpenData open;
  Changes changes;
};

namespace {

// Whether the register answers: a replica that cannot read sends nobody here.
http::Response ready(const Api& api) {
  const auto found =
      api.parts().database.read([](store::Session& session) { return session.run("select 1"); });
  if (found) return http::text_response("ready\n");
  return http::problem(503, "/problems/database-busy", "The register cannot be reached now", "");
}

// Where to go from here, for whoever opens the address in a browser.
constexpr const char* kStartPageHead = R"html(<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Formulary</title>
<meta name="viewport" content="width=device-width"></head>
<body>)html";
constexpr const char* kStartPage = R"html(<main><h1>Formulary</h1>
<p>The register of industrial support.</p><ul>
<li><a href="/open/">Open data of today's release</a></li>
<li><a href="/api/v1/openapi.json">The API, described by OpenAPI 3.1</a></li>
<li><a href="/api/v1/toolbox">The toolbox: instruments, KPIs and their evidence</a></li>
</ul></main></body></html>
)html";

// The first thing on every page of a demonstration, in all languages.
std::string banner() {
  const Text notice = demonstration_notice();
  return "<aside role=\"note\"><p><strong>" + notice.en + "</strong></p><p lang=\"ru\"><strong>" +
         notice.ru + "</strong></p><p lang=\"kk\"><strong>" + notice.kk + "</strong></p></aside>\n";
}

void add_operations(Api& api, http::Router& router) {
  using http::Method;
  router.add(Method::get, "/", [&api](const http::Request&) {
    return http::html_response(
        kStartPageHead + (api.mark().is_demonstration() ? banner() : std::string()) + kStartPage);
  });
  router.add(Method::get, "/healthz",
             [](const http::Request&) { return http::text_response("alive\n"); });
  router.add(Method::get, "/readyz", [&api](const http::Request&) { return ready(api); });
}

}  // namespace

Service::Service(ServiceParts parts, ServiceOptions options)
    : state_(std::make_unique<State>(std::move(parts), std::move(options))) {}

Service::~Service() {
  stop();
}

void Service::add_routes(http::Router& outer) {
  Api& api = state_->api;
  http::Router router;
  add_session(api, router);
  add_openid(api, router);
  add_accounts(api, router);
  add_planning(api, router, state_->jobs);
  add_programmes(api, router);
  add_applications(api, router);
  add_awards(api, router);
  add_reviews(api, router);
  add_payments(api, router);
  add_values(api, router);
  add_scorecards(api, router);
  add_audit(api, router);
  add_changes(api, router, state_->changes);
  add_open(api, router, state_->open);
  add_operations(api, router);
  const std::string document = openapi();
  router.add(http::Method::get, "/api/v1/openapi.json", [document](const http::Request& request) {
    return http::with_etag(request, http::json_response(document), http::etag_of_bytes(document));
  });
  for (const http::Route& route : router.routes()) {
    outer.add(route.method, route.pattern, api.mark().on(route.handler), route.options);
  }
}

std::string Service::openapi() const {
  return openapi_of(state_->api.endpoints(), state_->api.parts().installation.country).dump(2) +
         "\n";
}

void Service::stop() {
  state_->jobs.stop();
  state_->open.stop();
  state_->changes.stop();
}

}  // namespace formulary::server
