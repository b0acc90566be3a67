// Has the client this version already, and does it change what it has seen? ETag, RFC 9110, 13.
#pragma once

#include <string>
#include <string_view>

#include "http/message.h"

namespace formulary::http {

// An entity tag, with its quotes, of a word that names a version ("7"), or of bytes by their hash.
std::string etag_of_version(std::string_view word);
std::string etag_of_bytes(std::string_view bytes);

// Say whether If-None-Match names this tag or any: then the answer is 304 (GET, HEAD) or 412.
bool if_none_match(const Request& request, std::string_view etag);

// What If-Match says of a change: nothing; that it may go on; that another was faster (412).
enum class Precondition { absent, holds, fails };
// `etag` is that of what is there now, "" = nothing is.
Precondition if_match(const Request& request, std::string_view etag);

// Mark an answer with a tag, or turn it into 304 where the client has this version.
Response with_etag(const Request& request, Response response, std::string_view etag);

// The tag of the same thing sent in another coding ("gzip", "br"). The functions above take it
// for the tag itself, so that a client may send back what it got.
std::string etag_in_coding(std::string_view etag, std::string_view coding);

}  // namespace formulary::http
