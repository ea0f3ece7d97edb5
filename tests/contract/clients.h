// Minimal correct clients of the two upstreams, with a way to spoil each part of a request.
#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QMap>
#include <QString>

#include "tests/contract/sandbox_process.h"
#include "tests/contract/web.h"

namespace loket::contract_tests {

class DigiClient {
 public:
  explicit DigiClient(const SandboxProcess& sandbox);

  // Signs `fields` for `suffix` and posts them; fields may overwrite username and sign.
  WebAnswer call(const QString& endpoint, const QByteArray& suffix, const QJsonObject& fields) const;
  WebAnswer topup(const QString& ref, const QString& sku, const QString& number,
                  QJsonObject extra = {}) const;
  WebAnswer bill(const QString& command, const QString& ref, const QString& sku, const QString& number,
                 QJsonObject extra = {}) const;
  WebAnswer raw(const QString& endpoint, const QByteArray& body) const;

  long timeoutMs = 10000;

 private:
  QString m_url;
  QString m_caFile;
  QByteArray m_username;
  QByteArray m_apiKey;
};

QJsonObject dataOf(const WebAnswer& answer);
QString rcOf(const WebAnswer& answer);

class SnapClient {
 public:
  explicit SnapClient(const SandboxProcess& sandbox);

  using Headers = QMap<QByteArray, QByteArray>;

  // `spoil` replaces headers after signing; an empty value removes one.
  WebAnswer requestToken(const Headers& spoil = {},
                         const QByteArray& body = R"({"grantType":"client_credentials"})");
  bool login();
  WebAnswer call(const QByteArray& path, const QByteArray& body, const Headers& spoil = {});
  WebAnswer transfer(const QByteArray& partnerRef, const QByteArray& account,
                     const QByteArray& amount = "100000.00");
  WebAnswer status(const QByteArray& partnerRef, const QByteArray& service = "17");
  // The asymmetric way: the partner's key signs, no token is sent.
  WebAnswer callWithoutToken(const QByteArray& path, const QByteArray& body, const Headers& spoil = {});
  WebAnswer call(const QByteArray& path, const QJsonObject& body) { return call(path, compact(body)); }
  static QByteArray compact(const QJsonObject& body);
  QByteArray interbankBody(const QByteArray& partnerRef, const QByteArray& bankCode,
                           const QByteArray& account, const QByteArray& amount = "100000.00") const;
  QByteArray transferBody(const QByteArray& partnerRef, const QByteArray& account,
                          const QByteArray& amount) const;
  QByteArray nextExternalId();
  QByteArray source() const { return m_source; }
  QByteArray timestamp() const;  // the sandbox's clock, whole seconds

  QByteArray token;
  long timeoutMs = 10000;

 private:
  const SandboxProcess& m_sandbox;
  QString m_url;
  QByteArray m_clientId;
  QByteArray m_secret;
  QByteArray m_partnerId;
  QByteArray m_channelId;
  QByteArray m_source;
  QByteArray m_privateKey;
  qint64 m_externalId;
};

QString codeOf(const WebAnswer& answer);  // responseCode
QJsonObject rupiah(qint64 amount);        // {"value":"10000.00","currency":"IDR"}

}  // namespace loket::contract_tests
