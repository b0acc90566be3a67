#include "accounts/internal/signature.h"

#include <memory>

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>

namespace formulary::accounts {

namespace {

template <auto free>
struct Freed {
  template <typename T>
  void operator()(T* pointer) const {
    free(pointer);
  }
};
using Number = std::unique_ptr<BIGNUM, Freed<BN_free>>;
using Key = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, Freed<EVP_PKEY_CTX_free>>;
using DigestContext = std::unique_ptr<EVP_MD_CTX, Freed<EVP_MD_CTX_free>>;
using Builder = std::unique_ptr<OSSL_PARAM_BLD, Freed<OSSL_PARAM_BLD_free>>;
using Parameters = std::unique_ptr<OSSL_PARAM, Freed<OSSL_PARAM_free>>;
using EcSignature = std::unique_ptr<ECDSA_SIG, Freed<ECDSA_SIG_free>>;

constexpr std::size_t kCoordinate = 32;     // bytes of P-256
constexpr std::size_t kMostModulus = 1024;  // bytes: verifying takes time with its square
constexpr std::size_t kMostExponent = 8;
constexpr int kLeastBits = 2048;  // RFC 7518, 3.3

// The library's queue of errors is of the thread; leave none for its other users.
struct ErrorsCleared {
  ~ErrorsCleared() { ERR_clear_error(); }
};

Number number_of(const unsigned char* bytes, std::size_t size) {
  return Number(BN_bin2bn(bytes, static_cast<int>(size), nullptr));
}

Key key_from(const char* type, OSSL_PARAM_BLD* builder) {
  const Parameters parameters(OSSL_PARAM_BLD_to_param(builder));
  const KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr));
  EVP_PKEY* raw = nullptr;
  if (!parameters || !context || EVP_PKEY_fromdata_init(context.get()) != 1 ||
      EVP_PKEY_fromdata(context.get(), &raw, EVP_PKEY_PUBLIC_KEY, parameters.get()) != 1) {
    return nullptr;
  }
  return Key(raw);
}

Key rsa_key(const PublicKey& key) {
  if (key.modulus.size() > kMostModulus || key.exponent.size() > kMostExponent) return nullptr;
  const Number modulus = number_of(key.modulus.data(), key.modulus.size());
  const Number exponent = number_of(key.exponent.data(), key.exponent.size());
  if (!modulus || !exponent || BN_num_bits(modulus.get()) < kLeastBits ||
      BN_is_odd(exponent.get()) == 0 || BN_is_one(exponent.get()) == 1) {
    return nullptr;
  }
  const Builder builder(OSSL_PARAM_BLD_new());
  if (!builder ||
      OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, modulus.get()) != 1 ||
      OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, exponent.get()) != 1) {
    return nullptr;
  }
  return key_from("RSA", builder.get());
}

Key ec_key(const PublicKey& key) {
  if (key.x.size() != kCoordinate || key.y.size() != kCoordinate) return nullptr;
  store::Bytes point{4};  // uncompressed
  point.insert(point.end(), key.x.begin(), key.x.end());
  point.insert(point.end(), key.y.begin(), key.y.end());
  const Builder builder(OSSL_PARAM_BLD_new());
  if (!builder ||
      OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, "P-256", 0) != 1 ||
      OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(),
                                       point.size()) != 1) {
    return nullptr;
  }
  Key made = key_from("EC", builder.get());
  if (!made) return nullptr;
  const KeyContext context(EVP_PKEY_CTX_new_from_pkey(nullptr, made.get(), nullptr));
  if (!context || EVP_PKEY_public_check(context.get()) != 1) return nullptr;
  return made;
}

Key key_of(const PublicKey& key) {
  return key.algorithm == Algorithm::rs256 ? rsa_key(key) : ec_key(key);
}

// The two numbers of RFC 7518, 3.4, as the ASN.1 that the library reads; empty when they are not.
store::Bytes as_der(const store::Bytes& signature) {
  if (signature.size() != 2 * kCoordinate) return {};
  const EcSignature pair(ECDSA_SIG_new());
  Number r = number_of(signature.data(), kCoordinate);
  Number s = number_of(signature.data() + kCoordinate, kCoordinate);
  if (!pair || !r || !s || ECDSA_SIG_set0(pair.get(), r.get(), s.get()) != 1) return {};
  (void)r.release();  // the pair has them now
  (void)s.release();
  const int size = i2d_ECDSA_SIG(pair.get(), nullptr);
  if (size <= 0) return {};
  store::Bytes der(static_cast<std::size_t>(size));
  unsigned char* end = der.data();
  if (i2d_ECDSA_SIG(pair.get(), &end) != size) return {};
  return der;
}

}  // namespace

bool is_sound(const PublicKey& key) {
  const ErrorsCleared cleared;
  return key_of(key) != nullptr;
}

bool verifies(const PublicKey& key, std::string_view signed_text, const store::Bytes& signature) {
  const ErrorsCleared cleared;
  const Key made = key_of(key);
  const store::Bytes bytes = key.algorithm == Algorithm::es256 ? as_der(signature) : signature;
  const DigestContext context(EVP_MD_CTX_new());
  if (!made || bytes.empty() || !context) return false;
  EVP_PKEY_CTX* how = nullptr;  // the digest's context owns it
  if (EVP_DigestVerifyInit(context.get(), &how, EVP_sha256(), nullptr, made.get()) != 1) {
    return false;
  }
  if (key.algorithm == Algorithm::rs256 &&
      EVP_PKEY_CTX_set_rsa_padding(how, RSA_PKCS1_PADDING) != 1) {
    return false;
  }
  return EVP_DigestVerify(context.get(), bytes.data(), bytes.size(),
                          reinterpret_cast<const unsigned char*>(signed_text.data()),
                          signed_text.size()) == 1;
}

}  // namespace formulary::accounts
