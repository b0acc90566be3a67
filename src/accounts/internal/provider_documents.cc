#include "accounts/internal/provider_documents.h"

#include <algorithm>
#include <optional>

#include <nlohmann/json.hpp>

#include "accounts/internal/secrets.h"

namespace formulary::accounts {

namespace {

using Json = nlohmann::json;

constexpr std::size_t kMostDocument = 256 * 1024;  // bytes
constexpr std::size_t kMostKeys = 100;
constexpr std::size_t kMostAddress = 2000;

std::optional<Json> object_in(std::string_view text) {
  if (text.size() > kMostDocument) return std::nullopt;
  Json json = Json::parse(text, nullptr, false);
  if (!json.is_object()) return std::nullopt;  // also what could not be read
  return json;
}

std::string text_in(const Json& object, const char* name) {
  const auto at = object.find(name);
  return at != object.end() && at->is_string() ? at->get<std::string>() : std::string();
}

bool bytes_in(const Json& object, const char* name, store::Bytes& bytes) {
  const std::string text = text_in(object, name);
  return !text.empty() && read_base64url(text, bytes);
}

bool lists(const Json& object, const char* name, const char* word) {
  const auto at = object.find(name);
  return at != object.end() && at->is_array() &&
         std::find(at->begin(), at->end(), word) != at->end();
}

// A key that is meant for this use and whose form is sound.
std::optional<PublicKey> key_in(const Json& json) {
  if (!json.is_object()) return std::nullopt;
  PublicKey key;
  key.id = text_in(json, "kid");
  const std::string use = text_in(json, "use");
  const std::string algorithm = text_in(json, "alg");
  const std::string type = text_in(json, "kty");
  if (!use.empty() && use != "sig") return std::nullopt;
  if (type == "RSA" && (algorithm.empty() || algorithm == "RS256")) {
    key.algorithm = Algorithm::rs256;
    if (!bytes_in(json, "n", key.modulus) || !bytes_in(json, "e", key.exponent)) {
      return std::nullopt;
    }
  } else if (type == "EC" && (algorithm.empty() || algorithm == "ES256") &&
             text_in(json, "crv") == "P-256") {
    key.algorithm = Algorithm::es256;
    if (!bytes_in(json, "x", key.x) || !bytes_in(json, "y", key.y)) return std::nullopt;
  } else {
    return std::nullopt;
  }
  if (!is_sound(key)) return std::nullopt;
  return key;
}

}  // namespace

bool is_safe_address(std::string_view url) {
  if (url.size() > kMostAddress || std::any_of(url.begin(), url.end(), [](char c) {
        return static_cast<unsigned char>(c) <= 0x20 || c == '#' || c == '"' || c == '\\' ||
               static_cast<unsigned char>(c) >= 0x7F;
      })) {
    return false;
  }
  if (url.starts_with("https://")) return url.size() > 8 && url[8] != '/';
  for (const std::string_view here : {"http://127.0.0.1", "http://localhost", "http://[::1]"}) {
    if (!url.starts_with(here)) continue;
    const std::string_view rest = url.substr(here.size());
    return rest.empty() || rest[0] == '/' ||
           (rest[0] == ':' && rest.substr(0, rest.find('/')).find('@') == std::string_view::npos);
  }
  return false;
}

Fault provider_fault(const std::string& issuer, const std::string& what) {
  return {issuer, 0, what, "see the settings here and of the OpenID Connect provider"};
}

Result<Endpoints> read_endpoints(std::string_view text, const std::string& issuer) {
  const auto json = object_in(text);
  if (!json) return fail(provider_fault(issuer, "its discovery document is not JSON, or too long"));
  if (text_in(*json, "issuer") != issuer) {
    return fail(provider_fault(issuer, "its discovery document speaks for another issuer"));
  }
  Endpoints endpoints{text_in(*json, "authorization_endpoint"), text_in(*json, "token_endpoint"),
                      text_in(*json, "jwks_uri")};
  for (const std::string* url : {&endpoints.authorization, &endpoints.token, &endpoints.keys}) {
    if (is_safe_address(*url)) continue;
    return fail(provider_fault(issuer, "its discovery document lacks a safe address"));
  }
  const char* const methods = "token_endpoint_auth_methods_supported";
  endpoints.secret_in_body =
      json->contains(methods) && !lists(*json, methods, "client_secret_basic");
  return endpoints;
}

Result<std::vector<PublicKey>> read_keys(std::string_view text, const std::string& issuer) {
  const auto json = object_in(text);
  const auto list = json ? json->find("keys") : Json::const_iterator();
  if (!json || list == json->end() || !list->is_array()) {
    return fail(provider_fault(issuer, "its list of keys is not JSON, or too long"));
  }
  if (list->size() > kMostKeys) return fail(provider_fault(issuer, "its keys are too many"));
  std::vector<PublicKey> keys;
  for (const Json& one : *list) {
    if (auto key = key_in(one)) keys.push_back(std::move(*key));
  }
  return keys;
}

Result<std::string> read_token_answer(std::string_view text, const std::string& issuer) {
  const auto json = object_in(text);
  if (!json) return fail(provider_fault(issuer, "its answer to a code is not JSON, or too long"));
  std::string token = text_in(*json, "id_token");
  if (token.empty()) return fail(provider_fault(issuer, "its answer to a code has no ID token"));
  return token;
}

std::string encoded(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto code = static_cast<unsigned char>(c);
    const bool stays = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       std::string_view("-._~").find(c) != std::string_view::npos;
    if (stays) {
      out += c;
    } else {
      out += '%';
      out += kDigits[code >> 4];
      out += kDigits[code & 15];
    }
  }
  return out;
}

}  // namespace formulary::accounts
