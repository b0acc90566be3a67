// Is this answer worth making smaller, and how small does it get? gzip, by zlib.
#pragma once

#include <string>
#include <string_view>

#include "http/message.h"

namespace formulary::http {

// Whether a type of content is text that shrinks.
bool shrinks(std::string_view content_type);

// Compress a body of more than 1 kB where the client takes gzip; its ETag says so, and Vary.
// Leaves alone what has a coding already or says no-transform in Cache-Control.
void compress(const Request& request, Response& response);

std::string gzip(std::string_view bytes);

}  // namespace formulary::http
