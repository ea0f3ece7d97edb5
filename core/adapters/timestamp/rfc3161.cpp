#include "core/adapters/timestamp/rfc3161.h"

#include <ctime>
#include <memory>
#include <vector>

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ts.h>
#include <openssl/x509v3.h>

#include "core/base/check.h"

namespace loket::adapters::timestamp {
namespace {

template <auto Free>
struct FreedBy {
  template <typename T>
  void operator()(T* one) const {
    Free(one);
  }
};
template <typename T, auto Free>
using Owned = std::unique_ptr<T, FreedBy<Free>>;

using Certificate = Owned<X509, &X509_free>;

// Nothing: one of them cannot be read.
std::vector<Certificate> certificatesIn(const std::string& pem) {
  std::vector<Certificate> all;
  const Owned<BIO, &BIO_free> source(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  while (source != nullptr) {
    Certificate one(PEM_read_bio_X509(source.get(), nullptr, nullptr, nullptr));
    if (one == nullptr)
      break;
    all.push_back(std::move(one));
  }
  const unsigned long ended = ERR_peek_last_error();
  ERR_clear_error();
  return ERR_GET_REASON(ended) == PEM_R_NO_START_LINE ? std::move(all) : std::vector<Certificate>();
}

Owned<TS_REQ, &TS_REQ_free> questionOf(const ports::StampQuestion& question, const std::string& policy) {
  Owned<TS_REQ, &TS_REQ_free> request(TS_REQ_new());
  const Owned<TS_MSG_IMPRINT, &TS_MSG_IMPRINT_free> imprint(TS_MSG_IMPRINT_new());
  const Owned<X509_ALGOR, &X509_ALGOR_free> algorithm(X509_ALGOR_new());
  const Owned<BIGNUM, &BN_free> number(BN_bin2bn(reinterpret_cast<const unsigned char*>(question.nonce.data()),
                                                 static_cast<int>(question.nonce.size()), nullptr));
  LOKET_CHECK(request && imprint && algorithm && number);
  const Owned<ASN1_INTEGER, &ASN1_INTEGER_free> nonce(BN_to_ASN1_INTEGER(number.get(), nullptr));
  journal::Hash hash = question.imprint;
  LOKET_CHECK(nonce && X509_ALGOR_set0(algorithm.get(), OBJ_nid2obj(NID_sha256), V_ASN1_NULL, nullptr) == 1 &&
              TS_MSG_IMPRINT_set_algo(imprint.get(), algorithm.get()) == 1 &&
              TS_MSG_IMPRINT_set_msg(imprint.get(), hash.data(), static_cast<int>(hash.size())) == 1 &&
              TS_REQ_set_version(request.get(), 1) == 1 && TS_REQ_set_msg_imprint(request.get(), imprint.get()) == 1 &&
              TS_REQ_set_nonce(request.get(), nonce.get()) == 1 && TS_REQ_set_cert_req(request.get(), 1) == 1);
  if (!policy.empty()) {
    const Owned<ASN1_OBJECT, &ASN1_OBJECT_free> rules(OBJ_txt2obj(policy.c_str(), 1));
    LOKET_CHECK(rules && TS_REQ_set_policy_id(request.get(), rules.get()) == 1);
  }
  return request;
}

bool isGranted(TS_RESP* response) {
  const ASN1_INTEGER* status = TS_STATUS_INFO_get0_status(TS_RESP_get_status_info(response));
  const long said = ASN1_INTEGER_get(status);
  return said == TS_STATUS_GRANTED || said == TS_STATUS_GRANTED_WITH_MODS;
}

std::optional<std::time_t> timeIn(TS_TST_INFO* info) {
  std::tm parts{};
  if (info == nullptr || ASN1_TIME_to_tm(TS_TST_INFO_get_time(info), &parts) != 1)
    return std::nullopt;
  return timegm(&parts);
}

// As a verification context that wants everything: version, signature and signer, imprint, nonce, and policy where one was asked for.
Owned<TS_VERIFY_CTX, &TS_VERIFY_CTX_free> wanted(TS_REQ* request, const std::string& caPem, std::time_t at) {
  Owned<TS_VERIFY_CTX, &TS_VERIFY_CTX_free> context(TS_REQ_to_TS_VERIFY_CTX(request, nullptr));
  Owned<X509_STORE, &X509_STORE_free> store(X509_STORE_new());
  LOKET_CHECK(context && store);
  for (const Certificate& one : certificatesIn(caPem)) LOKET_CHECK(X509_STORE_add_cert(store.get(), one.get()) == 1);
  X509_VERIFY_PARAM_set_time(X509_STORE_get0_param(store.get()), at);
  TS_VERIFY_CTX_add_flags(context.get(), TS_VFY_SIGNATURE);
  TS_VERIFY_CTX_set_store(context.get(), store.release());
  return context;
}

const char* wordOf(unsigned long error) {
  switch (ERR_GET_REASON(error)) {
    case TS_R_MESSAGE_IMPRINT_MISMATCH:
    case TS_R_NONCE_MISMATCH:
    case TS_R_NONCE_NOT_RETURNED:
    case TS_R_POLICY_MISMATCH:
      return ERR_GET_LIB(error) == ERR_LIB_TS ? "other-question" : "signature";
    default:
      return "signature";
  }
}

std::string subjectOf(TS_RESP* response) {
  STACK_OF(X509)* signers = PKCS7_get0_signers(TS_RESP_get_token(response), nullptr, 0);
  const X509* signer = signers != nullptr && sk_X509_num(signers) == 1 ? sk_X509_value(signers, 0) : nullptr;
  sk_X509_free(signers);  // the list, not who is in it
  const Owned<BIO, &BIO_free> out(BIO_new(BIO_s_mem()));
  if (signer == nullptr || out == nullptr || X509_NAME_print_ex(out.get(), X509_get_subject_name(signer), 0, XN_FLAG_RFC2253) < 0)
    return {};
  char* text = nullptr;
  const long size = BIO_get_mem_data(out.get(), &text);
  return std::string(text, static_cast<std::size_t>(size));
}

std::string serialOf(TS_TST_INFO* info) {
  const Owned<BIGNUM, &BN_free> number(ASN1_INTEGER_to_BN(TS_TST_INFO_get_serial(info), nullptr));
  char* text = number ? BN_bn2hex(number.get()) : nullptr;
  std::string hex = text == nullptr ? std::string() : std::string(text);
  OPENSSL_free(text);
  return hex;
}

tl::unexpected<Error> noAuthority(const char* what) {
  return fail(ErrorCode::ConfigInvalid, std::string("audit.timestamp.tokenCaFile: ") + what);
}

}  // namespace

Status checkAuthority(const journal::StampSettings& settings) {
  LOKET_TRY(journal::checkStampSettings(settings));
  if (settings.isEmpty())
    return {};
  const std::vector<Certificate> all = certificatesIn(settings.tokenCaPem);
  if (all.empty())
    return noAuthority("no PEM certificates, or one of them cannot be read");
  bool hasRoot = false;
  for (const Certificate& one : all) {
    if (X509_check_ca(one.get()) == 0)
      return noAuthority("one of them is no authority's: what signs the stamps does not belong here, but who stands above it");
    hasRoot = hasRoot || X509_self_signed(one.get(), 1) == 1;
  }
  ERR_clear_error();
  return hasRoot ? Status() : noAuthority("the root is missing: one that is signed by itself");
}

std::string requestFor(const ports::StampQuestion& question, const std::string& policy) {
  const auto request = questionOf(question, policy);
  unsigned char* bytes = nullptr;
  const int size = i2d_TS_REQ(request.get(), &bytes);
  LOKET_CHECK(size > 0);
  std::string der(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size));
  OPENSSL_free(bytes);
  return der;
}

ports::StampReply judge(const std::string& response, const ports::StampQuestion& question, const journal::StampSettings& settings) {
  ports::StampReply reply;
  reply.trouble = "unreadable";
  if (response.size() > kResponseMax)
    return reply;
  const auto* at = reinterpret_cast<const unsigned char*>(response.data());
  const unsigned char* const end = at + response.size();
  const Owned<TS_RESP, &TS_RESP_free> read(d2i_TS_RESP(nullptr, &at, static_cast<long>(response.size())));
  if (read != nullptr && at == end && !isGranted(read.get()))
    reply.trouble = "not-granted";
  const auto time = read != nullptr && at == end && isGranted(read.get()) ? timeIn(TS_RESP_get_tst_info(read.get())) : std::nullopt;
  if (!time) {
    ERR_clear_error();
    return reply;
  }
  const auto request = questionOf(question, settings.policy);
  const auto context = wanted(request.get(), settings.tokenCaPem, *time);
  ERR_clear_error();
  const bool isGood = TS_RESP_verify_response(context.get(), read.get()) == 1;
  reply.trouble = isGood ? "" : wordOf(ERR_peek_last_error());
  ERR_clear_error();
  if (isGood)
    reply.stamp = ports::Stamp{response, Instant{static_cast<std::int64_t>(*time) * 1000}, subjectOf(read.get()),
                               serialOf(TS_RESP_get_tst_info(read.get()))};
  return reply;
}

}  // namespace loket::adapters::timestamp
