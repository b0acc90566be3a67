// How is a session of SQLite opened? The only place that knows its library.
#pragma once

#include <memory>
#include <string>

#include "store/database.h"

namespace formulary::store {

// Open a file, created on first use: write-ahead log, foreign keys, every commit on disk.
Stored<std::unique_ptr<Session>> open_sqlite(const std::string& path, int wait_ms);

}  // namespace formulary::store
