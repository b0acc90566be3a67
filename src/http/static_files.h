// How is a folder of files, such as a web page's, shown to the world and nothing beside it?
#pragma once

#include <string>

#include "base/result.h"
#include "http/router.h"

namespace formulary::http {

struct StaticFilesOptions {
  std::string folder;
  // Answered with 200 where no file has that name and the client wants HTML: for a page that
  // has its own addresses. A name in the folder; "" = 404.
  std::string fallback;
  // What lies below it has a hash of its content in its name, so that clients may keep it for
  // ever; "" = nothing. All else they ask for anew each time.
  std::string hashed = "assets/";
};

// Make a handler for a route of GET whose pattern ends in {path...}: the file of that name, or
// index.html of that folder. A sibling NAME.br or NAME.gz is sent where the client takes it.
// Symbolic links and names that begin with a dot (but .well-known) are never shown.
// Errors: no such folder.
Result<Handler> static_files(const StaticFilesOptions& options);

// The type of a file by its name's ending, as a Content-Type.
std::string content_type_of(std::string_view name);

}  // namespace formulary::http
