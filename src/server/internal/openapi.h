// How does the API describe itself? The OpenAPI 3.1 document of its endpoints.
#pragma once

#include <string>
#include <vector>

#include "server/internal/api.h"

namespace formulary::server {

// Describe these endpoints, with the shapes that they take and give.
Json openapi_of(const std::vector<Endpoint>& endpoints, const CountryPack& country);

}  // namespace formulary::server
