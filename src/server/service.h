// How does the register answer over HTTP? Every route of the API, with who may call it.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "accounts/oidc.h"
#include "accounts/passwords.h"
#include "accounts/sign_in.h"
#include "base/date.h"
#include "base/result.h"
#include "cycle/cycle.h"
#include "http/router.h"
#include "store/database.h"

namespace formulary::server {

struct ServiceOptions {
  accounts::SignInOptions sign_in;
  bool secure_cookies = false;   // the page is reached by https: cookies go nowhere else
  int pretest_draws = 60;        // of a programme's own pre-test
  std::size_t most_jobs = 2;     // computed at once; others wait
  std::string oidc_after = "/";  // where a browser goes once it is signed in
};

// What the service stands on. All must outlive it.
struct ServiceParts {
  const Installation& installation;
  store::Database& database;
  const accounts::PasswordHasher& hasher;
  std::function<Instant()> clock;
  std::function<std::uint32_t()> chance;                       // of a lottery's seed
  accounts::Oidc* oidc = nullptr;                              // none = local accounts only
  std::function<void(const std::string& json_line)> log = {};  // none = nothing is told
};

class Service {
 public:
  Service(ServiceParts parts, ServiceOptions options);
  ~Service();

  // Add every route. The service MUST outlive the server that uses them.
  void add_routes(http::Router& router);

  // The OpenAPI 3.1 document of those routes.
  std::string openapi() const;

  // Cancel what is being computed and wait for it.
  void stop();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace formulary::server
