// Who has an account, with which role, and who may change that?
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "accounts/passwords.h"
#include "domain/programme.h"
#include "domain/reason.h"
#include "domain/words.h"
#include "store/audit.h"
#include "store/database.h"

namespace formulary::accounts {

using store::Act;
using store::Session;
using store::Stored;

// For whom an OpenID Connect provider speaks: its address, and its own name for the person.
struct OidcIdentity {
  std::string issuer;
  std::string subject;
  bool operator==(const OidcIdentity&) const = default;
};

// What an account may do, and for whom.
struct Post {
  UserRole role = UserRole::auditor;
  std::string office;  // of the country pack; managers and officials have one, companies none
  std::string firm;    // companies, and only they
  bool operator==(const Post&) const = default;
};

struct Account {
  std::string id;    // = Actor.person, as in "a.serikova"
  std::string name;  // as it is shown
  Post post;
  Language language = Language::en;
  bool disabled = false;
  std::optional<OidcIdentity> oidc;
  bool has_password = false;

  bool active_admin() const { return post.role == UserRole::admin && !disabled; }
  Actor actor() const { return {id, post.role, post.office, post.firm}; }
  bool operator==(const Account&) const = default;
};

// What a new account is told; a way in must be among it.
struct NewAccount {
  std::string id;
  std::string name;
  Post post;
  Language language = Language::en;
  std::optional<OidcIdentity> oidc;
  std::optional<NewPassword> password;
};

// Whoever acts must be an admin, except where it says "or oneself". The one who acts is believed:
// who() says who it is. Each change writes its audit record, which holds no secret, and returns
// the account as it is now; what changes nothing writes none. One active admin remains, whatever
// is asked.
using Changed = Stored<Allowed<Account>>;

Changed create(Session& session, const Act& act, const NewAccount& account);

// End the person's sessions and revoke the tokens: they were given to another role.
// Refused for oneself.
Changed change_role(Session& session, const Act& act, const std::string& person, const Post& post);

// Close an account, which ends its sessions, or open it again.
Changed disable(Session& session, const Act& act, const std::string& person);
Changed enable(Session& session, const Act& act, const std::string& person);

// Set another's password and end the person's sessions. One's own is changed by change_password
// (sign_in.h), which asks for the current one.
Changed set_password(Session& session, const Act& act, const NewPassword& password);

// Say which identity of an OpenID Connect provider is the person's; none where a password is left.
// Ends the person's sessions.
Changed set_identity(Session& session, const Act& act, const std::string& person,
                     const std::optional<OidcIdentity>& oidc);

// Change the shown name and the language; an admin or oneself.
Changed set_profile(Session& session, const Act& act, const std::string& person,
                    const std::string& name, Language language);

Stored<std::optional<Account>> account(Session& session, const std::string& person);

// List by id, those after `after`.
Stored<std::vector<Account>> accounts(Session& session, const std::string& after, int limit);

}  // namespace formulary::accounts
