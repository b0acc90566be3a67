#include "http/metrics.h"

#include <algorithm>
#include <charconv>

namespace formulary::http {
namespace {

std::string number_text(double value) {
  std::array<char, 32> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  return {digits.data(), end};
}

std::string label(std::string_view name, std::string_view value) {
  std::string text(name);
  text += "=\"";
  for (const char c : value) {
    if (c == '"' || c == '\\') text += '\\';
    if (c == '\n') {
      text += "\\n";
    } else {
      text += c;
    }
  }
  return text + '"';
}

void append_head(std::string& text, const std::string& name, const char* kind, const char* help) {
  text += "# HELP " + name + " " + help + "\n# TYPE " + name + " " + kind + "\n";
}

void append_plain(std::string& text, const std::string& name, const char* kind, const char* help,
                  std::int64_t value) {
  append_head(text, name, kind, help);
  text += name + " " + std::to_string(value) + "\n";
}

}  // namespace

void Metrics::count(std::string_view route, Method method, int status, double seconds,
                    Timed timed) {
  const std::string route_name(route);
  const std::string status_class = std::to_string(status / 100) + "xx";
  const std::lock_guard lock(mutex_);
  ++requests_[{route_name, std::string(name_of(method)), status_class}];
  if (timed == Timed::no) return;
  Durations& durations = durations_[route_name];
  const auto bound = std::lower_bound(kBounds.begin(), kBounds.end(), seconds);
  ++durations.counts[static_cast<std::size_t>(bound - kBounds.begin())];
  durations.sum += seconds;
}

std::string Metrics::text() const {
  std::string text;
  append_plain(text, "http_connections", "gauge", "Open connections.", connections);
  append_plain(text, "http_requests_waiting", "gauge", "Requests that wait for a worker.", waiting);
  append_plain(text, "http_requests_running", "gauge", "Requests in a handler.", running);
  append_plain(text, "http_event_streams", "gauge", "Open event streams.", event_streams);
  append_plain(text, "http_connections_refused_total", "counter",
               "Connections refused because there were too many.", refused_connections);
  append_plain(text, "http_connections_cut_total", "counter",
               "Connections cut because the client was too slow.", cut_connections);

  const std::lock_guard lock(mutex_);
  append_head(text, "http_requests_total", "counter", "Requests answered.");
  for (const auto& [key, count] : requests_) {
    text += "http_requests_total{" + label("route", std::get<0>(key)) + "," +
            label("method", std::get<1>(key)) + "," + label("status", std::get<2>(key)) + "} " +
            std::to_string(count) + "\n";
  }
  const std::string name = "http_request_duration_seconds";
  append_head(text, name, "histogram", "From the head of a request to the end of its answer.");
  for (const auto& [route, durations] : durations_) {
    const std::string labels = label("route", route);
    std::int64_t so_far = 0;
    for (std::size_t i = 0; i <= kBounds.size(); ++i) {
      so_far += durations.counts[i];
      const std::string bound = i < kBounds.size() ? number_text(kBounds[i]) : "+Inf";
      text += name + "_bucket{" + labels + "," + label("le", bound) + "} " +
              std::to_string(so_far) + "\n";
    }
    text += name + "_sum{" + labels + "} " + number_text(durations.sum) + "\n";
    text += name + "_count{" + labels + "} " + std::to_string(so_far) + "\n";
  }
  return text;
}

}  // namespace formulary::http
