#include "http/client.h"

namespace formulary::http {

Result<Answer> get(const std::string& url, const ClientOptions& options) {
  return ask(Method::get, url, "", options);
}

Result<Answer> post(const std::string& url, const std::string& content_type,
                    const std::string& body, const ClientOptions& options) {
  ClientOptions with_type = options;
  with_type.headers.set("content-type", content_type);
  return ask(Method::post, url, body, with_type);
}

}  // namespace formulary::http
