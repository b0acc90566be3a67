#include "base/date.h"

#include <chrono>

#include "base/must.h"

namespace formulary {

namespace {

namespace chrono = std::chrono;

constexpr int kFirstYear = 1900;
constexpr int kLastYear = 2200;
constexpr std::int64_t kDay = 86'400'000;  // milliseconds

chrono::year_month_day calendar(Date date) {
  return chrono::sys_days(chrono::days(date.days()));
}

bool is_day(int year, int month, int day) {
  return year >= kFirstYear && year <= kLastYear && month >= 1 && month <= 12 && day >= 1 &&
         chrono::year_month_day(chrono::year(year), chrono::month(static_cast<unsigned>(month)),
                                chrono::day(static_cast<unsigned>(day)))
             .ok();
}

// The number that the digits at [at, at + count) of a text write; -1 where one is no digit.
int number_at(std::string_view text, std::size_t at, std::size_t count) {
  if (text.size() < at + count) return -1;
  int number = 0;
  for (const char c : text.substr(at, count)) {
    if (c < '0' || c > '9') return -1;
    number = 10 * number + (c - '0');
  }
  return number;
}

// Whether the text has this letter there.
bool has(std::string_view text, std::size_t at, char letter) {
  return at < text.size() && text[at] == letter;
}

// Write a number over the zeros that stand for it in a text, its last digit at `end` - 1.
void put(std::string& text, std::size_t end, std::int64_t number) {
  for (; number > 0; number /= 10) text[--end] = static_cast<char>('0' + number % 10);
}

std::string shorten(std::string_view text) {
  return std::string(text.substr(0, 40));
}

}  // namespace

Date Date::of(int year, int month, int day) {
  MUST(is_day(year, month, day));
  const chrono::sys_days days =
      chrono::year_month_day(chrono::year(year), chrono::month(static_cast<unsigned>(month)),
                             chrono::day(static_cast<unsigned>(day)));
  return from_days(static_cast<std::int32_t>(days.time_since_epoch().count()));
}

Result<Date> Date::parse(std::string_view text) {
  const int year = number_at(text, 0, 4);
  const int month = number_at(text, 5, 2);
  const int day = number_at(text, 8, 2);
  if (text.size() != 10 || !has(text, 4, '-') || !has(text, 7, '-') || year < 0 || month < 0 ||
      day < 0) {
    return fail(Fault{"", 0, "'" + shorten(text) + "' is not a date", "write it as 2027-03-31"});
  }
  if (!is_day(year, month, day)) {
    return fail(Fault{"", 0, "there is no day '" + shorten(text) + "'",
                      "give a day of the calendar between 1900 and 2200"});
  }
  return of(year, month, day);
}

std::string Date::text() const {
  const chrono::year_month_day day = calendar(*this);
  std::string text = "0000-00-00";
  put(text, 4, static_cast<int>(day.year()));
  put(text, 7, static_cast<unsigned>(day.month()));
  put(text, 10, static_cast<unsigned>(day.day()));
  return text;
}

int Date::year() const {
  return static_cast<int>(calendar(*this).year());
}

int Date::month() const {
  return static_cast<int>(static_cast<unsigned>(calendar(*this).month()));
}

int Date::day() const {
  return static_cast<int>(static_cast<unsigned>(calendar(*this).day()));
}

Date Date::plus_months(int months) const {
  chrono::year_month_day later = calendar(*this) + chrono::months(months);
  if (!later.ok()) later = later.year() / later.month() / chrono::last;
  return from_days(static_cast<std::int32_t>(chrono::sys_days(later).time_since_epoch().count()));
}

Result<Instant> Instant::parse(std::string_view text) {
  const bool fine = text.size() == 24;
  const int hour = number_at(text, 11, 2);
  const int minute = number_at(text, 14, 2);
  const int second = number_at(text, 17, 2);
  const int thousandth = fine ? number_at(text, 20, 3) : 0;
  const bool formed = (fine || text.size() == 20) && has(text, 10, 'T') && has(text, 13, ':') &&
                      has(text, 16, ':') && has(text, text.size() - 1, 'Z') &&
                      (!fine || has(text, 19, '.'));
  if (!formed || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59 ||
      thousandth < 0) {
    return fail(Fault{"", 0, "'" + shorten(text) + "' is not a moment",
                      "write it in UTC as 2027-03-31T08:15:00Z"});
  }
  TRY(date, Date::parse(text.substr(0, 10)));
  return from_milliseconds(date.days() * kDay +
                           ((hour * 60 + minute) * 60 + second) * std::int64_t{1000} + thousandth);
}

Date Instant::date() const {
  const std::int64_t days = ms_ >= 0 ? ms_ / kDay : (ms_ - kDay + 1) / kDay;
  return Date::from_days(static_cast<std::int32_t>(days));
}

std::string Instant::text() const {
  const std::int64_t of_day = ms_ - date().days() * kDay;
  std::string text = date().text() + "T00:00:00.000Z";
  put(text, 13, of_day / 3'600'000);
  put(text, 16, of_day / 60'000 % 60);
  put(text, 19, of_day / 1000 % 60);
  put(text, 23, of_day % 1000);
  return text;
}

}  // namespace formulary
