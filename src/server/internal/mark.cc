#include "server/internal/mark.h"

namespace formulary::server {

using store::RegisterKind;

bool Mark::is_demonstration() const {
  RegisterKind kind = known_.load();
  if (kind == RegisterKind::empty) {
    const auto found = database_.read(store::kind_of_register);
    if (!found) return false;
    kind = *found;
    known_.store(kind);
  }
  return kind == RegisterKind::demonstration;
}

http::Handler Mark::on(http::Handler handler) const {
  return [this, handler = std::move(handler)](const http::Request& request) {
    http::Response response = handler(request);
    if (is_demonstration()) response.headers.set(kMarkHeader, "true");
    return response;
  };
}

}  // namespace formulary::server
