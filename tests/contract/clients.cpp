#include "tests/contract/clients.h"

#include <QFile>
#include <QJsonDocument>
#include <QRandomGenerator>
#include <QUrl>

#include "tests/contract/signing.h"

namespace loket::contract_tests {
namespace {

void applySpoil(QMap<QByteArray, QByteArray>& headers, const QMap<QByteArray, QByteArray>& spoil) {
  for (auto it = spoil.begin(); it != spoil.end(); ++it) {
    if (it.value().isEmpty()) {
      headers.remove(it.key());
    } else {
      headers[it.key()] = it.value();
    }
  }
}

}  // namespace

DigiClient::DigiClient(const SandboxProcess& sandbox) {
  const QJsonObject config = sandbox.upstream("digi");
  m_url = config["url"].toString();
  m_username = config["username"].toString().toUtf8();
  m_apiKey = config["apiKey"].toString().toUtf8();
  m_caFile = sandbox.caFile();
}

WebAnswer DigiClient::call(const QString& endpoint, const QByteArray& suffix,
                           const QJsonObject& fields) const {
  QJsonObject body{{"username", QString::fromUtf8(m_username)},
                   {"sign", QString::fromLatin1(md5Hex(m_username + m_apiKey + suffix))}};
  for (auto it = fields.begin(); it != fields.end(); ++it) {
    body[it.key()] = it.value();
  }
  return raw(endpoint, QJsonDocument(body).toJson(QJsonDocument::Compact));
}

WebAnswer DigiClient::raw(const QString& endpoint, const QByteArray& body) const {
  WebRequest request;
  request.url = m_url + "/" + endpoint;
  request.body = body;
  request.headers["Content-Type"] = "application/json";
  request.caFile = m_caFile;
  request.timeoutMs = timeoutMs;
  return send(request);
}

WebAnswer DigiClient::topup(const QString& ref, const QString& sku, const QString& number,
                            QJsonObject extra) const {
  extra["ref_id"] = ref;
  extra["buyer_sku_code"] = sku;
  extra["customer_no"] = number;
  return call("transaction", ref.toUtf8(), extra);
}

WebAnswer DigiClient::bill(const QString& command, const QString& ref, const QString& sku,
                           const QString& number, QJsonObject extra) const {
  extra["commands"] = command;
  return topup(ref, sku, number, extra);
}

QJsonObject dataOf(const WebAnswer& answer) {
  return answer.json()["data"].toObject();
}

QString rcOf(const WebAnswer& answer) {
  return dataOf(answer)["rc"].toString();
}

// Two clients of one bank must not use the same X-EXTERNAL-ID on one day.
SnapClient::SnapClient(const SandboxProcess& sandbox)
    : m_sandbox(sandbox),
      m_externalId(QRandomGenerator::global()->bounded(1'000'000'000) * qint64{1'000'000}) {
  const QJsonObject config = sandbox.upstream("bank");
  m_url = config["url"].toString();
  m_clientId = config["clientId"].toString().toUtf8();
  m_secret = config["clientSecret"].toString().toUtf8();
  m_partnerId = config["partnerId"].toString().toUtf8();
  m_channelId = config["channelId"].toString().toUtf8();
  m_source = config["sourceAccount"].toString().toUtf8();
  QFile key(sandbox.folder() + "/" + config["privateKeyFile"].toString());
  if (key.open(QIODevice::ReadOnly)) {
    m_privateKey = key.readAll();
  }
}

QByteArray SnapClient::timestamp() const {
  const QByteArray now = m_sandbox.now();
  return now.left(19) + "+07:00";
}

QByteArray SnapClient::nextExternalId() {
  return QByteArray::number(++m_externalId);
}

WebAnswer SnapClient::requestToken(const Headers& spoil, const QByteArray& body) {
  WebRequest request;
  request.url = m_url + "/v1.0/access-token/b2b";
  request.body = body;
  request.caFile = m_sandbox.caFile();
  const QByteArray at = spoil.value("X-TIMESTAMP", timestamp());
  request.headers = {{"Content-Type", "application/json"},
                     {"X-CLIENT-KEY", m_clientId},
                     {"X-TIMESTAMP", at},
                     {"X-SIGNATURE", rsaSha256Base64(m_privateKey, m_clientId + "|" + at)}};
  applySpoil(request.headers, spoil);
  return send(request);
}

bool SnapClient::login() {
  const WebAnswer answer = requestToken();
  token = answer.json()["accessToken"].toString().toUtf8();
  return codeOf(answer) == "2007300" && !token.isEmpty();
}

WebAnswer SnapClient::call(const QByteArray& path, const QByteArray& body, const Headers& spoil) {
  WebRequest request;
  request.url = m_url + "/v1.0/" + path;
  request.body = body;
  request.caFile = m_sandbox.caFile();
  request.timeoutMs = timeoutMs;
  const QByteArray at = spoil.value("X-TIMESTAMP", timestamp());
  const QByteArray target = QUrl(request.url).path().toUtf8();
  const QByteArray toSign = "POST:" + target + ":" + token + ":" + sha256Hex(body) + ":" + at;
  request.headers = {{"Content-Type", "application/json"},
                     {"Authorization", "Bearer " + token},
                     {"X-TIMESTAMP", at},
                     {"X-SIGNATURE", hmacSha512Base64(m_secret, toSign)},
                     {"X-PARTNER-ID", m_partnerId},
                     {"X-EXTERNAL-ID", nextExternalId()},
                     {"CHANNEL-ID", m_channelId}};
  applySpoil(request.headers, spoil);
  return send(request);
}

WebAnswer SnapClient::callWithoutToken(const QByteArray& path, const QByteArray& body, const Headers& spoil) {
  const QByteArray at = timestamp();
  const QByteArray target = QUrl(m_url + "/v1.0/" + path).path().toUtf8();
  Headers headers{
      {"Authorization", ""},
      {"X-TIMESTAMP", at},
      {"X-SIGNATURE", rsaSha256Base64(m_privateKey, "POST:" + target + ":" + sha256Hex(body) + ":" + at)}};
  headers.insert(spoil);
  return call(path, body, headers);
}

QByteArray SnapClient::compact(const QJsonObject& body) {
  return QJsonDocument(body).toJson(QJsonDocument::Compact);
}

QByteArray SnapClient::interbankBody(const QByteArray& partnerRef, const QByteArray& bankCode,
                                     const QByteArray& account, const QByteArray& amount) const {
  QByteArray body = transferBody(partnerRef, account, amount);
  body.insert(1, R"("beneficiaryAccountName":"Yories Yolanda","beneficiaryBankCode":")" + bankCode + R"(",)");
  return body;
}

QByteArray SnapClient::transferBody(const QByteArray& partnerRef, const QByteArray& account,
                                    const QByteArray& amount) const {
  return R"({"partnerReferenceNo":")" + partnerRef + R"(","amount":{"value":")" + amount +
         R"(","currency":"IDR"},"beneficiaryAccountNo":")" + account +
         R"(","currency":"IDR","feeType":"OUR","sourceAccountNo":")" + m_source +
         R"(","transactionDate":"2026-08-22T10:00:00+07:00"})";
}

WebAnswer SnapClient::transfer(const QByteArray& partnerRef, const QByteArray& account,
                               const QByteArray& amount) {
  return call("transfer-intrabank", transferBody(partnerRef, account, amount));
}

WebAnswer SnapClient::status(const QByteArray& partnerRef, const QByteArray& service) {
  return call("transfer/status",
              R"({"originalPartnerReferenceNo":")" + partnerRef + R"(","serviceCode":")" + service + R"("})");
}

QString codeOf(const WebAnswer& answer) {
  return answer.json()["responseCode"].toString();
}

QJsonObject rupiah(qint64 amount) {
  return {{"value", QString::number(amount) + ".00"}, {"currency", "IDR"}};
}

}  // namespace loket::contract_tests
