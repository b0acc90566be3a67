#include "base/date.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

using namespace formulary;

// Expected: the calendar; 2000 is a leap year, 2100 is not, 2027-03-31 is day 20,908.
TEST_CASE("days are those of the calendar") {
  CHECK(Date::of(1970, 1, 1).days() == 0);
  CHECK(Date::of(2027, 3, 31).days() == 20908);
  CHECK(Date::parse("2000-02-29").has_value());
  CHECK_FALSE(Date::parse("2100-02-29").has_value());
  for (const char* text : {"", "2027-3-31", "2027-03-32", "2027-13-01", "31.03.2027", "2027-00-10",
                           "1899-12-31", "2201-01-01", "2027-03-31 ", "20270331xx"}) {
    CAPTURE(text);
    CHECK_FALSE(Date::parse(text).has_value());
  }
}

// Expected: by hand; a month has no 31st, so its last day is taken.
TEST_CASE("months on, the day stays or is the month's last") {
  CHECK(Date::of(2027, 1, 31).plus_months(1) == Date::of(2027, 2, 28));
  CHECK(Date::of(2027, 1, 31).plus_months(13) == Date::of(2028, 2, 29));
  CHECK(Date::of(2027, 11, 15).plus_months(6) == Date::of(2028, 5, 15));
  CHECK(Date::of(2027, 3, 31).plus_months(-1) == Date::of(2027, 2, 28));
}

// Expected: round trip and order.
TEST_CASE("dates and moments are read as they are written") {
  CHECK(rc::check([] {
    const Date date = Date::from_days(*rc::gen::inRange(-25000, 84000));
    RC_ASSERT(*Date::parse(date.text()) == date);
    const Instant moment = Instant::from_milliseconds(date.days() * std::int64_t{86'400'000} +
                                                      *rc::gen::inRange(0, 86'400'000));
    RC_ASSERT(*Instant::parse(moment.text()) == moment);
    RC_ASSERT(moment.date() == date);
    RC_ASSERT((date < date.plus_days(1)));
  }));
}

// Expected: by hand.
TEST_CASE("a moment is written in UTC to the millisecond") {
  CHECK(Instant::parse("2027-03-31T08:15:00Z")->text() == "2027-03-31T08:15:00.000Z");
  CHECK(Instant::from_milliseconds(-1).text() == "1969-12-31T23:59:59.999Z");
  for (const char* text :
       {"2027-03-31", "2027-03-31T24:00:00Z", "2027-03-31T08:15:00", "2027-03-31T08:15:00+05:00",
        "2027-02-30T08:15:00Z", "2027-03-31T08:15:00.12Z"}) {
    CAPTURE(text);
    CHECK_FALSE(Instant::parse(text).has_value());
  }
}
