// Which endpoints are there? One function for each part of the API.
#pragma once

#include "server/internal/api.h"

namespace formulary::server {

class Jobs;

void add_session(Api& api, http::Router& router);
void add_openid(Api& api, http::Router& router);
void add_accounts(Api& api, http::Router& router);
void add_programmes(Api& api, http::Router& router);
void add_applications(Api& api, http::Router& router);
void add_awards(Api& api, http::Router& router);
void add_reviews(Api& api, http::Router& router);
void add_payments(Api& api, http::Router& router);
void add_values(Api& api, http::Router& router);
void add_scorecards(Api& api, http::Router& router);
void add_audit(Api& api, http::Router& router);
void add_planning(Api& api, http::Router& router, Jobs& jobs);

}  // namespace formulary::server
