// What does an OpenID Connect provider answer? One inside the test, with real keys, that can be
// told to answer wrongly.
#pragma once

#include <doctest/doctest.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rsa.h>
#include <sodium.h>

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "accounts/oidc.h"
#include "support/sample_accounts.h"

namespace formulary::accounts {

using Json = nlohmann::json;

// base64url without padding.
inline std::string b64(const std::string& text) {
  constexpr int kVariant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
  std::string out(sodium_base64_encoded_len(text.size(), kVariant), '\0');
  sodium_bin2base64(out.data(), out.size(), reinterpret_cast<const unsigned char*>(text.data()),
                    text.size(), kVariant);
  out.pop_back();
  return out;
}

inline std::string sha256_of(const std::string& text) {
  std::string digest(crypto_hash_sha256_BYTES, '\0');
  crypto_hash_sha256(reinterpret_cast<unsigned char*>(digest.data()),
                     reinterpret_cast<const unsigned char*>(text.data()), text.size());
  return digest;
}

// A key pair: RSA of so many bits, or a curve.
class SigningKey {
 public:
  static SigningKey rsa(const std::string& id, unsigned bits = 2048) {
    return {id, "RS256", EVP_RSA_gen(bits)};
  }
  static SigningKey ec(const std::string& id, const char* curve = "P-256") {
    return {id, "ES256", EVP_EC_gen(curve)};
  }

  std::string id;
  std::string algorithm;

  // The public key as the provider publishes it.
  Json jwk() const {
    Json json{{"kid", id}, {"use", "sig"}, {"alg", algorithm}};
    if (algorithm == "RS256") {
      json["kty"] = "RSA";
      json["n"] = number("n", 0);
      json["e"] = number("e", 0);
    } else {
      json["kty"] = "EC";
      json["crv"] = "P-256";
      json["x"] = number("qx", 32);
      json["y"] = number("qy", 32);
    }
    return json;
  }

  std::string sign(const std::string& text) const {
    const std::string raw = sign_raw(text);
    return algorithm == "RS256" ? raw : pair_of(raw);
  }
  // As OpenSSL gives it: for ES256 the ASN.1 that a token must not have.
  std::string sign_raw(const std::string& text) const {
    std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    REQUIRE(EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key_.get()) == 1);
    std::size_t size = 0;
    const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
    REQUIRE(EVP_DigestSign(context.get(), nullptr, &size, bytes, text.size()) == 1);
    std::string signature(size, '\0');
    auto* out = reinterpret_cast<unsigned char*>(signature.data());
    REQUIRE(EVP_DigestSign(context.get(), out, &size, bytes, text.size()) == 1);
    signature.resize(size);
    return signature;
  }

 private:
  SigningKey(std::string id_, std::string algorithm_, EVP_PKEY* key)
      : id(std::move(id_)), algorithm(std::move(algorithm_)), key_(key, EVP_PKEY_free) {
    REQUIRE(key != nullptr);
  }

  std::string number(const char* name, int width) const {
    BIGNUM* raw = nullptr;
    REQUIRE(EVP_PKEY_get_bn_param(key_.get(), name, &raw) == 1);
    std::unique_ptr<BIGNUM, void (*)(BIGNUM*)> value(raw, BN_free);
    std::string bytes(static_cast<std::size_t>(width == 0 ? BN_num_bytes(raw) : width), '\0');
    BN_bn2binpad(raw, reinterpret_cast<unsigned char*>(bytes.data()),
                 static_cast<int>(bytes.size()));
    return b64(bytes);
  }
  static std::string pair_of(const std::string& der) {
    const auto* at = reinterpret_cast<const unsigned char*>(der.data());
    std::unique_ptr<ECDSA_SIG, void (*)(ECDSA_SIG*)> pair(
        d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size())), ECDSA_SIG_free);
    REQUIRE(pair != nullptr);
    std::string both(64, '\0');
    auto* out = reinterpret_cast<unsigned char*>(both.data());
    BN_bn2binpad(ECDSA_SIG_get0_r(pair.get()), out, 32);
    BN_bn2binpad(ECDSA_SIG_get0_s(pair.get()), out + 32, 32);
    return both;
  }

  std::shared_ptr<EVP_PKEY> key_;
};

inline std::string compact(const Json& header, const std::string& claims,
                           const std::function<std::string(const std::string&)>& sign) {
  const std::string text = b64(header.dump()) + "." + b64(claims);
  return text + "." + b64(sign(text));
}

class OpenIdProvider {
 public:
  OpenIdProvider() : key(shared_rsa()), published{key} {
    discovery = {{"issuer", issuer},
                 {"authorization_endpoint", issuer + "/authorize"},
                 {"token_endpoint", issuer + "/token"},
                 {"jwks_uri", issuer + "/keys"}};
  }

  static const SigningKey& shared_rsa() {  // made once: it takes a while
    static const SigningKey kKey = SigningKey::rsa("rsa-1");
    return kKey;
  }

  // What it can be told to do otherwise.
  const std::string issuer = "https://id.example";
  Json discovery;
  SigningKey key;                     // signs
  std::vector<SigningKey> published;  // stands in the list of keys
  std::function<void(Json& header, Json& claims)> edit;
  std::function<std::string(std::string)> edit_token;  // compact, after it was signed
  std::map<std::string, std::string> answers;          // of an address, instead of its own
  std::map<std::string, int> asked;                    // of an address, how often
  std::string last_form;                               // sent to the token's address
  std::string authorization;                           // its header

  Fetch fetch() {
    return [this](const std::string& method, const std::string& url, const std::string& body,
                  const Headers& headers) { return answer(method, url, body, headers); };
  }

  // The person signs in there; what the browser brings back.
  Callback visit(const Begun& begun, Instant now) {
    const std::size_t question = begun.url.find('?');
    REQUIRE(begun.url.substr(0, question) == issuer + "/authorize");
    sent = fields_of(begun.url.substr(question + 1));
    now_ = now;
    return {"code-1", sent["state"], begun.cookie, ""};
  }
  std::map<std::string, std::string> sent;  // the fields of the last authorization request

  Json claims() const {
    const std::int64_t now = now_.milliseconds() / 1000;
    return {{"iss", issuer},
            {"aud", "formulary"},
            {"sub", "248289761001"},
            {"exp", now + 300},
            {"iat", now},
            {"nonce", sent.at("nonce")},
            {"name", "A. Serikova"},
            {"preferred_username", "a.serikova"}};
  }

  static std::map<std::string, std::string> fields_of(const std::string& form) {
    std::map<std::string, std::string> fields;
    for (std::size_t at = 0; at < form.size();) {
      const std::size_t end = std::min(form.find('&', at), form.size());
      const std::size_t is = form.find('=', at);
      fields[form.substr(at, is - at)] = decoded(form.substr(is + 1, end - is - 1));
      at = end + 1;
    }
    return fields;
  }

 private:
  static std::string decoded(const std::string& text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] == '%') {
        out += static_cast<char>(std::stoi(text.substr(i + 1, 2), nullptr, 16));
        i += 2;
      } else {
        out += text[i];
      }
    }
    return out;
  }

  Result<std::string> answer(const std::string& method, const std::string& url,
                             const std::string& body, const Headers& headers) {
    ++asked[url];
    if (const auto other = answers.find(url); other != answers.end()) return other->second;
    if (method == "GET" && url == issuer + "/.well-known/openid-configuration") {
      return discovery.dump();
    }
    if (method == "GET" && url == issuer + "/keys") {
      Json keys = Json::array();
      for (const SigningKey& one : published) keys.push_back(one.jwk());
      return Json{{"keys", keys}}.dump();
    }
    if (method == "POST" && url == issuer + "/token") return token(body, headers);
    return fail(Fault{url, 0, "404", ""});
  }

  Result<std::string> token(const std::string& body, const Headers& headers) {
    last_form = body;
    authorization.clear();
    for (const auto& [name, value] : headers) {
      if (name == "Authorization") authorization = value;
    }
    auto form = fields_of(body);
    const bool good = form["grant_type"] == "authorization_code" && form["code"] == "code-1" &&
                      form["redirect_uri"] == sent["redirect_uri"] &&
                      b64(sha256_of(form["code_verifier"])) == sent["code_challenge"];
    if (!good) return fail(Fault{"token", 0, "400 invalid_grant", ""});
    Json header{{"alg", key.algorithm}, {"kid", key.id}, {"typ", "JWT"}};
    Json told = claims();
    if (edit) edit(header, told);
    std::string text =
        compact(header, told.dump(), [&](const std::string& all) { return key.sign(all); });
    if (edit_token) text = edit_token(text);
    return Json{{"access_token", "opaque"}, {"token_type", "Bearer"}, {"id_token", text}}.dump();
  }

  Instant now_;
};

inline OidcOptions sample_options() {
  OidcOptions options;
  options.issuer = "https://id.example";
  options.client_id = "formulary";
  options.client_secret = "s3cret&more";
  options.redirect_uri = "https://formulary.example/sign-in/back?x=1";
  return options;
}

inline std::unique_ptr<Oidc> client(OpenIdProvider& provider,
                                    const OidcOptions& options = sample_options()) {
  auto made = Oidc::make(options, provider.fetch());
  REQUIRE(made.has_value());
  return std::move(*made);
}

inline Begun begun(Oidc& oidc, Database& database, Instant now = noon()) {
  auto answer = oidc.begin(database, now);
  REQUIRE_MESSAGE(answer.has_value(), (answer ? "" : describe(answer.error()[0])));
  REQUIRE(answer->has_value());
  return **answer;
}

// What came of it: "" when it was allowed, the reason's id, or what was wrong.
inline std::string outcome(const Result<Allowed<Claims>>& answer) {
  if (!answer) return answer.error().at(0).what;
  return *answer ? "" : answer->error().at(0).id;
}

inline std::string finished(Oidc& oidc, Database& database, OpenIdProvider& provider,
                            Instant now = noon()) {
  const auto start = oidc.begin(database, now);
  if (!start) return start.error().at(0).what;
  const Callback callback = provider.visit(start->value(), now);
  return outcome(oidc.finish(database, callback, now));
}

// What comes of a sign-in with a provider that does one thing otherwise.
inline std::string with(const std::function<void(OpenIdProvider&)>& otherwise) {
  const support::TemporaryFolder folder;
  auto database = opened("sqlite:" + folder.path() + "/a.db");
  OpenIdProvider provider;
  auto oidc = client(provider);
  otherwise(provider);
  return finished(*oidc, *database, provider);
}
inline std::string with_claim(const char* name, const Json& value) {
  return with([&](OpenIdProvider& provider) {
    provider.edit = [&](Json&, Json& claims) {
      if (value.is_null()) {
        claims.erase(name);
      } else {
        claims[name] = value;
      }
    };
  });
}

}  // namespace formulary::accounts
