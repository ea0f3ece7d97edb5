#include "core/adapters/upstream/snap/snap_upstream.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

#include "core/adapters/upstream/requests.h"
#include "core/adapters/upstream/snap/codec.h"
#include "core/adapters/upstream/snap/crypto.h"
#include "core/adapters/upstream/snap/response_codes.h"
#include "core/adapters/upstream/snap/virtual_account_codec.h"
#include "core/adapters/upstream/snap/wallet_codec.h"
#include "core/base/text.h"

namespace loket::adapters::snap {
namespace {

using ports::HttpReply;
using ports::RequestKind;
using upstream::verdictOf;

constexpr std::size_t kAccountMax = 34;
constexpr std::size_t kSourceAccountMax = 19;
constexpr std::size_t kReferenceMax = 30;  // customerReference carries it too
constexpr std::string_view kSku = "intrabank";
constexpr std::string_view kInterbankSku = "interbank-";  // and the bank's code
constexpr std::string_view kVaSku = "virtual-account";
constexpr std::size_t kCustomerNumberMax = 32;

// "https://bank.example/snap" -> "/snap": what the server sees before the service's path.
std::string basePathOf(const std::string& url) {
  const std::size_t host = url.find("://");
  const std::size_t path = host == std::string::npos ? host : url.find('/', host + 3);
  return path == std::string::npos ? std::string() : url.substr(path);
}

// A reference goes into a signed text that some servers re-encode: letters and digits only.
bool isReference(const std::string& text) {
  return !text.empty() && text.size() <= kReferenceMax && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-';
  });
}

bool isAccount(const std::string& text, std::size_t longest) {
  return isDigits(text) && text.size() <= longest;
}

// Which of the bank's services moves it.
using Order = std::variant<Transfer, TopUp, VaPayment>;

const Service& serviceOf(const Order& order) {
  return std::visit([](const auto& one) -> const Service& { return one.service(); }, order);
}

const Service& statusServiceOf(const Order& order) {
  return std::visit([](const auto& one) -> const Service& { return one.statusService(); }, order);
}

std::string questionAbout(const Order& order) {
  return std::visit([](const auto& one) { return statusBody(one); }, order);
}

Verdict readPayment(const HttpReply& http, const Order& sent, const Profile& profile) {
  if (const auto* transfer = std::get_if<Transfer>(&sent))
    return readTransfer(http.status, http.body, *transfer);
  if (const auto* topUp = std::get_if<TopUp>(&sent))
    return readPayment(http.status, http.body, *topUp);
  return readPayment(http.status, http.body, std::get<VaPayment>(sent), profile.virtualAccounts.data);
}

Verdict readStatus(const HttpReply& http, const Order& sent, const Profile& profile) {
  if (const auto* transfer = std::get_if<Transfer>(&sent))
    return readStatus(http.status, http.body, *transfer);
  if (const auto* topUp = std::get_if<TopUp>(&sent))
    return readStatus(http.status, http.body, *topUp);
  return readStatus(http.status, http.body, std::get<VaPayment>(sent), profile.virtualAccounts.data);
}

template <typename Sent>
std::optional<Order> ownOrder(const Attempt& attempt, const std::optional<Sent>& sent) {
  if (!sent || sent->reference != attempt.attemptRef.str() || attempt.path != sent->service().path)
    return std::nullopt;
  return Order(*sent);
}

// The attempt's frozen body, when it is about the attempt it is stored with.
std::optional<Order> orderOf(const Attempt& attempt) {
  if (attempt.path == kTopUpService.path)
    return ownOrder(attempt, readTopUpBody(attempt.body));
  if (attempt.path == kVaPaymentService.path)
    return ownOrder(attempt, readVaPaymentBody(attempt.body));
  return ownOrder(attempt, readTransferBody(attempt.body));
}

// The bank that goods with this code send money to; null for the own one. Nothing for a bank nobody knows.
std::optional<const Bank*> bankOf(const Sku& sku) {
  const std::string& text = sku.str();
  if (text.compare(0, kInterbankSku.size(), kInterbankSku) != 0)
    return nullptr;
  const std::string code = text.substr(kInterbankSku.size());
  for (const Bank& bank : banks())
    if (bank.code == code)
      return &bank;
  return std::nullopt;
}

// The wallet that goods with this code fill; null for anything else.
const Wallet* walletOf(const Profile& profile, const Sku& sku) {
  for (const Wallet& wallet : profile.wallets)
    if (wallet.sku() == sku.str())
      return &wallet;
  return nullptr;
}

// What the bank takes, as agreed on paper.
Money feeIn(const UpstreamSettings& settings, const char* key) {
  return Money::parse(settings.value(key)).value_or(Money());
}

// How a signed call ended: with an answer, or with the verdict that takes its place.
struct CallReply {
  bool answered = false;
  HttpReply http;
  Verdict instead;
};

}  // namespace

class SnapUpstream::Channel : public std::enable_shared_from_this<SnapUpstream::Channel> {
 public:
  Channel(UpstreamSettings settings, Profile profile, SigningKey key, const ports::UpstreamWorld& world)
      : m_settings(std::move(settings)),
        m_profile(std::move(profile)),
        m_key(std::move(key)),
        m_world(world),
        m_basePath(basePathOf(m_settings.url)) {}

  const UpstreamSettings& settings() const { return m_settings; }
  const Profile& profile() const { return m_profile; }
  // The configured name goes before the profile's.
  std::string bankName() const {
    const std::string own = m_settings.value("bankName");
    return own.empty() ? m_profile.bankName : own;
  }

  Instant now() const { return m_world.clock.now(); }

  std::string newId() {
    std::string random(static_cast<std::size_t>(m_profile.externalIdDigits), '\0');
    m_world.entropy.fill(reinterpret_cast<std::uint8_t*>(random.data()), random.size());
    return externalIdOf(m_world.clock.now(), random, m_sequence++, m_profile.externalIdDigits);
  }

  // Signs and sends; asks for a token first where there is none.
  void call(RequestKind kind, const Service& service, std::string body, std::function<void(CallReply)> done) {
    Call call{kind, service, std::move(body), std::move(done), false};
    if (m_profile.signature == Signature::Asymmetric)
      sendSigned(std::move(call));
    else
      withToken(std::move(call));
  }

 private:
  struct Call {
    RequestKind kind;
    Service service;
    std::string body;
    std::function<void(CallReply)> done;
    bool refusedOnce;  // the bank did not know the token of the first try
  };

  void withToken(Call call) {
    const Instant now = m_world.clock.now();
    // A clock that was set back must not keep a dead token alive.
    if (!m_token.empty() && now >= m_tokenSince && now < m_refreshAt) {
      sendSigned(std::move(call));
      return;
    }
    m_waiting.push_back(std::move(call));
    if (!m_fetching)
      fetchToken();
  }

  void fetchToken() {
    m_fetching = true;
    const Instant now = m_world.clock.now();
    const std::string timestamp = timestampOf(now, m_profile);
    const std::string clientId = m_settings.value("clientId");
    Result<std::string> signature = m_key.sign(clientId + "|" + timestamp);
    if (!signature) {
      tokenFailed(verdictOf(VerdictKind::NotSent, signature.error().detail));
      return;
    }
    ports::HttpRequest request = requestTo(kTokenService, tokenBody());
    request.headers = {{"Content-Type", "application/json"},
                       {"X-TIMESTAMP", timestamp},
                       {"X-CLIENT-KEY", clientId},
                       {"X-SIGNATURE", *signature}};
    m_world.transport.send(std::move(request), [self = shared_from_this(), now](const HttpReply& reply) {
      self->onToken(reply, now);
    });
  }

  void onToken(const HttpReply& reply, Instant askedAt) {
    if (reply.kind != HttpReply::Kind::Answered) {
      tokenFailed(verdictOf(VerdictKind::NotSent, reply.detail));
      return;
    }
    TokenReply read = readToken(reply.status, reply.body);
    if (read.verdict.kind != VerdictKind::Succeeded) {
      if (const std::string strange = upstream::strangeShape(reply); !strange.empty())
        read.verdict.code = strange;
      tokenFailed(read.verdict);
      return;
    }
    m_fetching = false;
    m_token = std::move(read.token.value);
    m_tokenSince = askedAt;
    // At 80 % of its life, so that no call leaves with a token that dies on the way.
    m_refreshAt = askedAt + Duration::millis(read.token.life.ms / 10 * 8);
    for (Call& call : std::exchange(m_waiting, {})) sendSigned(std::move(call));
  }

  void tokenFailed(const Verdict& why) {
    m_fetching = false;
    m_token.clear();
    for (const Call& call : std::exchange(m_waiting, {})) {
      CallReply reply;
      reply.instead = why;
      reply.instead.kind = kindWithoutToken(call, why.kind);
      call.done(std::move(reply));
    }
  }

  // Of the call itself no byte has left, whatever became of the question for a token.
  static VerdictKind kindWithoutToken(const Call& call, VerdictKind why) {
    // After a first try that is not the whole truth; but the bank's 401 said that nothing was executed.
    if (call.refusedOnce)
      return VerdictKind::RefusedForNow;
    const bool refused = why == VerdictKind::RefusedByConfig || why == VerdictKind::RefusedForNow;
    return refused && call.kind == RequestKind::Question ? why : VerdictKind::NotSent;
  }

  ports::HttpRequest requestTo(const Service& service, std::string body) const {
    return upstream::requestTo(m_settings, m_settings.url + pathOf(service), std::move(body));
  }

  std::string pathOf(const Service& service) const {
    const auto own = m_profile.paths.find(std::string(service.code));
    return own == m_profile.paths.end() ? std::string(service.path) : own->second;
  }

  void sendSigned(Call call) {
    const std::string timestamp = timestampOf(m_world.clock.now(), m_profile);
    ports::HttpRequest request = requestTo(call.service, call.body);
    request.kind = call.kind;
    const std::string endpoint = m_basePath + pathOf(call.service);
    request.headers = {{"Content-Type", "application/json"}, {"X-TIMESTAMP", timestamp}};
    if (m_profile.signature == Signature::Asymmetric) {
      Result<std::string> signature =
          m_key.sign(stringToSignWithKey(request.method, endpoint, call.body, timestamp));
      if (!signature) {
        CallReply reply;
        reply.instead = verdictOf(VerdictKind::NotSent, signature.error().detail);
        call.done(std::move(reply));
        return;
      }
      request.headers.emplace_back("X-SIGNATURE", *signature);
    } else {
      const std::string text = stringToSign(request.method, endpoint, m_token, call.body, timestamp);
      request.headers.emplace_back("Authorization", "Bearer " + m_token);
      request.headers.emplace_back("X-SIGNATURE", hmacSha512(m_settings.value("clientSecret"), text));
    }
    request.headers.emplace_back("X-PARTNER-ID", m_settings.value("partnerId"));
    request.headers.emplace_back("X-EXTERNAL-ID", newId());
    request.headers.emplace_back("CHANNEL-ID", m_settings.value("channelId"));
    if (!m_profile.originHeader.empty())
      request.headers.emplace_back(m_profile.originHeader, m_profile.origin);
    m_world.transport.send(std::move(request), [self = shared_from_this(), call = std::move(call),
                                                token = m_token](HttpReply reply) mutable {
      self->onReply(std::move(call), token, std::move(reply));
    });
  }

  void onReply(Call call, const std::string& usedToken, HttpReply http) {
    CallReply reply;
    if (http.kind != HttpReply::Kind::Answered) {
      const bool notSent = http.kind == HttpReply::Kind::NotSent;
      // The first try did leave and was refused; only the repeat stayed here.
      const VerdictKind kept = call.refusedOnce ? VerdictKind::RefusedForNow : VerdictKind::NotSent;
      reply.instead = verdictOf(notSent ? kept : VerdictKind::Unknown, http.detail);
      call.done(std::move(reply));
      return;
    }
    if (http.status == 401 && usedToken == m_token)
      m_token.clear();
    // The bank refused at the door: nothing was executed. Once more with a new token, the same body, a new
    // id.
    if (m_profile.signature == Signature::Symmetric && !call.refusedOnce && isInvalidToken(http.status, http.body, call.service)) {
      call.refusedOnce = true;
      withToken(std::move(call));
      return;
    }
    const std::string strange = upstream::strangeShape(http);
    reply.answered = strange.empty();
    reply.instead = verdictOf(VerdictKind::Unknown, strange);
    reply.http = std::move(http);
    call.done(std::move(reply));
  }

  UpstreamSettings m_settings;
  Profile m_profile;
  SigningKey m_key;
  ports::UpstreamWorld m_world;
  std::string m_basePath;
  std::string m_token;
  Instant m_tokenSince;
  Instant m_refreshAt;
  bool m_fetching = false;
  std::vector<Call> m_waiting;
  unsigned m_sequence = 0;
};

SnapUpstream::SnapUpstream(std::shared_ptr<Channel> channel) : m_channel(std::move(channel)) {}

Result<std::unique_ptr<ports::Upstream>> SnapUpstream::create(const UpstreamSettings& settings,
                                                              const ports::UpstreamWorld& world) {
  const auto wrong = [&](const char* key) {
    return fail(ErrorCode::ConfigInvalid, settings.id.str() + "." + key);
  };
  for (const char* key :
       {"clientId", "clientSecret", "privateKeyPem", "partnerId", "channelId", "sourceAccount"})
    if (settings.value(key).empty())
      return wrong(key);
  if (settings.url.rfind("https://", 0) != 0)
    return wrong("url");
  if (!isAccount(settings.value("sourceAccount"), kSourceAccountMax))
    return wrong("sourceAccount");
  std::optional<Profile> profile = findProfile(settings.value("profile"));
  if (!profile)
    return wrong("profile");
  if (!settings.value("profileJson").empty()) {
    Result<Profile> own = readProfile(settings.value("profileJson"));
    if (!own)
      return fail(ErrorCode::ConfigInvalid, settings.id.str() + "." + own.error().detail);
    profile = std::move(*own);
  }
  Result<SigningKey> key = SigningKey::fromPem(settings.value("privateKeyPem"));
  if (!key)
    return wrong("privateKeyPem");
  return std::unique_ptr<ports::Upstream>(
      new SnapUpstream(std::make_shared<Channel>(settings, *profile, std::move(*key), world)));
}

const UpstreamId& SnapUpstream::id() const {
  return m_channel->settings().id;
}

Capabilities SnapUpstream::capabilities(ProductKind kind) const {
  Capabilities promises;
  promises.signedOff = "SNAP BI, technical standard of the payment service; bank profiles";
  promises.status = StatusMeaning::ReadOnly;
  promises.askEvery = Duration::seconds(60);
  // Nobody says how often a bank may be asked: seldom, as `Capabilities` has it for what is not known.
  promises.inquirySameDay = false;
  promises.sameEffect = {"partnerReferenceNo", KeptFor::Ever, {}};
  // A new one for each call, so it tells the bank nothing about a repeat on the next day (ppob-domain 1.4.8).
  promises.sameCall = {"X-EXTERNAL-ID", KeptFor::JakartaDay, {}};
  for (const ResponseCase& row : kResponseCases)
    if (row.kind == VerdictKind::Failed || row.kind == VerdictKind::RefusedForNow ||
        row.kind == VerdictKind::RefusedByConfig)
      promises.refusals.push_back(std::to_string(row.http) + "??" + std::string(row.number));
  for (const TransactionStatus& status : kTransactionStatuses)
    if (status.kind == VerdictKind::Failed)
      promises.refusals.emplace_back(status.code);
  // paymentFlagStatus of a virtual account that was not paid.
  if (kind == ProductKind::Bill)
    promises.refusals.emplace_back("01");
  // One effect per partnerReferenceNo: should the first have arrived after all, the repeat is answered with
  // 409xx01 or 404xx18, and the next question finds it.
  promises.resendWhenNotFoundAfter = Duration::minutes(10);
  return promises;
}

bool SnapUpstream::canInquire(ProductKind kind, Family family) const {
  return kind == ProductKind::Transfer ||
         (kind == ProductKind::Bill && (family == Family::EMoney || family == Family::VirtualAccount));
}

void SnapUpstream::inquire(const ports::InquiryOrder& order, std::function<void(ports::InquiryReply)> done) {
  if (order.kind == ProductKind::Bill) {
    inquireBill(order, std::move(done));
    return;
  }
  const std::optional<const Bank*> bank = bankOf(order.sku);
  if (!canInquire(order.kind, order.family) || !isAccount(order.number, kAccountMax) || !bank) {
    ports::InquiryReply reply;
    reply.verdict = verdictOf(VerdictKind::Failed, "input");
    done(std::move(reply));
    return;
  }
  const std::string code = *bank != nullptr ? (*bank)->code : std::string();
  std::string name = *bank != nullptr ? (*bank)->name : m_channel->bankName();
  m_channel->call(RequestKind::Question, code.empty() ? kAccountService : kForeignAccountService,
                  accountBody(m_channel->newId(), order.number, code),
                  [order, code, bank = std::move(name), done = std::move(done)](const CallReply& reply) {
                    ports::InquiryReply read;
                    read.verdict = reply.instead;
                    if (reply.answered)
                      read = readAccount(reply.http.status, reply.http.body, order.number, code);
                    if (read.verdict.kind == VerdictKind::Succeeded) {
                      read.amount = order.amount;
                      if (!bank.empty())
                        read.details["bank"] = bank;
                    }
                    done(std::move(read));
                  });
}

void SnapUpstream::inquireBill(const ports::InquiryOrder& order,
                               std::function<void(ports::InquiryReply)> done) {
  const Profile& profile = m_channel->profile();
  const UpstreamSettings& settings = m_channel->settings();
  const std::string date = timestampOf(m_channel->now(), Profile{});
  const auto answered = [done](const CallReply& reply, const auto& read) {
    ports::InquiryReply made;
    made.verdict = reply.instead;
    done(reply.answered ? read(reply.http) : made);
  };
  if (const Wallet* wallet = walletOf(profile, order.sku); wallet != nullptr && order.amount.isPositive()) {
    const std::string customer = wallet->prefix + order.number;
    if (isAccount(customer, kCustomerNumberMax)) {
      m_channel->call(RequestKind::Question, kWalletInquiryService,
                      walletInquiryBody(m_channel->newId(), customer, order.amount, date),
                      [answered, customer, amount = order.amount,
                       fee = feeIn(settings, "topupFee")](const CallReply& reply) {
                        answered(reply, [&](const HttpReply& http) {
                          return readWallet(http.status, http.body, customer, amount, fee);
                        });
                      });
      return;
    }
  }
  const std::optional<VaNumber> number = vaNumberOf(order.number, profile.virtualAccounts.serviceIdDigits);
  if (order.sku.str() == kVaSku && number && isReference(order.attemptRef.str())) {
    m_channel->call(RequestKind::Question, kVaInquiryService,
                    vaInquiryBody(order.attemptRef.str(), *number, order.amount, date),
                    [answered, order, number = *number, fee = feeIn(settings, "vaFee"),
                     key = profile.virtualAccounts.data](const CallReply& reply) {
                      answered(reply, [&](const HttpReply& http) {
                        return readVirtualAccount(http.status, http.body, order.attemptRef.str(), number,
                                                  order.amount, fee, key);
                      });
                    });
    return;
  }
  ports::InquiryReply reply;
  reply.verdict = verdictOf(VerdictKind::Failed, "input");
  done(std::move(reply));
}

Result<ports::PreparedAttempt> SnapUpstream::prepareBill(const ports::PaymentOrder& order) const {
  if (!canInquire(order.kind, order.family))
    return fail(ErrorCode::Usage, "bill");
  if (!order.amount.isPositive())
    return fail(ErrorCode::AmountInvalid, "amount");
  if (!isReference(order.attemptRef.str()))
    return fail(ErrorCode::Usage, "partnerReferenceNo");
  const std::string name = plainName(order.customerName);
  const std::string date = timestampOf(order.at, Profile{});
  const Profile& profile = m_channel->profile();
  if (order.family == Family::EMoney) {
    const Wallet* wallet = walletOf(profile, order.sku);
    if (wallet == nullptr)
      return fail(ErrorCode::ProductUnknown, order.sku.str());
    const TopUp topUp{order.attemptRef.str(), order.amount, wallet->prefix + order.number, name,
                      order.inquiryId,        date};
    if (!isAccount(topUp.customer, kCustomerNumberMax))
      return fail(ErrorCode::NumberInvalid, "customerNumber");
    // Nobody's wallet is filled unseen.
    if (name.empty())
      return fail(ErrorCode::NeedsInquiry, "customerName");
    return ports::PreparedAttempt{std::string(topUp.service().path), topUpBody(topUp)};
  }
  if (order.sku.str() != kVaSku || profile.virtualAccounts.serviceIdDigits == 0)
    return fail(ErrorCode::ProductUnknown, order.sku.str());
  const std::optional<VaNumber> number = vaNumberOf(order.number, profile.virtualAccounts.serviceIdDigits);
  if (!number)
    return fail(ErrorCode::NumberInvalid, "virtualAccountNo");
  if (name.empty())
    return fail(ErrorCode::NeedsInquiry, "virtualAccountName");
  const VaPayment payment{order.attemptRef.str(), *number, order.amount, name, date};
  return ports::PreparedAttempt{std::string(payment.service().path), vaPaymentBody(payment)};
}

Result<ports::PreparedAttempt> SnapUpstream::prepare(const ports::PaymentOrder& order) const {
  if (order.kind == ProductKind::Bill)
    return prepareBill(order);
  if (order.kind != ProductKind::Transfer)
    return fail(ErrorCode::Usage, "transfer");
  if (!isAccount(order.number, kAccountMax))
    return fail(ErrorCode::NumberInvalid, "beneficiaryAccountNo");
  if (!order.amount.isPositive())
    return fail(ErrorCode::AmountInvalid, "amount");
  if (!isReference(order.attemptRef.str()))
    return fail(ErrorCode::Usage, "partnerReferenceNo");
  // The date belongs to the body, so it keeps the standard's form whatever the profile does to headers.
  Transfer transfer;
  transfer.reference = order.attemptRef.str();
  transfer.amount = order.amount;
  transfer.beneficiary = order.number;
  transfer.source = m_channel->settings().value("sourceAccount");
  transfer.date = timestampOf(order.at, Profile{});
  // Whoever waits for the money knows it by these words: they go out as they are, or not at all.
  if (!order.remark.empty()) {
    if (order.remark.size() > kRemarkMax || plainName(order.remark) != order.remark)
      return fail(ErrorCode::Usage, "remark");
    transfer.remark = order.remark;
  }
  const std::optional<const Bank*> bank = bankOf(order.sku);
  if (!bank)
    return fail(ErrorCode::ProductUnknown, order.sku.str());
  if (*bank != nullptr) {
    transfer.bankCode = (*bank)->code;
    transfer.bankName = (*bank)->name;
    // Another bank wants to be told whose account it is, as it said itself.
    transfer.beneficiaryName = plainName(order.customerName);
    if (transfer.beneficiaryName.empty())
      return fail(ErrorCode::NeedsInquiry, "beneficiaryAccountName");
  }
  return ports::PreparedAttempt{std::string(transfer.service().path), transferBody(transfer)};
}

void SnapUpstream::pay(const Attempt& attempt, std::function<void(Verdict)> done) {
  const std::optional<Order> sent = orderOf(attempt);
  if (!sent) {
    done(verdictOf(VerdictKind::NotSent, kAttemptUnreadable));
    return;
  }
  m_channel->call(
      RequestKind::Money, serviceOf(*sent), attempt.body,
      [sent = *sent, profile = m_channel->profile(), done = std::move(done)](const CallReply& reply) {
        done(reply.answered ? readPayment(reply.http, sent, profile) : reply.instead);
      });
}

void SnapUpstream::ask(const Attempt& attempt, std::function<void(Verdict)> done) {
  const std::optional<Order> sent = orderOf(attempt);
  if (!sent) {
    done(verdictOf(VerdictKind::Unknown, kAttemptUnreadable));
    return;
  }
  m_channel->call(
      RequestKind::Question, statusServiceOf(*sent), questionAbout(*sent),
      [sent = *sent, profile = m_channel->profile(), done = std::move(done)](const CallReply& reply) {
        done(reply.answered ? readStatus(reply.http, sent, profile) : reply.instead);
      });
}

void SnapUpstream::balance(std::function<void(ports::BalanceReply)> done) {
  const std::string account = m_channel->settings().value("sourceAccount");
  m_channel->call(RequestKind::Question, kBalanceService, balanceBody(m_channel->newId(), account),
                  [account, done = std::move(done)](const CallReply& reply) {
                    ports::BalanceReply read;
                    read.verdict = reply.instead;
                    if (reply.answered)
                      read = readBalance(reply.http.status, reply.http.body, account);
                    done(std::move(read));
                  });
}

// Page after page into one; a page may repeat the end of the one before.
struct SnapUpstream::Statement {
  std::shared_ptr<Channel> channel;
  ports::StatementOrder order;
  std::function<void(ports::StatementReply)> done;
  ports::StatementReply whole;
  std::vector<std::string> debits;
  int pages = 0;

  static void next(const std::shared_ptr<Statement>& self) {
    const std::string account = self->channel->settings().value("sourceAccount");
    self->channel->call(RequestKind::Question, kStatementService,
                        statementBody(self->channel->newId(), account, self->order.from, self->order.to),
                        [self](const CallReply& reply) { self->take(self, reply); });
  }

  void take(const std::shared_ptr<Statement>& self, const CallReply& reply) {
    constexpr int kPagesMax = 100;
    StatementPage page;
    page.verdict = reply.instead;
    if (reply.answered)
      page = readStatement(reply.http.status, reply.http.body, channel->settings().id);
    if (page.verdict.kind != VerdictKind::Succeeded) {
      done({page.verdict, {}});
      return;
    }
    for (Credit& credit : page.credits) {
      if (std::any_of(whole.credits.begin(), whole.credits.end(),
                      [&credit](const Credit& known) { return known.id == credit.id; }))
        continue;
      credit.into = channel->settings().value("sourceAccount");
      whole.credits.push_back(std::move(credit));
    }
    debits.insert(debits.end(), page.debits.begin(), page.debits.end());
    // A page that does not get on would be asked for for ever.
    if (page.hasMore && ++pages < kPagesMax && page.last < order.to) {
      order.to = page.last;
      next(self);
      return;
    }
    if (page.hasMore) {
      done({verdictOf(VerdictKind::Unknown, "endless-statement"), {}});
      return;
    }
    finish();
  }

  void finish() {
    // Taken back: under its own id, or that with a letter behind it.
    const auto wasTakenBack = [this](const Credit& credit) {
      return std::any_of(debits.begin(), debits.end(), [&credit](const std::string& id) {
        return id == credit.id || (id.size() == credit.id.size() + 1 && id.compare(0, credit.id.size(), credit.id) == 0 &&
                                   !isDigits(id.substr(credit.id.size())));
      });
    };
    std::erase_if(whole.credits, wasTakenBack);
    whole.verdict.kind = VerdictKind::Succeeded;
    done(std::move(whole));
  }
};

void SnapUpstream::statement(const ports::StatementOrder& order, std::function<void(ports::StatementReply)> done) {
  auto statement = std::make_shared<Statement>();
  statement->channel = m_channel;
  statement->order = order;
  statement->done = std::move(done);
  Statement::next(statement);
}

bool SnapUpstream::collects(CollectionKind kind) const {
  const std::vector<CollectionKind>& all = m_channel->profile().collects;
  return std::find(all.begin(), all.end(), kind) != all.end();
}

void SnapUpstream::collect(const Collection& collection, std::string_view password,
                           std::function<void(CollectionTold)> done) {
  if (!collects(collection.kind) || !isReference(collection.id.str())) {
    done(ports::noCollection());
    return;
  }
  const auto told = [collection, done = std::move(done)](const CallReply& reply) {
    CollectionTold read;
    read.verdict = reply.instead;
    if (reply.answered)
      read = collection.kind == CollectionKind::Qris ? readQr(reply.http.status, reply.http.body, collection)
                                                     : readOtc(reply.http.status, reply.http.body, collection);
    done(std::move(read));
  };
  // A code moves no money; the customer does. A password does.
  if (collection.kind == CollectionKind::Qris)
    m_channel->call(RequestKind::Question, kQrService, qrBody(collection, m_channel->settings().value("merchantId")), told);
  else
    m_channel->call(RequestKind::Money, kOtcService, otcBody(collection, password), told);
}

void SnapUpstream::askCollection(const Collection& collection, std::function<void(CollectionTold)> done) {
  const bool isCode = collection.kind == CollectionKind::Qris;
  m_channel->call(RequestKind::Question, isCode ? kQrQueryService : kOtcStatusService,
                  isCode ? qrQueryBody(collection, m_channel->settings().value("merchantId")) : otcStatusBody(collection),
                  [collection, isCode, done = std::move(done)](const CallReply& reply) {
                    CollectionTold read;
                    read.verdict = reply.instead;
                    if (reply.answered)
                      read = isCode ? readQrQuery(reply.http.status, reply.http.body, collection)
                                    : readOtcStatus(reply.http.status, reply.http.body, collection);
                    done(std::move(read));
                  });
}

void SnapUpstream::priceList(std::function<void(ports::PriceListReply)> done) {
  // A bank has no price list: it offers what its profile says, and its fees are agreed on paper.
  const auto entryTo = [this](const std::string& sku, const std::string& name, const std::string& bank, Money fee) {
    PriceListEntry entry;
    entry.offer.upstream = id();
    entry.offer.sku = Sku(sku);
    entry.offer.cost = fee;
    entry.offer.available = true;
    entry.offer.multi = true;
    entry.name = name;
    entry.category = "Transfer";
    entry.brand = bank;
    entry.kind = ProductKind::Transfer;
    return entry;
  };
  const UpstreamSettings& settings = m_channel->settings();
  // An account number means one thing at one bank and another at the next: they are never one product.
  const std::string own = m_channel->bankName().empty() ? toUpper(id().str()) : m_channel->bankName();
  ports::PriceListReply reply;
  reply.verdict.kind = VerdictKind::Succeeded;
  reply.entries.push_back(entryTo(std::string(kSku), "Setor tunai " + own, own, feeIn(settings, "fee")));
  for (const Bank& bank : banks())
    if (bank.code != m_channel->profile().bankCode)
      reply.entries.push_back(entryTo(std::string(kInterbankSku) + bank.code, "Transfer " + bank.name, bank.name,
                                      feeIn(settings, "interbankFee")));
  const auto bill = [&entryTo](const std::string& sku, const std::string& name, const std::string& category,
                               const std::string& brand, Money fee) {
    PriceListEntry entry = entryTo(sku, name, brand, fee);
    entry.offer.admin = fee;
    entry.category = category;
    entry.kind = ProductKind::Bill;
    return entry;
  };
  for (const Wallet& wallet : m_channel->profile().wallets)
    reply.entries.push_back(
        bill(wallet.sku(), wallet.name + " isi bebas", "E-Money", wallet.name, feeIn(settings, "topupFee")));
  if (m_channel->profile().virtualAccounts.serviceIdDigits > 0)
    reply.entries.push_back(bill(std::string(kVaSku), "Virtual Account " + own, "Virtual Account", own,
                                 feeIn(settings, "vaFee")));
  done(std::move(reply));
}

}  // namespace loket::adapters::snap
