#include "http/metrics.h"

#include <doctest/doctest.h>

#include "support/sample_server.h"

namespace formulary::http {
namespace {

// The expected lines are the exposition format's own, filled in by hand.
TEST_CASE("requests are counted by route, method and class, and their durations fall in buckets") {
  Metrics metrics;
  metrics.connections = 3;
  metrics.count("/a/{id}", Method::get, 200, 0.003, Metrics::Timed::yes);
  metrics.count("/a/{id}", Method::get, 204, 0.005, Metrics::Timed::yes);
  metrics.count("/a/{id}", Method::get, 404, 0.5, Metrics::Timed::yes);
  metrics.count("/a/{id}", Method::post, 200, 100, Metrics::Timed::yes);
  metrics.count("odd\"\\\n", Method::get, 200, 1, Metrics::Timed::no);
  const std::string text = metrics.text();
  CHECK(has(text, "# TYPE http_connections gauge\nhttp_connections 3\n"));
  CHECK(has(text, "# TYPE http_requests_total counter\n"));
  CHECK(has(text, "http_requests_total{route=\"/a/{id}\",method=\"GET\",status=\"2xx\"} 2\n"));
  CHECK(has(text, "http_requests_total{route=\"/a/{id}\",method=\"GET\",status=\"4xx\"} 1\n"));
  CHECK(has(text, "{route=\"odd\\\"\\\\\\n\","));
  const std::string bucket = "http_request_duration_seconds_bucket{route=\"/a/{id}\",le=";
  CHECK(has(text, bucket + "\"0.005\"} 2\n"));  // its bound is in a bucket
  CHECK(has(text, bucket + "\"0.25\"} 2\n"));
  CHECK(has(text, bucket + "\"0.5\"} 3\n"));
  CHECK(has(text, bucket + "\"10\"} 3\n"));
  CHECK(has(text, bucket + "\"+Inf\"} 4\n"));
  CHECK(has(text, "http_request_duration_seconds_count{route=\"/a/{id}\"} 4\n"));
  CHECK(!has(text, "bucket{route=\"odd"));
}

TEST_CASE("a server counts by patterns only, so that clients cannot make the metrics grow") {
  Sample sample;
  auto metrics = std::make_shared<Metrics>();
  sample.options.metrics = metrics;
  sample.router.add(Method::get, "/metrics", [metrics](const Request&) {
    Response response = text_response(metrics->text());
    response.headers.set("content-type", kMetricsType);
    return response;
  });
  sample.start();
  for (int i = 0; i < 20; ++i) {
    sample.get("/echo/" + std::to_string(i));
    sample.get("/nothing/" + std::to_string(i));
  }
  REQUIRE(soon(
      [&] { return has(metrics->text(), "route=\"none\",method=\"GET\",status=\"4xx\"} 20"); }));
  const std::string text = sample.get("/metrics").body;
  CHECK(has(text, "{route=\"/echo/{word}\",method=\"GET\",status=\"2xx\"} 20\n"));
  CHECK(has(text, "{route=\"none\",method=\"GET\",status=\"4xx\"} 20\n"));
  CHECK(!has(text, "nothing"));
  CHECK(has(text, "http_requests_running 1\n"));  // the one that reads them
  CHECK(soon([&] { return metrics->connections == 0; }));
}

}  // namespace
}  // namespace formulary::http
