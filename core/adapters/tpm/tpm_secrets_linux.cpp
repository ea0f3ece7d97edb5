#include <tss2/tss2_esys.h>
#include <tss2/tss2_mu.h>
#include <tss2/tss2_tctildr.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/adapters/tpm/tpm_secrets.h"
#include "core/base/text.h"
#include "core/domain/identity/key_trouble.h"

namespace loket::adapters {
namespace {

using Json = nlohmann::json;
using Bytes = std::vector<std::uint8_t>;

constexpr const char* kFormat = "loket-device-tpm-1";
constexpr const char* kKernel = "/dev/tpmrm0";
constexpr std::size_t kSecretsMax = 16;

struct Sealed {
  std::string id;
  Bytes publicPart;
  Bytes privatePart;
};

std::optional<Bytes> bytesIn(const Json& json, const char* key) {
  const auto at = json.find(key);
  if (at == json.end() || !at->is_string())
    return std::nullopt;
  const auto text = at->get<std::string>();
  if (text.empty() || text.size() % 2 != 0)
    return std::nullopt;
  const auto digit = [](char c) { return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1; };
  Bytes bytes(text.size() / 2);
  for (std::size_t n = 0; n < bytes.size(); ++n) {
    const int high = digit(text[2 * n]);
    const int low = digit(text[2 * n + 1]);
    if (high < 0 || low < 0)
      return std::nullopt;
    bytes[n] = static_cast<std::uint8_t>(high * 16 + low);
  }
  return bytes;
}

tl::unexpected<Error> unreachable(const std::string& what, TSS2_RC code) {
  char text[64];
  std::snprintf(text, sizeof text, " (TPM 0x%x)", static_cast<unsigned>(code));
  return failKey(KeyTrouble::SecretAway, what + text);
}

// What the TPM itself says about bytes that another one sealed, or this one before it was cleared.
bool isOfAnother(TSS2_RC code) {
  return (code & TSS2_RC_LAYER_MASK) == 0 && (code & (TPM2_RC_FMT1 | 0x3FU)) == TPM2_RC_INTEGRITY;
}

struct EsysFree {
  void operator()(void* memory) const { Esys_Free(memory); }
};
template <typename T>
using Owned = std::unique_ptr<T, EsysFree>;

// One conversation with the TPM: its storage key, which is the same every time until it is cleared, and a session that
// keeps what is said from whoever listens on the wires between.
class Talk {
 public:
  static Result<std::unique_ptr<Talk>> open(const std::string& tcti) {
    auto talk = std::unique_ptr<Talk>(new Talk);
    if (const TSS2_RC code = Tss2_TctiLdr_Initialize(tcti.c_str(), &talk->m_tcti); code != TSS2_RC_SUCCESS)
      return unreachable("no TPM answers at " + tcti, code);
    if (const TSS2_RC code = Esys_Initialize(&talk->m_esys, talk->m_tcti, nullptr); code != TSS2_RC_SUCCESS)
      return unreachable("no TPM answers at " + tcti, code);
    LOKET_TRY(talk->makeStorageKey());
    return talk;
  }
  ~Talk() {
    for (const ESYS_TR handle : {m_object, m_session, m_storage})
      if (handle != ESYS_TR_NONE)
        Esys_FlushContext(m_esys, handle);
    if (m_esys != nullptr)
      Esys_Finalize(&m_esys);
    if (m_tcti != nullptr)
      Tss2_TctiLdr_Finalize(&m_tcti);
  }
  Talk(const Talk&) = delete;
  Talk& operator=(const Talk&) = delete;

  Result<Sealed> seal(const std::string& id, const SecretBytes& secret) {
    TPM2B_SENSITIVE_CREATE sensitive{};
    sensitive.sensitive.data.size = static_cast<UINT16>(secret.size());
    std::copy_n(secret.data(), secret.size(), sensitive.sensitive.data.buffer);
    TPM2B_PUBLIC wanted{};
    wanted.publicArea.type = TPM2_ALG_KEYEDHASH;
    wanted.publicArea.nameAlg = TPM2_ALG_SHA256;
    // No lock-out of the TPM's: who may try is the PIN's to say, and its tries are counted here.
    wanted.publicArea.objectAttributes = TPMA_OBJECT_USERWITHAUTH | TPMA_OBJECT_FIXEDTPM | TPMA_OBJECT_FIXEDPARENT | TPMA_OBJECT_NODA;
    wanted.publicArea.parameters.keyedHashDetail.scheme.scheme = TPM2_ALG_NULL;
    const TPM2B_DATA outside{};
    const TPML_PCR_SELECTION noPcr{};
    TPM2B_PRIVATE* privatePart = nullptr;
    TPM2B_PUBLIC* publicPart = nullptr;
    TPM2B_CREATION_DATA* data = nullptr;
    TPM2B_DIGEST* hash = nullptr;
    TPMT_TK_CREATION* ticket = nullptr;
    const TSS2_RC code = Esys_Create(m_esys, m_storage, ESYS_TR_PASSWORD, m_session, ESYS_TR_NONE, &sensitive, &wanted, &outside,
                                     &noPcr, &privatePart, &publicPart, &data, &hash, &ticket);
    explicit_bzero(&sensitive, sizeof sensitive);
    const Owned<TPM2B_PRIVATE> ownedPrivate(privatePart);
    const Owned<TPM2B_PUBLIC> ownedPublic(publicPart);
    const Owned<TPM2B_CREATION_DATA> ownedData(data);
    const Owned<TPM2B_DIGEST> ownedHash(hash);
    const Owned<TPMT_TK_CREATION> ownedTicket(ticket);
    if (code != TSS2_RC_SUCCESS)
      return unreachable("the TPM seals nothing", code);
    Sealed sealed{id, Bytes(sizeof(TPM2B_PUBLIC)), Bytes(sizeof(TPM2B_PRIVATE))};
    std::size_t publicSize = 0;
    std::size_t privateSize = 0;
    if (Tss2_MU_TPM2B_PUBLIC_Marshal(publicPart, sealed.publicPart.data(), sealed.publicPart.size(), &publicSize) != TSS2_RC_SUCCESS ||
        Tss2_MU_TPM2B_PRIVATE_Marshal(privatePart, sealed.privatePart.data(), sealed.privatePart.size(), &privateSize) !=
            TSS2_RC_SUCCESS)
      return fail(ErrorCode::Internal, "what the TPM sealed is no such thing");
    sealed.publicPart.resize(publicSize);
    sealed.privatePart.resize(privateSize);
    return sealed;
  }

  // Nothing when another TPM sealed it, or this one before it was cleared.
  Result<std::optional<SecretBytes>> unseal(const Sealed& sealed) {
    TPM2B_PUBLIC publicPart{};
    TPM2B_PRIVATE privatePart{};
    std::size_t at = 0;
    std::size_t privateAt = 0;
    if (Tss2_MU_TPM2B_PUBLIC_Unmarshal(sealed.publicPart.data(), sealed.publicPart.size(), &at, &publicPart) != TSS2_RC_SUCCESS ||
        Tss2_MU_TPM2B_PRIVATE_Unmarshal(sealed.privatePart.data(), sealed.privatePart.size(), &privateAt, &privatePart) !=
            TSS2_RC_SUCCESS)
      return failKey(KeyTrouble::SecretDamaged, "what the TPM sealed is damaged");
    TSS2_RC code = Esys_Load(m_esys, m_storage, ESYS_TR_PASSWORD, ESYS_TR_NONE, ESYS_TR_NONE, &privatePart, &publicPart, &m_object);
    if (isOfAnother(code))
      return std::optional<SecretBytes>();
    if (code != TSS2_RC_SUCCESS)
      return unreachable("the TPM does not take back what it sealed", code);
    TPM2B_SENSITIVE_DATA* data = nullptr;
    code = Esys_Unseal(m_esys, m_object, ESYS_TR_PASSWORD, m_session, ESYS_TR_NONE, &data);
    const Owned<TPM2B_SENSITIVE_DATA> owned(data);
    if (code != TSS2_RC_SUCCESS)
      return unreachable("the TPM does not open what it sealed", code);
    SecretBytes secret(Bytes(data->buffer, data->buffer + data->size));
    explicit_bzero(data->buffer, data->size);
    return std::optional<SecretBytes>(std::move(secret));
  }

 private:
  Talk() = default;

  Status makeStorageKey() {
    TPM2B_PUBLIC wanted{};
    wanted.publicArea.type = TPM2_ALG_ECC;
    wanted.publicArea.nameAlg = TPM2_ALG_SHA256;
    wanted.publicArea.objectAttributes = TPMA_OBJECT_RESTRICTED | TPMA_OBJECT_DECRYPT | TPMA_OBJECT_FIXEDTPM |
                                         TPMA_OBJECT_FIXEDPARENT | TPMA_OBJECT_SENSITIVEDATAORIGIN | TPMA_OBJECT_USERWITHAUTH |
                                         TPMA_OBJECT_NODA;
    auto& key = wanted.publicArea.parameters.eccDetail;
    key.symmetric.algorithm = TPM2_ALG_AES;
    key.symmetric.keyBits.aes = 128;
    key.symmetric.mode.aes = TPM2_ALG_CFB;
    key.scheme.scheme = TPM2_ALG_NULL;
    key.curveID = TPM2_ECC_NIST_P256;
    key.kdf.scheme = TPM2_ALG_NULL;
    const TPM2B_SENSITIVE_CREATE sensitive{};
    const TPM2B_DATA outside{};
    const TPML_PCR_SELECTION noPcr{};
    TPM2B_PUBLIC* publicPart = nullptr;
    TPM2B_CREATION_DATA* data = nullptr;
    TPM2B_DIGEST* hash = nullptr;
    TPMT_TK_CREATION* ticket = nullptr;
    TSS2_RC code = Esys_CreatePrimary(m_esys, ESYS_TR_RH_OWNER, ESYS_TR_PASSWORD, ESYS_TR_NONE, ESYS_TR_NONE, &sensitive, &wanted,
                                      &outside, &noPcr, &m_storage, &publicPart, &data, &hash, &ticket);
    const Owned<TPM2B_PUBLIC> ownedPublic(publicPart);
    const Owned<TPM2B_CREATION_DATA> ownedData(data);
    const Owned<TPM2B_DIGEST> ownedHash(hash);
    const Owned<TPMT_TK_CREATION> ownedTicket(ticket);
    if (code != TSS2_RC_SUCCESS)
      return unreachable("the TPM makes no storage key", code);
    TPMT_SYM_DEF hidden{};
    hidden.algorithm = TPM2_ALG_AES;
    hidden.keyBits.aes = 128;
    hidden.mode.aes = TPM2_ALG_CFB;
    code = Esys_StartAuthSession(m_esys, m_storage, ESYS_TR_NONE, ESYS_TR_NONE, ESYS_TR_NONE, ESYS_TR_NONE, nullptr, TPM2_SE_HMAC,
                                 &hidden, TPM2_ALG_SHA256, &m_session);
    if (code == TSS2_RC_SUCCESS)
      code = Esys_TRSess_SetAttributes(m_esys, m_session,
                                       TPMA_SESSION_ENCRYPT | TPMA_SESSION_DECRYPT | TPMA_SESSION_CONTINUESESSION, 0xFF);
    if (code != TSS2_RC_SUCCESS)
      return unreachable("the TPM begins no session", code);
    return {};
  }

  TSS2_TCTI_CONTEXT* m_tcti = nullptr;
  ESYS_CONTEXT* m_esys = nullptr;
  ESYS_TR m_storage = ESYS_TR_NONE;
  ESYS_TR m_session = ESYS_TR_NONE;
  ESYS_TR m_object = ESYS_TR_NONE;
};

class TpmSecrets final : public ports::DeviceSecrets {
 public:
  TpmSecrets(std::string path, ports::Files& files, std::string tcti)
      : m_path(std::move(path)), m_files(files), m_tcti(std::move(tcti)) {}

  std::string_view place() const override { return "tpm"; }

  Status usable() override {
    LOKET_ASSIGN(const auto talk, reach());
    static_cast<void>(talk);
    return {};
  }

  Result<std::optional<SecretBytes>> read(const std::string& id) override {
    LOKET_ASSIGN(const auto all, sealedOnes());
    if (all.empty())
      return std::optional<SecretBytes>();
    const auto one = std::find_if(all.begin(), all.end(), [&id](const Sealed& at) { return id.empty() || at.id == id; });
    if (one == all.end())
      return failKey(KeyTrouble::SecretForeign, m_path + ": belongs to other key slots than these");
    LOKET_ASSIGN(const auto talk, reach());
    return talk->unseal(*one);
  }

  Status keep(const std::string& id, const SecretBytes& secret) override {
    LOKET_ASSIGN(auto all, sealedOnes());
    if (all.size() >= kSecretsMax)
      return fail(ErrorCode::KeySlotUnreadable, m_path + ": has too many secrets");
    LOKET_ASSIGN(const auto talk, reach());
    LOKET_ASSIGN(auto sealed, talk->seal(id, secret));
    all.push_back(std::move(sealed));
    return write(all);
  }

  // The TPM itself keeps nothing, and the file is this home's alone.
  Status keepOnly(const std::string& id, const std::string& /*old*/) override {
    LOKET_ASSIGN(auto all, sealedOnes());
    const std::size_t before = all.size();
    all.erase(std::remove_if(all.begin(), all.end(), [&id](const Sealed& one) { return one.id != id; }), all.end());
    if (all.size() == before)
      return {};
    return all.empty() ? m_files.remove(m_path) : write(all);
  }

 private:
  Result<std::unique_ptr<Talk>> reach() {
    if (!m_tcti.empty())
      return Talk::open(m_tcti);
    // Asked for here, because the library complains on the terminal.
    if (!m_files.exists(kKernel))
      return failKey(KeyTrouble::SecretAway, "this computer has no TPM (" + std::string(kKernel) + ")");
    return Talk::open(std::string("device:") + kKernel);
  }

  Result<std::vector<Sealed>> sealedOnes() {
    std::vector<Sealed> all;
    LOKET_ASSIGN(const auto bytes, m_files.read(m_path));
    if (!bytes)
      return all;
    const Json json = Json::parse(*bytes, nullptr, false);
    bool isGood = json.is_object() && json.value("format", Json()) == Json(kFormat) && json.contains("secrets") &&
                  json["secrets"].is_array() && !json["secrets"].empty() && json["secrets"].size() <= kSecretsMax;
    if (isGood)
      for (const Json& one : json["secrets"]) {
        const auto id = one.is_object() ? one.value("id", Json()) : Json();
        auto publicPart = one.is_object() ? bytesIn(one, "public") : std::nullopt;
        auto privatePart = one.is_object() ? bytesIn(one, "private") : std::nullopt;
        isGood = isGood && id.is_string() && publicPart && privatePart;
        if (isGood)
          all.push_back({id.get<std::string>(), std::move(*publicPart), std::move(*privatePart)});
      }
    if (!isGood)
      return failKey(KeyTrouble::SecretDamaged, m_path + ": is damaged; put it back from a copy");
    return all;
  }

  Status write(const std::vector<Sealed>& all) {
    Json list = Json::array();
    for (const Sealed& one : all)
      list.push_back(Json{{"id", one.id},
                          {"public", toHex(one.publicPart.data(), one.publicPart.size())},
                          {"private", toHex(one.privatePart.data(), one.privatePart.size())}});
    return m_files.writeDurably(m_path, Json{{"format", kFormat}, {"secrets", std::move(list)}}.dump(2) + "\n");
  }

  std::string m_path;
  ports::Files& m_files;
  std::string m_tcti;
};

}  // namespace

std::unique_ptr<ports::DeviceSecrets> createTpmSecrets(std::string path, ports::Files& files, std::string tcti) {
  // The library would tell a terminal what the error tells.
  static std::once_flag quiet;
  std::call_once(quiet, [] { ::setenv("TSS2_LOG", "all+NONE", 0); });
  return std::make_unique<TpmSecrets>(std::move(path), files, std::move(tcti));
}

}  // namespace loket::adapters
