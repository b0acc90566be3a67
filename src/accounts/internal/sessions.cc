#include "accounts/internal/sessions.h"

#include "accounts/internal/rows.h"
#include "accounts/internal/secrets.h"

namespace formulary::accounts {

Stored<SignedIn> begin_session(Session& session, const Account& account, Entry entry, Instant now,
                               const SessionLimits& limits) {
  const std::string secret = random_secret();
  const bool must_change = entry == Entry::to_change_password;
  Stored<void> done =
      change(session,
             "insert into account_session (secret_hash, account, must_change, begun_at, seen_at) "
             "values ($1, $2, $3, $4, $4)",
             {sha256(secret), account.id, std::int64_t{must_change ? 1 : 0}, now.text()});
  if (!done) return fail(done.error());
  return SignedIn{secret, account, must_change, later(now, limits.longest_s)};
}

Stored<std::int64_t> remove_ended(Session& session, Instant now, const SessionLimits& limits) {
  TRY(gone, session.run("delete from account_session where seen_at <= $1 or begun_at <= $2",
                        {later(now, -limits.idle_s).text(), later(now, -limits.longest_s).text()}));
  return gone.changed;
}

}  // namespace formulary::accounts
