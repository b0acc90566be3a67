#include "http/internal/service.h"

#include <array>

#include "http/internal/digest.h"
#include "http/internal/text.h"

namespace formulary::http {
namespace {

std::string two_digits(int number) {
  const std::string text = std::to_string(number);
  return text.size() < 2 ? "0" + text : text;
}

}  // namespace

LogLine::LogLine(std::string_view event) {
  json_ = "{\"event\":";
  append_json_text(json_, event);
}

LogLine& LogLine::add(std::string_view name, std::string_view text) {
  json_ += ',';
  append_json_text(json_, name);
  json_ += ':';
  append_json_text(json_, text);
  return *this;
}

LogLine& LogLine::add(std::string_view name, std::int64_t number) {
  json_ += ',';
  append_json_text(json_, name);
  json_ += ':';
  json_ += std::to_string(number);
  return *this;
}

Service::Service(const ServerOptions& wanted, const Router& routes)
    : options(wanted),
      router(routes),
      metrics(wanted.metrics ? wanted.metrics : std::make_shared<Metrics>()),
      buckets(wanted.rate),
      workers(wanted.worker_threads, wanted.most_waiting, *metrics),
      id_word_(random_word()) {}

std::string Service::new_id() {
  return id_word_ + "-" + std::to_string(++ids_);
}

std::string Service::date() const {
  return options.clock ? http_date(options.clock()) : "";
}

void Service::log(LogLine line) {
  if (!options.log) return;
  if (options.clock) line.add("time", options.clock().text());
  const std::string json = line.json();
  const std::lock_guard lock(log_mutex_);
  try {
    options.log(json);
  } catch (...) {  // a log that fails must not fail the answer
  }
}

bool Service::take_memory(std::size_t bytes) {
  if (body_memory_.fetch_add(bytes) + bytes <= options.most_body_memory_bytes) return true;
  body_memory_ -= bytes;
  return false;
}

std::string http_date(Instant at) {
  constexpr std::array kDays{"Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"};  // 1970-01-01 first
  constexpr std::array kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                               "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const Date date = at.date();
  const std::int64_t day_ms = 86'400'000;
  const int second = static_cast<int>(((at.milliseconds() % day_ms) + day_ms) % day_ms / 1000);
  const int weekday = ((date.days() % 7) + 7) % 7;
  return std::string(kDays[static_cast<std::size_t>(weekday)]) + ", " + two_digits(date.day()) +
         " " + kMonths[static_cast<std::size_t>(date.month() - 1)] + " " +
         std::to_string(date.year()) + " " + two_digits(second / 3600) + ":" +
         two_digits(second / 60 % 60) + ":" + two_digits(second % 60) + " GMT";
}

}  // namespace formulary::http
