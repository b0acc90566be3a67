// Planning: the toolbox and stages at once, packages and forecasts as jobs.
#include "cycle/cycle.h"
#include "domain/provenance.h"
#include "report/documents.h"
#include "server/internal/encode.h"
#include "server/internal/jobs.h"
#include "server/internal/routes.h"

namespace formulary::server {
namespace {

using http::Method;
using office::Call;
using office::Outcome;

// What a job computes from, named so that the same is done once.
struct Plan {
  std::string kind;
  std::string key;
  JobWork work;
};

Result<Envelope> envelope_in(Input& input, const CountryPack& country) {
  Envelope envelope;
  envelope.country = country.id;
  envelope.sector = input.text("sector");
  envelope.goal = input.word<Goal>("goal");
  envelope.budget = input.money("budget");
  if (envelope.budget < Money()) input.wrong("budget", "must not be negative");
  envelope.years = input.whole("years", 1, 15);
  if (input.maybe_list("regions") != nullptr) envelope.regions = input.texts("regions");
  if (input.maybe_list("company_types") != nullptr) {
    envelope.company_types.clear();
    for (const std::string& id : input.texts("company_types")) {
      const auto type = member_of<CompanyType>(id);
      if (type) {
        envelope.company_types.push_back(*type);
      } else {
        input.wrong("company_types", "knows no '" + id + "'");
      }
    }
  }
  envelope.risk_aversion = input.maybe_number("risk_aversion").value_or(0.25);
  envelope.minimum_region_share = input.maybe_number("minimum_region_share").value_or(0);
  const Faults faults = input.finish();
  if (!faults.empty()) return fail(faults);
  return envelope;
}

Result<Plan> configuring(const Installation& installation, Input& input, const Json& body) {
  TRY(envelope, envelope_in(input, installation.country));
  Plan plan{"configure", "configure " + body.dump(), {}};
  plan.work = [&installation, envelope](Progress& progress) -> Result<std::string> {
    ConfigureOptions options;
    options.progress = [&](const char* what, double done) { progress.show(what, done); };
    TRY(answer, configure_sector(installation, population_for(installation, envelope.sector, 0),
                                 envelope, options));
    return encode_configuration(answer);
  };
  return plan;
}

Result<Plan> pretesting(const Installation& installation, Input& input, const Json& body) {
  const int draws = input.maybe_whole("draws", 2, 1000).value_or(60);
  const Json* package = input.object("package");
  const Faults faults = input.finish();
  if (!faults.empty() || package == nullptr) return fail(faults);
  TRY(decoded, decode_package(package->dump(2) + "\n", installation.toolbox, installation.country));
  Plan plan{"pretest", "pretest " + body.dump(), {}};
  plan.work = [&installation, decoded, draws](Progress& progress) -> Result<std::string> {
    PretestOptions options;
    options.draws = draws;
    options.progress = [&](const char* what, double done) { progress.show(what, done); };
    const DrawnPopulation firms = population_for(installation, decoded.envelope.sector, 0);
    return encode_forecast(pretest_package(installation, firms, decoded, options),
                           installation.toolbox);
  };
  return plan;
}

Result<Plan> diagnosing(const Installation& installation, Input& input, const Json& body) {
  const std::string sector = input.text("sector");
  const auto region = input.maybe_text("region");
  const Faults faults = input.finish();
  if (!faults.empty()) return fail(faults);
  Plan plan{"diagnose", "diagnose " + body.dump(), {}};
  plan.work = [&installation, sector, region](Progress&) -> Result<std::string> {
    const DrawnPopulation firms = population_for(installation, sector, 0);
    TRY(diagnosis, diagnose_sector(installation, firms.population, sector, region));
    return encode_diagnosis(diagnosis, installation.toolbox, installation.country);
  };
  return plan;
}

Result<Plan> plan_of(const Installation& installation, const Json& body) {
  Input input(body);
  const std::string kind = input.text("kind");
  if (kind == "configure") return configuring(installation, input, body);
  if (kind == "pretest") return pretesting(installation, input, body);
  if (kind == "diagnose") return diagnosing(installation, input, body);
  return fail(Fault{"", 0, "/kind must be diagnose, configure or pretest", ""});
}

Json json_of_job(const JobView& job) {
  Json faults = Json::array();
  for (const Fault& fault : job.faults) faults.push_back(describe(fault));
  return {{"id", job.id},     {"kind", job.kind}, {"state", id_of(job.state)},
          {"what", job.what}, {"done", job.done}, {"faults", faults}};
}

http::Response no_job(const std::string& id) {
  return http::problem(404, "/problems/not-found", "There is no such job", id);
}

// The request's job, where its sender may plan.
struct Asked {
  std::optional<JobView> job;
  std::optional<http::Response> refusal;
};
Asked asked(Api& api, Jobs& jobs, const Endpoint& endpoint, const http::Request& request) {
  Api::Known known = api.identify(request, endpoint);
  if (known.refusal) return {{}, std::move(known.refusal)};
  Reasons reasons = office::against(office::Operation::plan, known.identity->actor, {}, "");
  if (!reasons.empty()) return {{}, refused(request, office::Denial(std::move(reasons)))};
  if (endpoint.pattern.find('{') == std::string::npos) return {};
  auto job = jobs.view(request.parameter("job"));
  if (!job) return {{}, no_job(request.parameter("job"))};
  return {std::move(job), {}};
}

http::Response start(Api& api, Jobs& jobs, const Endpoint& endpoint, const http::Request& request) {
  Asked who = asked(api, jobs, endpoint, request);
  if (who.refusal) return std::move(*who.refusal);
  const auto body = parse_json(request.body);
  if (!body) return bad_request(request, body.error());
  auto plan = plan_of(api.parts().installation, *body);
  if (!plan) return bad_request(request, plan.error());
  const auto id = jobs.start(plan->kind, plan->key, std::move(plan->work));
  if (!id) {
    http::Response response =
        http::problem(503, "/problems/busy", "Too many jobs wait", "try again later");
    response.headers.set("retry-after", "30");
    return response;
  }
  http::Response response = http::json_response(json_of_job(*jobs.view(*id)).dump(), 202);
  response.headers.set("location", "/api/v1/jobs/" + *id);
  return response;
}

http::Response result(Api& api, Jobs& jobs, const Endpoint& endpoint,
                      const http::Request& request) {
  Asked found = asked(api, jobs, endpoint, request);
  if (found.refusal) return std::move(*found.refusal);
  if (found.job->state != JobState::done) {
    return http::problem(409, "/problems/not-done", "The job has no result",
                         id_of(found.job->state));
  }
  return http::with_etag(request, http::json_response(found.job->result),
                         http::etag_of_bytes(found.job->result));
}

http::Response follow(Api& api, Jobs& jobs, const Endpoint& endpoint,
                      const http::Request& request) {
  Asked found = asked(api, jobs, endpoint, request);
  if (found.refusal) return std::move(*found.refusal);
  auto stream = std::make_shared<http::EventStream>();
  if (!jobs.follow(found.job->id, stream)) return no_job(found.job->id);
  return http::event_response(stream);
}

void add_jobs(Api& api, http::Router& router, Jobs& jobs) {
  using accounts::Scope;
  const std::string all = "/api/v1/jobs";
  const std::string one = all + "/{job}";
  http::RouteOptions body;
  body.body = http::Body::memory;
  body.most_bytes = 8u << 20;
  const Endpoint starting =
      described(Method::post, all, "startJob", Scope::compute, Access::write,
                "Diagnose, configure or pre-test; the same inputs are computed once", {}, "JobWish",
                "Job", 202);
  api.add_raw(
      router, starting,
      [&api, &jobs, starting](const http::Request& request) {
        return start(api, jobs, starting, request);
      },
      body);
  const Endpoint reading = described(Method::get, one, "readJob", Scope::compute, Access::read,
                                     "How far is a job?", {}, "", "Job");
  api.add_raw(router, reading, [&api, &jobs, reading](const http::Request& request) {
    Asked found = asked(api, jobs, reading, request);
    if (found.refusal) return std::move(*found.refusal);
    return http::json_response(json_of_job(*found.job).dump());
  });
  const Endpoint cancelling = described(Method::remove, one, "cancelJob", Scope::compute,
                                        Access::write, "Cancel a job", {}, "", "Job");
  api.add_raw(router, cancelling, [&api, &jobs, cancelling](const http::Request& request) {
    Asked found = asked(api, jobs, cancelling, request);
    if (found.refusal) return std::move(*found.refusal);
    jobs.cancel(found.job->id);
    return http::json_response(json_of_job(*jobs.view(found.job->id)).dump());
  });
  const Endpoint taking =
      described(Method::get, one + "/result", "readJobResult", Scope::compute, Access::read,
                "A job's document, as the command line writes it", {}, "", "Document");
  api.add_raw(router, taking, [&api, &jobs, taking](const http::Request& request) {
    return result(api, jobs, taking, request);
  });
  Endpoint following = described(Method::get, one + "/events", "followJob", Scope::compute,
                                 Access::read, "Progress as server-sent events", {}, "", "");
  following.produces = "text/event-stream";
  api.add_raw(router, following, [&api, &jobs, following](const http::Request& request) {
    return follow(api, jobs, following, request);
  });
}

}  // namespace

void add_planning(Api& api, http::Router& router, Jobs& jobs) {
  using accounts::Scope;
  const Installation& installation = api.parts().installation;
  const auto document = [](std::string text) {
    return [text = std::move(text)](const http::Request& request) {
      return http::with_etag(request, http::json_response(text), http::etag_of_bytes(text));
    };
  };
  api.add_raw(router,
              described(Method::get, "/api/v1/toolbox", "readToolbox", Scope::read, Access::read,
                        "The whole toolbox: instruments, KPIs, problems and their evidence", {}, "",
                        "Document", 200, Auth::none),
              document(encode_toolbox(installation.toolbox)));
  api.add_raw(router,
              described(Method::get, "/api/v1/stages", "readStages", Scope::read, Access::read,
                        "The life-cycle stage of each sector", {}, "", "Document", 200, Auth::none),
              document(encode_stages(installation.stages)));
  add_jobs(api, router, jobs);
}

}  // namespace formulary::server
