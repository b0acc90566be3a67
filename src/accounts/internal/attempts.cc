#include "accounts/internal/attempts.h"

#include <algorithm>

#include "accounts/internal/rows.h"
#include "accounts/internal/secrets.h"

namespace formulary::accounts {

namespace {

constexpr std::size_t kHashBytes = 16;

store::Bytes short_hash(const std::string& text) {
  store::Bytes hash = sha256(text);
  hash.resize(kHashBytes);
  return hash;
}

std::int64_t wait_s(std::int64_t failures, std::int64_t free, const BackOff& back_off) {
  if (failures < free) return 0;
  if (failures >= std::max<std::int64_t>(free, back_off.many)) return back_off.many_wait_s;
  std::int64_t wait = back_off.first_wait_s;
  for (std::int64_t i = free; i < failures && wait < back_off.longest_wait_s; ++i) wait *= 2;
  return std::min(wait, back_off.longest_wait_s);
}

// Whether a row's failures still count.
Stored<bool> remembered(const store::Row& row, Instant now, const BackOff& back_off) {
  TRY(last, moment_at(row, 1));
  if (now < later(last, back_off.forget_s)) return true;
  if (text_at(row, 2).empty()) return false;
  TRY(until, moment_at(row, 2));
  return now < later(until, back_off.forget_s);
}

Stored<void> charge_one(Session& session, const store::Bytes& subject, std::int64_t free,
                        Instant now, const BackOff& back_off) {
  TRY(found, session.run("select failures, last_at, blocked_until from sign_in_attempt "
                         "where subject = $1",
                         {subject}));
  std::int64_t failures = 1;
  if (!found.rows.empty()) {
    TRY(counts, remembered(found.rows[0], now, back_off));
    if (counts) failures += number_at(found.rows[0], 0);
  }
  const std::int64_t wait = wait_s(failures, free, back_off);
  return change(session,
                "insert into sign_in_attempt (subject, failures, last_at, blocked_until) "
                "values ($1, $2, $3, $4) on conflict (subject) do update set "
                "failures = excluded.failures, last_at = excluded.last_at, "
                "blocked_until = excluded.blocked_until",
                {subject, failures, now.text(), wait == 0 ? "" : later(now, wait).text()});
}

}  // namespace

Counted counted(const std::string& person, const std::string& remote) {
  return {short_hash("person " + person), short_hash("remote " + remote)};
}

Stored<std::optional<Instant>> blocked_until(Session& session, const Counted& counted,
                                             Instant now) {
  TRY(found, session.run("select max(blocked_until) from sign_in_attempt "
                         "where subject in ($1, $2) and blocked_until > $3",
                         {counted.person, counted.remote, now.text()}));
  if (std::holds_alternative<store::Null>(found.rows.at(0).at(0))) return std::nullopt;
  TRY(until, moment_at(found.rows[0], 0));
  return std::optional<Instant>(until);
}

Stored<void> charge(Session& session, const Counted& counted, Instant now,
                    const BackOff& back_off) {
  Stored<void> done = charge_one(session, counted.person, back_off.free, now, back_off);
  if (done) done = charge_one(session, counted.remote, back_off.free_remote, now, back_off);
  return done;
}

Stored<void> forgive(Session& session, const Counted& counted, const BackOff& back_off) {
  Stored<void> done =
      change(session, "delete from sign_in_attempt where subject = $1", {counted.person});
  if (done) {  // with one less it may not have had to wait at all
    done = change(session,
                  "update sign_in_attempt set failures = failures - 1, blocked_until = "
                  "case when failures <= $2 then '' else blocked_until end "
                  "where subject = $1 and failures > 0",
                  {counted.remote, std::int64_t{back_off.free_remote}});
  }
  return done;
}

Stored<std::int64_t> forget_attempts(Session& session, Instant now, const BackOff& back_off) {
  TRY(gone, session.run("delete from sign_in_attempt where last_at <= $1 and blocked_until <= $1",
                        {later(now, -back_off.forget_s).text()}));
  return gone.changed;
}

}  // namespace formulary::accounts
