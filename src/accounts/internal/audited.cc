#include "accounts/internal/audited.h"

#include <nlohmann/json.hpp>

namespace formulary::accounts {

namespace {

using Json = nlohmann::ordered_json;

std::string line(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

std::string json_of(const Account& account) {
  Json json;
  json["id"] = account.id;
  json["name"] = account.name;
  json["role"] = id_of(account.post.role);
  json["office"] = account.post.office;
  json["firm"] = account.post.firm;
  json["language"] = id_of(account.language);
  json["disabled"] = account.disabled;
  json["oidc_issuer"] = account.oidc ? account.oidc->issuer : "";
  json["oidc_subject"] = account.oidc ? account.oidc->subject : "";
  json["has_password"] = account.has_password;
  return line(json);
}

std::string json_of(const std::vector<std::pair<std::string, std::string>>& texts) {
  Json json = Json::object();
  for (const auto& [name, text] : texts) json[name] = text;
  return line(json);
}

Stored<void> note(Session& session, const Act& act, const store::AuditEntry& entry) {
  const auto noted = store::append_audit(session, act, entry);
  if (!noted) return fail(noted.error());
  return {};
}

}  // namespace formulary::accounts
