// How does a session begin? The same way for every way in.
#pragma once

#include "accounts/sign_in.h"

namespace formulary::accounts {

enum class Entry { full, to_change_password };

// Write a session with a new secret.
Stored<SignedIn> begin_session(Session& session, const Account& account, Entry entry, Instant now,
                               const SessionLimits& limits);

// Remove sessions that are over. Returns how many.
Stored<std::int64_t> remove_ended(Session& session, Instant now, const SessionLimits& limits);

}  // namespace formulary::accounts
