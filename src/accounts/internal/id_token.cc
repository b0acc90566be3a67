#include "accounts/internal/id_token.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "accounts/internal/provider_documents.h"
#include "accounts/internal/secrets.h"

namespace formulary::accounts {

namespace {

using Json = nlohmann::json;

constexpr std::size_t kMostToken = 32 * 1024;  // bytes
constexpr std::size_t kMostSubject = 255;      // OpenID Connect Core 1.0, 2
constexpr std::size_t kMostWord = 200;
constexpr std::size_t kMostGroups = 1000;
constexpr double kMostSeconds = 1e11;  // the year 5138: what is more is in milliseconds

std::string text_in(const Json& object, const char* name) {
  const auto at = object.find(name);
  return at != object.end() && at->is_string() ? at->get<std::string>() : std::string();
}

std::optional<Json> object_of(std::string_view part) {
  store::Bytes bytes;
  if (!read_base64url(part, bytes)) return std::nullopt;
  Json json = Json::parse(bytes.begin(), bytes.end(), nullptr, false);
  if (!json.is_object()) return std::nullopt;
  return json;
}

std::optional<double> seconds_in(const Json& claims, const char* name) {
  const auto at = claims.find(name);
  if (at == claims.end() || !at->is_number()) return std::nullopt;
  const double seconds = at->get<double>();
  if (!(seconds >= 0 && seconds <= kMostSeconds)) return std::nullopt;
  return seconds;
}

bool names(const Json& claim, const std::string& word) {
  if (claim.is_string()) return claim.get<std::string>() == word;
  return claim.is_array() && std::find(claim.begin(), claim.end(), word) != claim.end();
}

// We are the audience, and the authorised party where one is named or there are several.
bool is_for_us(const Json& claims, const std::string& client) {
  const auto audience = claims.find("aud");
  if (audience == claims.end() || !names(*audience, client)) return false;
  const bool several = audience->is_array() && audience->size() > 1;
  if (!several && !claims.contains("azp")) return true;
  return text_in(claims, "azp") == client;
}

// What is wrong with its times; empty = nothing.
std::string wrong_time(const Json& claims, const OidcOptions& options, Instant now_moment) {
  const double now = static_cast<double>(now_moment.milliseconds()) / 1000;
  const double leeway = static_cast<double>(options.leeway_s);
  const auto expires = seconds_in(claims, "exp");
  const auto issued = seconds_in(claims, "iat");
  if (!expires || !issued) return "the ID token does not say when it was made and when it ends";
  if (now >= *expires + leeway) return "the ID token has expired";
  if (*issued > now + leeway) return "the ID token is of the future; compare the clocks";
  if (!claims.contains("nbf")) return "";
  const auto not_before = seconds_in(claims, "nbf");
  if (!not_before || *not_before > now + leeway) return "the ID token does not hold yet";
  return "";
}

bool is_subject(const std::string& subject) {
  return !subject.empty() && subject.size() <= kMostSubject &&
         std::all_of(subject.begin(), subject.end(), [](char c) {
           return static_cast<unsigned char>(c) >= 0x20 && static_cast<unsigned char>(c) < 0x7F;
         });
}

std::optional<Post> post_in(const Json& claims, const OidcOptions& options) {
  if (options.role_claim.empty()) return std::nullopt;
  const auto claim = claims.find(options.role_claim);
  if (claim == claims.end() || (claim->is_array() && claim->size() > kMostGroups)) {
    return std::nullopt;
  }
  for (const RoleRule& rule : options.roles) {
    if (names(*claim, rule.word)) return rule.post;
  }
  return std::nullopt;
}

std::string shortened(std::string text) {
  if (text.size() > kMostWord) text.clear();
  return text;
}

}  // namespace

Result<IdToken> read_id_token(std::string_view text, const std::string& issuer) {
  const auto broken = [&](const char* what) { return fail(provider_fault(issuer, what)); };
  if (text.size() > kMostToken) return broken("the ID token is too long");
  const std::size_t first = text.find('.');
  const std::size_t second = first == std::string_view::npos ? first : text.find('.', first + 1);
  if (second == std::string_view::npos || text.find('.', second + 1) != std::string_view::npos) {
    return broken("the ID token has not three parts");
  }
  const auto header = object_of(text.substr(0, first));
  if (!header) return broken("the header of the ID token is not JSON");
  IdToken token;
  const std::string algorithm = text_in(*header, "alg");
  if (algorithm == "RS256") {
    token.algorithm = Algorithm::rs256;
  } else if (algorithm == "ES256") {
    token.algorithm = Algorithm::es256;
  } else {
    return broken("the ID token is signed by neither RS256 nor ES256");
  }
  if (header->contains("crit")) return broken("the ID token needs an extension");
  token.key_id = text_in(*header, "kid");
  token.signed_text = text.substr(0, second);
  store::Bytes claims;
  if (!read_base64url(text.substr(first + 1, second - first - 1), claims) ||
      !read_base64url(text.substr(second + 1), token.signature)) {
    return broken("the ID token is not base64url");
  }
  token.claims.assign(claims.begin(), claims.end());
  return token;
}

const PublicKey* key_for(const IdToken& token, const std::vector<PublicKey>& keys) {
  const PublicKey* found = nullptr;
  for (const PublicKey& key : keys) {
    if (key.algorithm != token.algorithm) continue;
    if (!token.key_id.empty() && key.id == token.key_id) return &key;
    if (!token.key_id.empty()) continue;
    if (found != nullptr) return nullptr;  // it would be a guess
    found = &key;
  }
  return found;
}

Result<Claims> verified(const IdToken& token, const PublicKey& key, const OidcOptions& options,
                        const std::string& nonce, Instant now) {
  const auto broken = [&](const std::string& what) {
    return fail(provider_fault(options.issuer, what));
  };
  if (token.algorithm != key.algorithm || !verifies(key, token.signed_text, token.signature)) {
    return broken("the signature of the ID token does not hold");
  }
  const Json claims = Json::parse(token.claims, nullptr, false);
  if (!claims.is_object()) return broken("the claims of the ID token are not JSON");
  if (text_in(claims, "iss") != options.issuer) return broken("the ID token is of another issuer");
  if (!is_for_us(claims, options.client_id)) return broken("the ID token is not for this client");
  const std::string time = wrong_time(claims, options, now);
  if (!time.empty()) return broken(time);
  if (nonce.empty() || !same_secret(text_in(claims, "nonce"), nonce)) {
    return broken("the ID token is of another sign-in: its nonce differs");
  }
  Claims told;
  told.identity = {options.issuer, text_in(claims, "sub")};
  if (!is_subject(told.identity.subject)) return broken("the ID token names no subject");
  told.name = shortened(text_in(claims, "name"));
  told.username = shortened(text_in(claims, "preferred_username"));
  told.post = post_in(claims, options);
  return told;
}

}  // namespace formulary::accounts
