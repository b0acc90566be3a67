// How is a session of PostgreSQL opened? The only place that knows its library.
#pragma once

#include <memory>
#include <string>

#include "store/database.h"

namespace formulary::store {

// Connect to a server; every commit is on its disk before it is acknowledged.
Stored<std::unique_ptr<Session>> open_postgres(const std::string& url, int wait_ms);

}  // namespace formulary::store
