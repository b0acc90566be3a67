// Which day, and which moment? Calendar dates and UTC instants, read and written as RFC 3339.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace formulary {

// A day of the proleptic Gregorian calendar, years 1900 to 2200.
class Date {
 public:
  constexpr Date() = default;  // 1970-01-01

  // MUST be a day of the calendar.
  static Date of(int year, int month, int day);
  static constexpr Date from_days(std::int32_t days) { return Date(days); }

  // Read "2027-03-31". Errors: another form, no such day, a year out of range.
  static Result<Date> parse(std::string_view text);
  std::string text() const;

  int year() const;
  int month() const;
  int day() const;
  constexpr std::int32_t days() const { return days_; }  // since 1970-01-01

  Date plus_days(int days) const { return Date(days_ + days); }
  // The same day so many months on; the last of the month where it has no such day.
  Date plus_months(int months) const;

  auto operator<=>(const Date&) const = default;

 private:
  explicit constexpr Date(std::int32_t days) : days_(days) {}
  std::int32_t days_ = 0;
};

// A moment in UTC to the millisecond. Only apps read the clock; everything else is told.
class Instant {
 public:
  constexpr Instant() = default;
  static constexpr Instant from_milliseconds(std::int64_t ms) { return Instant(ms); }

  // Read "2027-03-31T08:15:00Z" or with milliseconds. Errors: another form, no such moment.
  static Result<Instant> parse(std::string_view text);
  std::string text() const;  // always with three decimals

  constexpr std::int64_t milliseconds() const { return ms_; }  // since 1970-01-01T00:00:00Z
  Date date() const;

  auto operator<=>(const Instant&) const = default;

 private:
  explicit constexpr Instant(std::int64_t ms) : ms_(ms) {}
  std::int64_t ms_ = 0;
};

}  // namespace formulary
