// Tokens, keys and documents that a provider, or somebody in its place, might send.
#include <doctest/doctest.h>

#include <random>

#include "accounts/internal/id_token.h"
#include "accounts/internal/provider_documents.h"
#include "accounts/internal/secrets.h"
#include "support/openid_provider.h"

namespace formulary::accounts {
namespace {

TEST_CASE("a token of another sign-in, client, issuer or time is refused") {
  CHECK(with_claim("sub", "1") == "");
  const std::string nonce = "the ID token is of another sign-in: its nonce differs";
  CHECK(with_claim("nonce", "another") == nonce);
  CHECK(with_claim("nonce", nullptr) == nonce);
  CHECK(with_claim("nonce", 7) == nonce);
  const std::string client = "the ID token is not for this client";
  CHECK(with_claim("aud", "another") == client);
  CHECK(with_claim("aud", nullptr) == client);
  CHECK(with_claim("aud", Json::array()) == client);
  CHECK(with_claim("aud", {"another"}) == client);
  CHECK(with_claim("aud", Json::array({"formulary"})) == "");
  CHECK(with_claim("aud", {"formulary", "another"}) == client);  // no authorised party
  CHECK(with_claim("azp", "another") == client);
  CHECK(with_claim("azp", "formulary") == "");
  CHECK(with([](OpenIdProvider& provider) {
          provider.edit = [](Json&, Json& claims) {
            claims["aud"] = {"another", "formulary"};
            claims["azp"] = "formulary";
          };
        }) == "");
  CHECK(with_claim("iss", "https://id.example/") == "the ID token is of another issuer");
  CHECK(with_claim("iss", nullptr) == "the ID token is of another issuer");
  const std::int64_t now = noon().milliseconds() / 1000;
  CHECK(with_claim("exp", now - 59) == "");  // within the leeway of a minute
  CHECK(with_claim("exp", now - 60) == "the ID token has expired");
  CHECK(with_claim("iat", now + 60) == "");
  CHECK(with_claim("iat", now + 61) == "the ID token is of the future; compare the clocks");
  CHECK(with_claim("nbf", now + 60) == "");
  CHECK(with_claim("nbf", now + 61) == "the ID token does not hold yet");
  CHECK(with_claim("nbf", "soon") == "the ID token does not hold yet");
  const std::string times = "the ID token does not say when it was made and when it ends";
  for (const Json& value : {Json(nullptr), Json("4102444800"), Json(-1), Json(1e300),
                            Json((now + 300) * 1000), Json::array({now + 300})}) {
    CHECK(with_claim("exp", value) == times);
    CHECK(with_claim("iat", value) == times);
  }
  for (const Json& value :
       {Json(nullptr), Json(""), Json(7), Json(std::string(256, 's')), Json("қ"), Json("a\nb")}) {
    CHECK(with_claim("sub", value) == "the ID token names no subject");
  }
}

TEST_CASE("a token that is not signed by the provider's key is refused") {
  const std::string algorithm = "the ID token is signed by neither RS256 nor ES256";
  const std::string broken = "the signature of the ID token does not hold";
  const std::string no_key = "the ID token names a key that it does not have";
  const auto header = [](const char* name, const Json& value) {
    return with([&](OpenIdProvider& provider) {
      provider.edit = [&](Json& head, Json&) { head[name] = value; };
    });
  };
  for (const char* name :
       {"none", "None", "nOnE", "", "HS256", "HS512", "RS512", "PS256", "rs256"}) {
    CHECK(header("alg", name) == algorithm);
  }
  CHECK(header("alg", nullptr) == algorithm);
  CHECK(header("alg", Json::array({"RS256"})) == algorithm);
  CHECK(header("alg", "ES256") == no_key);  // the key of that name is RSA
  CHECK(header("kid", "other") == no_key);
  CHECK(header("crit", Json::array({"exp"})) == "the ID token needs an extension");
  const auto edited = [](const std::function<std::string(std::string)>& edit) {
    return with([&](OpenIdProvider& provider) { provider.edit_token = edit; });
  };
  CHECK(edited([](std::string token) { return token.substr(0, token.rfind('.') + 1); }) == broken);
  CHECK(edited([](std::string token) {  // unsigned, as RFC 7519 6.1 allows
          const Json none{{"alg", "none"}};
          const std::size_t first = token.find('.');
          return b64(none.dump()) + token.substr(first, token.rfind('.') + 1 - first);
        }) == algorithm);
  CHECK(edited([](std::string token) {  // one bit of the signature
          const std::size_t at = token.rfind('.') + 10;
          token[at] = token[at] == 'A' ? 'B' : 'A';
          return token;
        }) == broken);
  CHECK(edited([](std::string token) {  // other claims under the same signature
          const std::size_t first = token.find('.');
          const std::size_t last = token.rfind('.');
          return token.substr(0, first + 1) + b64(R"({"sub":"admin"})") + token.substr(last);
        }) == broken);
  CHECK(with([](OpenIdProvider& provider) {  // another key under the same name
          provider.key = SigningKey::rsa("rsa-1");
        }) == broken);
  CHECK(with([](OpenIdProvider& provider) {  // a key that the token brings along
          provider.key = SigningKey::rsa("mine");
          provider.edit = [&](Json& head, Json&) { head["jwk"] = provider.key.jwk(); };
        }) == no_key);
}

TEST_CASE("the public key is no secret to sign with") {
  for (const bool named_rs256 : {false, true}) {
    CHECK(with([&](OpenIdProvider& provider) {
            provider.edit_token = [&](const std::string& token) {
              Json head{{"alg", named_rs256 ? "RS256" : "HS256"}, {"kid", "rsa-1"}};
              const std::size_t first = token.find('.');
              const std::size_t last = token.rfind('.');
              const std::string text = b64(head.dump()) + token.substr(first, last - first);
              const std::string secret = provider.key.jwk().dump();
              unsigned char mac[32];
              unsigned int size = 0;
              HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
                   reinterpret_cast<const unsigned char*>(text.data()), text.size(), mac, &size);
              return text + "." + base64url(store::Bytes(mac, mac + size));
            };
          }) == (named_rs256 ? "the signature of the ID token does not hold"
                             : "the ID token is signed by neither RS256 nor ES256"));
  }
}

TEST_CASE("signatures of a curve have their one form, and zeros are none") {
  const auto signed_as =
      [](const std::function<std::string(const SigningKey&, std::string)>& sign) {
        return with([&](OpenIdProvider& provider) {
          provider.key = SigningKey::ec("ec-1");
          provider.published = {provider.key};
          provider.edit_token = [&](const std::string& token) {
            const std::string text = token.substr(0, token.rfind('.'));
            return text + "." + b64(sign(provider.key, text));
          };
        });
      };
  const std::string broken = "the signature of the ID token does not hold";
  CHECK(signed_as([](const SigningKey& key, const std::string& text) { return key.sign(text); }) ==
        "");
  CHECK(signed_as([](const SigningKey& key, const std::string& text) {
          return key.sign_raw(text);
        }) == broken);
  CHECK(signed_as([](const SigningKey&, const std::string&) { return std::string(64, '\0'); }) ==
        broken);  // CVE-2022-21449 took it
  CHECK(signed_as([](const SigningKey&, const std::string&) { return std::string(64, '\xFF'); }) ==
        broken);
  CHECK(signed_as([](const SigningKey& key, const std::string& text) {
          return key.sign(text) + std::string(1, '\0');
        }) == broken);
}

TEST_CASE("examples of the standard verify, and one changed letter breaks them") {
  // RFC 7515, appendices A.2 and A.3.
  PublicKey rsa{"", Algorithm::rs256, {}, {}, {}, {}};
  REQUIRE(read_base64url(
      "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0B"
      "m4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5"
      "z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7"
      "aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ",
      rsa.modulus));
  rsa.exponent = {1, 0, 1};
  const std::string payload =
      ".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cn"
      "VlfQ";
  store::Bytes signature;
  REQUIRE(read_base64url(
      "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2F"
      "p5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQB"
      "MHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeY"
      "I2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw",
      signature));
  CHECK(is_sound(rsa));
  CHECK(verifies(rsa, "eyJhbGciOiJSUzI1NiJ9" + payload, signature));
  CHECK(!verifies(rsa, "eyJhbGciOiJSUzI1NiJ8" + payload, signature));
  PublicKey ec{"", Algorithm::es256, {}, {}, {}, {}};
  REQUIRE(read_base64url("f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU", ec.x));
  REQUIRE(read_base64url("x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0", ec.y));
  REQUIRE(read_base64url(
      "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q",
      signature));
  CHECK(verifies(ec, "eyJhbGciOiJFUzI1NiJ9" + payload, signature));
  CHECK(!verifies(ec, "eyJhbGciOiJFUzI1NiJ8" + payload, signature));
  // RFC 7636, appendix B.
  CHECK(base64url(sha256("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")) ==
        "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
  CHECK(encoded("a-b_c.d~e f&ә") == "a-b_c.d~e%20f%26%D3%99");
}

TEST_CASE("keys that are weak, of another kind or for another use are not used") {
  const auto keys = [](const Json& list) {
    return read_keys(Json{{"keys", list}}.dump(), "issuer").value().size();
  };
  const Json rsa = OpenIdProvider::shared_rsa().jwk();
  const Json ec = SigningKey::ec("ec").jwk();
  const auto but = [](Json key, const char* name, const Json& value) {
    key[name] = value;
    return Json::array({key});
  };
  CHECK(keys({rsa, ec}) == 2);
  CHECK(keys(but(rsa, "use", "enc")) == 0);
  CHECK(keys(but(rsa, "alg", "RS512")) == 0);
  CHECK(keys(but(rsa, "alg", "HS256")) == 0);
  CHECK(keys(but(rsa, "kty", "oct")) == 0);
  CHECK(keys(but(rsa, "e", b64("\x01"))) == 0);
  CHECK(keys(but(rsa, "e", b64("\x04"))) == 0);
  CHECK(keys(but(rsa, "e", b64(std::string(9, '\x03')))) == 0);
  CHECK(keys(but(rsa, "n", 7)) == 0);
  CHECK(keys(but(rsa, "n", b64(std::string(1025, '\xFF')))) == 0);
  CHECK(keys(Json::array({SigningKey::rsa("weak", 1024).jwk()})) == 0);
  CHECK(keys(but(ec, "crv", "P-384")) == 0);
  CHECK(keys(but(ec, "x", ec["y"])) == 0);  // not on the curve
  CHECK(keys(but(ec, "x", b64(std::string(31, '\1')))) == 0);
  CHECK(keys({7, "key", nullptr, Json::array(), Json::object()}) == 0);
}

TEST_CASE("a token without a key's name is checked with the only one there is") {
  const auto nameless = [](const std::vector<SigningKey>& published) {
    return with([&](OpenIdProvider& provider) {
      provider.published = published;
      provider.edit = [](Json& head, Json&) { head.erase("kid"); };
    });
  };
  const SigningKey& rsa = OpenIdProvider::shared_rsa();
  CHECK(nameless({rsa, SigningKey::ec("ec")}) == "");
  CHECK(nameless({rsa, SigningKey::rsa("second")}) ==
        "the ID token names a key that it does not have");
}

TEST_CASE("documents that are too long, no JSON or speak for others are refused") {
  const auto answered = [](const std::string& at, const std::string& text) {
    return with([&](OpenIdProvider& provider) {
      provider.key = SigningKey::ec("new");  // so that the documents are read once more
      provider.answers["https://id.example" + at] = text;
    });
  };
  const std::string list = "its list of keys is not JSON, or too long";
  CHECK(answered("/keys", "") == list);
  CHECK(answered("/keys", "<html>") == list);
  CHECK(answered("/keys", "[]") == list);
  CHECK(answered("/keys", R"({"keys":{}})") == list);
  CHECK(answered("/keys", R"({"keys":[],"x":")" + std::string(256 * 1024, 'x') + "\"}") == list);
  CHECK(answered("/keys", std::string(200'000, '[')) == list);
  Json many = Json::array();
  for (int i = 0; i < 101; ++i) many.push_back(Json::object());
  CHECK(answered("/keys", Json{{"keys", many}}.dump()) == "its keys are too many");
  const std::string none = "its answer to a code is not JSON, or too long";
  CHECK(answered("/token", "id_token=x") == none);
  CHECK(answered("/token", R"({"id_token":")" + std::string(300'000, 'x') + "\"}") == none);
  CHECK(answered("/token", R"({"error":"x"})") == "its answer to a code has no ID token");
  const auto token = [&](const std::string& text) {
    return answered("/token", Json{{"id_token", text}}.dump());
  };
  CHECK(token(std::string(32 * 1024 + 1, 'x')) == "the ID token is too long");
  for (const char* parts : {"x", "x.y", "a.b.c.d", "a.b.c.d.e"}) {  // the last is encrypted
    CHECK(token(parts) == "the ID token has not three parts");
  }
  CHECK(token("..") == "the header of the ID token is not JSON");
  CHECK(token("e30=.e30.AA") == "the header of the ID token is not JSON");
  CHECK(token(b64(R"({"alg":"RS256"})") + ".+.AA") == "the ID token is not base64url");
}

TEST_CASE("a provider's addresses are https, and its documents its own") {
  const support::TemporaryFolder folder;
  auto database = opened("sqlite:" + folder.path() + "/a.db");
  const auto begins = [&](const char* name, const Json& value) -> std::string {
    OpenIdProvider provider;
    provider.discovery[name] = value;
    auto oidc = client(provider);
    const auto answer = oidc->begin(*database, noon());
    return answer ? "" : answer.error().at(0).what;
  };
  CHECK(begins("x", 1) == "");
  CHECK(begins("issuer", "https://other.example") ==
        "its discovery document speaks for another issuer");
  const std::string unsafe = "its discovery document lacks a safe address";
  for (const char* name : {"authorization_endpoint", "token_endpoint", "jwks_uri"}) {
    for (const Json& value :
         {Json("http://id.example/x"), Json("file:///etc/passwd"), Json(""), Json(nullptr),
          Json("https://"), Json("https:///x"), Json("http://localhost.evil.example/"),
          Json("https://a\r\nb/"), Json("http://127.0.0.1:80@evil.example/"),
          Json("http://127.0.0.1.evil.example/")}) {
      CHECK(begins(name, value) == unsafe);
    }
    CHECK(begins(name, "http://127.0.0.1:8080/x") != unsafe);
  }
  OpenIdProvider silent;
  auto oidc = Oidc::make(sample_options(), [](auto&&...) -> Result<std::string> {
    return fail(Fault{"", 0, "no route", "wait"});
  });
  CHECK((*oidc)->begin(*database, noon()).error().at(0).what == "no route");
}

// One byte changed, added or taken away, or the rest cut off.
std::string damaged_at_random(std::string text, std::mt19937& random) {
  const std::size_t at = random() % text.size();
  const char byte = static_cast<char>(random() % 256);
  switch (random() % 4) {
    case 0:
      text[at] = byte;
      break;
    case 1:
      text.insert(at, 1, byte);
      break;
    case 2:
      text.erase(at, 1);
      break;
    default:
      text.resize(at);
  }
  return text;
}

TEST_CASE("no damaged token is ever taken, and no damaged document breaks the reader") {
  const support::TemporaryFolder folder;
  auto database = opened("sqlite:" + folder.path() + "/a.db");
  OpenIdProvider provider;
  provider.key = SigningKey::ec("ec-1");
  provider.published = {provider.key};
  OidcOptions options = sample_options();
  provider.visit(begun(*client(provider), *database), noon());
  const std::string nonce = provider.sent["nonce"];
  const std::string token =
      compact({{"alg", "ES256"}, {"kid", "ec-1"}}, provider.claims().dump(),
              [&](const std::string& text) { return provider.key.sign(text); });
  const std::string list = Json{{"keys", {provider.key.jwk()}}}.dump();
  const std::string document = provider.discovery.dump();
  const auto taken = [&](const std::string& text) {
    const auto keys = read_keys(list, options.issuer);
    const auto read = read_id_token(text, options.issuer);
    const PublicKey* key = read ? key_for(*read, *keys) : nullptr;
    return key != nullptr && verified(*read, *key, options, nonce, noon()).has_value();
  };
  REQUIRE(taken(token));
  std::mt19937 random(2026);
  for (int i = 0; i < 3000; ++i) {
    const std::string other = damaged_at_random(token, random);
    CAPTURE(other);
    CHECK(taken(other) == (other == token));
    (void)read_keys(damaged_at_random(list, random), options.issuer);
    const auto endpoints = read_endpoints(damaged_at_random(document, random), options.issuer);
    if (endpoints) CHECK(is_safe_address(endpoints->token));
    (void)read_token_answer(damaged_at_random(Json{{"id_token", token}}.dump(), random), "");
  }
}

}  // namespace
}  // namespace formulary::accounts
