#include "app/serve/certificates.h"

#include <memory>
#include <stdexcept>

#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

namespace loket::serve {
namespace {

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;
using Memory = std::unique_ptr<BIO, decltype(&BIO_free_all)>;

void need(bool ok, const char* what) {
  if (!ok) {
    throw std::runtime_error(std::string("OpenSSL: ") + what);
  }
}

Memory newMemory() {
  Memory memory(BIO_new(BIO_s_mem()), &BIO_free_all);
  need(memory != nullptr, "memory BIO");
  return memory;
}

std::string textOf(const Memory& memory) {
  char* bytes = nullptr;
  const long size = BIO_get_mem_data(memory.get(), &bytes);
  return {bytes, static_cast<std::size_t>(size)};
}

std::string keyPem(EVP_PKEY* key) {
  const Memory memory = newMemory();
  need(PEM_write_bio_PKCS8PrivateKey(memory.get(), key, nullptr, nullptr, 0, nullptr, nullptr) == 1,
       "write key");
  return textOf(memory);
}

std::string certificatePem(X509* certificate) {
  const Memory memory = newMemory();
  need(PEM_write_bio_X509(memory.get(), certificate) == 1, "write certificate");
  return textOf(memory);
}

Key newP256() {
  Key key(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256"), &EVP_PKEY_free);
  need(key != nullptr, "P-256 key");
  return key;
}

void addExtension(X509* certificate, X509* issuer, int kind, const char* value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, kind, value);
  need(extension != nullptr, value);
  const int added = X509_add_ext(certificate, extension, -1);
  X509_EXTENSION_free(extension);
  need(added == 1, value);
}

Certificate newCertificate(const std::string& commonName, EVP_PKEY* key) {
  Certificate certificate(X509_new(), &X509_free);
  need(certificate != nullptr, "certificate");
  X509_set_version(certificate.get(), X509_VERSION_3);
  std::uint64_t serial = 0;
  need(RAND_bytes(reinterpret_cast<unsigned char*>(&serial), sizeof serial) == 1, "serial");
  ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate.get()), serial >> 1U);
  constexpr long kDaySeconds = 24L * 60 * 60;
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -kDaySeconds);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 3650 * kDaySeconds);
  X509_NAME* name = X509_get_subject_name(certificate.get());
  const auto* text = reinterpret_cast<const unsigned char*>(commonName.c_str());
  need(X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, text, -1, -1, 0) == 1, "subject");
  need(X509_set_pubkey(certificate.get(), key) == 1, "public key");
  return certificate;
}

}  // namespace

ServerIdentity makeServerIdentity(const std::string& who) {
  const Key caKey = newP256();
  const Certificate ca = newCertificate(who + " CA", caKey.get());
  need(X509_set_issuer_name(ca.get(), X509_get_subject_name(ca.get())) == 1, "issuer");
  addExtension(ca.get(), ca.get(), NID_basic_constraints, "critical,CA:TRUE,pathlen:0");
  addExtension(ca.get(), ca.get(), NID_key_usage, "critical,keyCertSign,cRLSign");
  addExtension(ca.get(), ca.get(), NID_subject_key_identifier, "hash");
  need(X509_sign(ca.get(), caKey.get(), EVP_sha256()) != 0, "sign CA");

  const Key serverKey = newP256();
  const Certificate server = newCertificate(who, serverKey.get());
  need(X509_set_issuer_name(server.get(), X509_get_subject_name(ca.get())) == 1, "issuer");
  addExtension(server.get(), ca.get(), NID_basic_constraints, "critical,CA:FALSE");
  addExtension(server.get(), ca.get(), NID_key_usage, "critical,digitalSignature");
  addExtension(server.get(), ca.get(), NID_ext_key_usage, "serverAuth");
  addExtension(server.get(), ca.get(), NID_subject_key_identifier, "hash");
  addExtension(server.get(), ca.get(), NID_authority_key_identifier, "keyid");
  addExtension(server.get(), ca.get(), NID_subject_alt_name, "IP:127.0.0.1,DNS:localhost");
  need(X509_sign(server.get(), caKey.get(), EVP_sha256()) != 0, "sign server certificate");
  return {certificatePem(ca.get()), certificatePem(server.get()), keyPem(serverKey.get())};
}

std::string makeRsaPrivateKeyPem() {
  constexpr std::size_t kBits = 2048;
  const Key key(EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", kBits), &EVP_PKEY_free);
  need(key != nullptr, "RSA key");
  return keyPem(key.get());
}

std::string publicPartPem(const std::string& privateKeyPem) {
  const Memory source(BIO_new_mem_buf(privateKeyPem.data(), static_cast<int>(privateKeyPem.size())),
                      &BIO_free_all);
  const Key key(PEM_read_bio_PrivateKey(source.get(), nullptr, nullptr, nullptr), &EVP_PKEY_free);
  need(key != nullptr, "not a private key");
  const Memory memory = newMemory();
  need(PEM_write_bio_PUBKEY(memory.get(), key.get()) == 1, "write public key");
  return textOf(memory);
}

}  // namespace loket::serve
