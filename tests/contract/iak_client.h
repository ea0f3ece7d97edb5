// A minimal correct client of the IAK-style aggregator, with a way to spoil each part of a request.
#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QString>

#include "tests/contract/sandbox_process.h"
#include "tests/contract/web.h"

namespace loket::contract_tests {

class IakClient {
 public:
  explicit IakClient(const SandboxProcess& sandbox);

  // Signs for `suffix` and posts; fields may overwrite username and sign.
  WebAnswer prepaid(const QString& endpoint, const QByteArray& suffix, const QJsonObject& fields = {}) const;
  WebAnswer bill(const QString& command, const QByteArray& suffix, const QJsonObject& fields = {},
                 const QString& type = {}) const;

  WebAnswer topUp(const QString& ref, const QString& code, const QString& number) const;
  WebAnswer checkStatus(const QString& ref) const;
  WebAnswer inquire(const QString& ref, const QString& code, const QString& number,
                    QJsonObject extra = {}) const;
  WebAnswer pay(const QString& trId) const;
  WebAnswer billStatus(const QString& ref) const;

  WebAnswer rawPrepaid(const QString& path, const QByteArray& body) const;
  WebAnswer rawBill(const QString& path, const QByteArray& body) const;

  long timeoutMs = 10000;

 private:
  QByteArray signedBody(const QByteArray& suffix, const QJsonObject& fields) const;
  WebAnswer post(const QString& url, const QByteArray& body) const;

  QString m_prepaidUrl;
  QString m_postpaidUrl;
  QString m_caFile;
  QByteArray m_username;
  QByteArray m_apiKey;
};

QString billCodeOf(const WebAnswer& answer);  // data.response_code
QString trIdOf(const WebAnswer& answer);

}  // namespace loket::contract_tests
