#include <doctest/doctest.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <cstdio>
#include <memory>

#include "support/sample_server.h"

namespace formulary::http {
namespace {

struct Free {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  void operator()(X509* certificate) const { X509_free(certificate); }
  void operator()(X509_EXTENSION* extension) const { X509_EXTENSION_free(extension); }
  void operator()(std::FILE* file) const { std::fclose(file); }
};
template <typename T>
using Held = std::unique_ptr<T, Free>;

// A key and a certificate signed with it, for some names, good for an hour.
struct Identity {
  Identity(const std::string& folder, const std::string& names)
      : certificate_file(folder + "/certificate.pem"), key_file(folder + "/key.pem") {
    const Held<EVP_PKEY> key(EVP_EC_gen("P-256"));
    const Held<X509> certificate(X509_new());
    X509_set_version(certificate.get(), 2);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -3600);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 3600);
    X509_set_pubkey(certificate.get(), key.get());
    X509_NAME* name = X509_get_subject_name(certificate.get());
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
                               reinterpret_cast<const unsigned char*>("test"), -1, -1, 0);
    X509_set_issuer_name(certificate.get(), name);
    const Held<X509_EXTENSION> extension(
        X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, names.c_str()));
    REQUIRE(extension != nullptr);
    X509_add_ext(certificate.get(), extension.get(), -1);
    REQUIRE(X509_sign(certificate.get(), key.get(), EVP_sha256()) > 0);
    const Held<std::FILE> certificate_out(std::fopen(certificate_file.c_str(), "w"));
    const Held<std::FILE> key_out(std::fopen(key_file.c_str(), "w"));
    REQUIRE(PEM_write_X509(certificate_out.get(), certificate.get()) == 1);
    REQUIRE(PEM_write_PrivateKey(key_out.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) ==
            1);
  }
  std::string certificate_file;
  std::string key_file;
};

struct Secure : Sample {
  explicit Secure(const std::string& names = "IP:127.0.0.1")
      : identity(certificates.path(), names) {
    options.certificate_file = identity.certificate_file;
    options.key_file = identity.key_file;
    trusting.authorities_file = identity.certificate_file;
    trusting.time = std::chrono::seconds(10);
  }
  std::string secure_url(const std::string& target) const {
    return "https://127.0.0.1:" + std::to_string(server->port()) + target;
  }

  support::TemporaryFolder certificates;
  Identity identity;
  ClientOptions trusting;
};

TEST_CASE("requests go through TLS, and answers say that it stays so") {
  Secure sample;
  sample.start();
  const auto answer = get(sample.secure_url("/hello"), sample.trusting);
  REQUIRE(answer.has_value());
  CHECK(answer->body == "hello");
  CHECK(has(answer->headers.value("strict-transport-security"), "max-age="));
  const std::string body(800, 'a');
  CHECK(post(sample.secure_url("/upper"), "text/plain", body, sample.trusting)->body ==
        std::string(800, 'A'));
  const std::string long_body(500'000, 'a');
  CHECK(post(sample.secure_url("/spool"), "text/plain", long_body, sample.trusting)->body ==
        "500000 500000");
}

TEST_CASE("a certificate of nobody we trust, or for another host, is refused") {
  Secure sample;
  sample.start();
  const auto untrusted = get(sample.secure_url("/hello"));
  REQUIRE(!untrusted.has_value());
  CHECK(has(untrusted.error().front().what, "TLS failed"));
  Secure other("DNS:other.example");
  other.start();
  CHECK(!get(other.secure_url("/hello"), other.trusting).has_value());
  CHECK(soon([&] { return other.server->metrics().connections == 0; }));
}

TEST_CASE("a key that is not the certificate's is refused at the start") {
  Secure one;
  Secure two;
  one.options.key_file = two.identity.key_file;
  const auto server = Server::start(one.options, one.router);
  REQUIRE(!server.has_value());
  CHECK(server.error().front().file == two.identity.key_file);
}

TEST_CASE(
    "who does not finish the handshake, or speaks no TLS, is let go while others are served") {
  Secure sample;
  sample.options.time.head = milliseconds(300);
  sample.start();
  RawClient silent = sample.raw();
  RawClient plain = sample.raw();
  plain.send("GET /hello HTTP/1.1\r\nHost: h\r\n\r\n");
  CHECK(get(sample.secure_url("/hello"), sample.trusting)->status == 200);
  CHECK(silent.ended());
  CHECK(plain.ended());
  CHECK(sample.logs("no_handshake"));
  CHECK(soon([&] { return sample.server->metrics().connections == 0; }));
}

TEST_CASE("refusals and event streams end as they should inside TLS") {
  Secure sample;
  sample.router.add(Method::get, "/events", [](const Request&) {
    auto stream = std::make_shared<EventStream>();
    stream->send("", "only");
    stream->close();
    return event_response(stream);
  });
  sample.start();
  const std::string body(2'000'000, 'a');
  const auto refused = post(sample.secure_url("/upper"), "text/plain", body, sample.trusting);
  if (refused) CHECK(refused->status == 413);  // else the client was still writing
  CHECK(get(sample.secure_url("/events"), sample.trusting)->body == "data: only\n\n");
  ClientOptions hasty = sample.trusting;
  hasty.time = milliseconds(200);
  CHECK(!get(sample.secure_url("/wait"), hasty).has_value());
  sample.door.open();
  CHECK(sample.server->drain(std::chrono::seconds(10)) == 0);
}

}  // namespace
}  // namespace formulary::http
