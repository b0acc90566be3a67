// What happens to every request before and after its work? Sign-in, rights, keys, transactions.
#pragma once

#include <any>
#include <atomic>
#include <functional>
#include <string>
#include <vector>

#include "accounts/who.h"
#include "http/etag.h"
#include "http/router.h"
#include "office/call.h"
#include "office/rights.h"
#include "server/internal/encode.h"
#include "server/internal/input.h"
#include "server/internal/json.h"
#include "server/internal/mark.h"
#include "server/service.h"

namespace formulary::server {

// What an endpoint answers.
struct Answer {
  int status = 200;
  Json body;
  std::string location;  // of what was made
  std::string next;      // of a list: after which id the next page starts
};

// A request as an endpoint sees it.
struct Question {
  const http::Request& request;
  const Json& body;  // null where there is none
  accounts::Identity identity;
  Instant now;
  std::any prepared = {};  // by `before`

  std::string part(const char* name) const { return request.parameter(name); }
  std::string query(const char* name) const { return std::string(request.query.value(name)); }
  office::Seen seen() const;  // the revision of If-Match
};

using Work = std::function<office::Outcome<Answer>(office::Call&, const Question&)>;
// What takes long is done before the transaction begins, so that nobody waits for its lock.
using Before = std::function<office::Outcome<std::any>(const Question&)>;

enum class Auth { none, person };
enum class Access { read, write };

// One endpoint, as it is served and as the document describes it.
struct Endpoint {
  http::Method method = http::Method::get;
  std::string pattern;
  std::string operation;  // operationId
  accounts::Scope scope = accounts::Scope::read;
  Access access = Access::read;
  std::string summary;
  std::vector<std::string> query;  // names of its query parameters
  std::string takes;               // shape of the body; "" = none
  std::string gives;               // shape of the answer; "[X]" = a page of them
  int status = 200;                // when all is well
  Auth auth = Auth::person;
  std::string produces = "application/json";  // another type: `gives` says nothing
  bool keyed = true;  // an Idempotency-Key keeps the answer; never one that holds a secret
};

// An endpoint, its members in their order.
inline Endpoint described(http::Method method, std::string pattern, std::string operation,
                          accounts::Scope scope, Access access, std::string summary,
                          std::vector<std::string> query, std::string takes, std::string gives,
                          int status = 200, Auth auth = Auth::person) {
  Endpoint endpoint;
  endpoint.method = method;
  endpoint.pattern = std::move(pattern);
  endpoint.operation = std::move(operation);
  endpoint.scope = scope;
  endpoint.access = access;
  endpoint.summary = std::move(summary);
  endpoint.query = std::move(query);
  endpoint.takes = std::move(takes);
  endpoint.gives = std::move(gives);
  endpoint.status = status;
  endpoint.auth = auth;
  return endpoint;
}

class Api {
 public:
  Api(ServiceParts parts, const ServiceOptions& options);

  // Serve an endpoint whose work is done in one transaction, with sign-in, rights and keys.
  void add(http::Router& router, Endpoint endpoint, Work work, Before before = {});
  // Serve one that does all by itself; it is still described.
  void add_raw(http::Router& router, Endpoint endpoint, http::Handler handler,
               http::RouteOptions options = {});

  // Once an hour, remove sessions and attempts whose time is over.
  void sweep();

  const std::vector<Endpoint>& endpoints() const { return endpoints_; }

  // Who sent it; nothing = nobody who is known. A response where it must be refused.
  struct Known {
    std::optional<accounts::Identity> identity;
    std::optional<http::Response> refusal;
  };
  Known identify(const http::Request& request, const Endpoint& endpoint);

  const ServiceParts& parts() const { return parts_; }
  const ServiceOptions& options() const { return options_; }
  const office::Ground& ground() const { return ground_; }
  const Mark& mark() const { return mark_; }

 private:
  http::Response serve(const Endpoint& endpoint, const Work& work, const Before& before,
                       const http::Request& request);
  office::Outcome<Answer> read(const Work& work, const Question& question);
  office::Outcome<std::string> perform(const Endpoint& endpoint, const Work& work,
                                       const Question& question);

  ServiceParts parts_;
  const ServiceOptions& options_;
  Mark mark_;
  CellFacts cell_facts_;
  office::Ground ground_;
  std::vector<Endpoint> endpoints_;
  std::atomic<std::int64_t> swept_at_{0};  // ms
};

inline constexpr const char* kSessionCookie = "formulary_session";

// Reasons and troubles as a problem, in the words of the client's language.
http::Response refused(const http::Request& request, const office::Denial& denial);
http::Response bad_request(const http::Request& request, const Faults& faults);
Language language_of(const http::Request& request);

// Written though a mistake may quote bytes that are no UTF-8.
std::string safe(const Json& json);

// Reasons that say that the body or the query is wrong, so that work can return them.
office::Denial denial_of(const Faults& faults);

// ?limit=, 1 to 1000 (100), and ?after=.
office::Outcome<store::Page> page_of(const Question& question);
// ?NAME= as a member, a day; nothing where it is not given.
template <typename E>
office::Outcome<std::optional<E>> query_word(const Question& question, const char* name) {
  const std::string text = question.query(name);
  if (text.empty()) return std::nullopt;
  const auto member = member_of<E>(text);
  if (!member) {
    return otherwise(
        denial_of({{"", 0, "?" + std::string(name) + "=" + text + " is not known", ""}}));
  }
  return member;
}
office::Outcome<std::optional<Date>> query_day(const Question& question, const char* name);

// A list as an answer: {"items": [...]}, and where the next page starts.
template <typename T>
Answer answer_of(const office::Listed<T>& list) {
  Answer answer;
  answer.body = {{"items", json_list(list.items)}};
  answer.next = list.next;
  return answer;
}
template <typename T>
Answer answer_of(const std::vector<T>& all) {
  Answer answer;
  answer.body = {{"items", json_list(all)}};
  return answer;
}

}  // namespace formulary::server
