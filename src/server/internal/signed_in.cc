#include "server/internal/signed_in.h"

namespace formulary::server {

std::string header_of(const Cookie& cookie, bool secure) {
  return cookie.name + "=" + cookie.value + "; Path=" + cookie.path +
         "; HttpOnly; SameSite=Lax; Max-Age=" + std::to_string(cookie.seconds) +
         (secure ? "; Secure" : "");
}

void give_session(Api& api, const accounts::SignedIn& done, http::Response& response) {
  const ServiceOptions& options = api.options();
  const Cookie cookie{kSessionCookie, done.secret, "/", options.sign_in.session.longest_s};
  response.headers.add("set-cookie", header_of(cookie, options.secure_cookies));
  response.headers.set("cache-control", "no-store");
  api.sweep();
}

}  // namespace formulary::server
