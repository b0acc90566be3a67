// What does a browser get when its person has come in?
#pragma once

#include "accounts/sign_in.h"
#include "server/internal/api.h"

namespace formulary::server {

// A cookie that no script reads and no other site's form sends.
struct Cookie {
  std::string name;
  std::string value;
  std::string path = "/";
  std::int64_t seconds = 0;  // 0 = it is taken away
};
std::string header_of(const Cookie& cookie, bool secure);

// Give the session's cookie, and once in a while remove what is over.
void give_session(Api& api, const accounts::SignedIn& done, http::Response& response);

}  // namespace formulary::server
