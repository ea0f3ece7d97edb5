#include "tests/contract/iak_client.h"

#include <QJsonDocument>

#include "tests/contract/clients.h"
#include "tests/contract/signing.h"

namespace loket::contract_tests {

IakClient::IakClient(const SandboxProcess& sandbox) {
  const QJsonObject config = sandbox.upstream("iak");
  m_prepaidUrl = config["prepaidUrl"].toString();
  m_postpaidUrl = config["postpaidUrl"].toString();
  m_username = config["username"].toString().toUtf8();
  m_apiKey = config["apiKey"].toString().toUtf8();
  m_caFile = sandbox.caFile();
}

QByteArray IakClient::signedBody(const QByteArray& suffix, const QJsonObject& fields) const {
  QJsonObject body{{"username", QString::fromUtf8(m_username)},
                   {"sign", QString::fromLatin1(md5Hex(m_username + m_apiKey + suffix))}};
  for (auto it = fields.begin(); it != fields.end(); ++it) {
    body[it.key()] = it.value();
  }
  return QJsonDocument(body).toJson(QJsonDocument::Compact);
}

WebAnswer IakClient::post(const QString& url, const QByteArray& body) const {
  WebRequest request;
  request.url = url;
  request.body = body;
  request.headers["Content-Type"] = "application/json";
  request.caFile = m_caFile;
  request.timeoutMs = timeoutMs;
  return send(request);
}

WebAnswer IakClient::rawPrepaid(const QString& path, const QByteArray& body) const {
  return post(m_prepaidUrl + "/" + path, body);
}

WebAnswer IakClient::rawBill(const QString& path, const QByteArray& body) const {
  return post(m_postpaidUrl + "/" + path, body);
}

WebAnswer IakClient::prepaid(const QString& endpoint, const QByteArray& suffix,
                             const QJsonObject& fields) const {
  return rawPrepaid("api/" + endpoint, signedBody(suffix, fields));
}

WebAnswer IakClient::bill(const QString& command, const QByteArray& suffix, const QJsonObject& fields,
                          const QString& type) const {
  QJsonObject all = fields;
  all["commands"] = command;
  return rawBill("api/v1/bill/check" + (type.isEmpty() ? type : "/" + type), signedBody(suffix, all));
}

WebAnswer IakClient::topUp(const QString& ref, const QString& code, const QString& number) const {
  return prepaid("top-up", ref.toUtf8(), {{"ref_id", ref}, {"product_code", code}, {"customer_id", number}});
}

WebAnswer IakClient::checkStatus(const QString& ref) const {
  return prepaid("check-status", ref.toUtf8(), {{"ref_id", ref}});
}

WebAnswer IakClient::inquire(const QString& ref, const QString& code, const QString& number,
                             QJsonObject extra) const {
  extra["ref_id"] = ref;
  extra["code"] = code;
  extra["hp"] = number;
  return bill("inq-pasca", ref.toUtf8(), extra);
}

WebAnswer IakClient::pay(const QString& trId) const {
  return bill("pay-pasca", trId.toUtf8(), {{"tr_id", trId}});
}

WebAnswer IakClient::billStatus(const QString& ref) const {
  return bill("checkstatus", "cs", {{"ref_id", ref}});
}

QString billCodeOf(const WebAnswer& answer) {
  return dataOf(answer)["response_code"].toString();
}

QString trIdOf(const WebAnswer& answer) {
  return QString::number(dataOf(answer)["tr_id"].toInteger());
}

}  // namespace loket::contract_tests
