// One HTTP request over libcurl on a fresh connection, with everything a test wants to know about its fate.
#pragma once

#include <QByteArray>
#include <QJsonArray>
#include <QJsonObject>
#include <QMap>
#include <QString>

#include <curl/curl.h>

namespace loket::contract_tests {

struct WebAnswer {
  CURLcode code = CURLE_OK;
  long status = 0;
  QByteArray body;
  QMap<QByteArray, QByteArray> headers;  // names in lower case
  double seconds = 0;

  QJsonObject json() const;
  QJsonArray array() const;
};

struct WebRequest {
  QByteArray method = "POST";
  QString url;
  QByteArray body;
  QMap<QByteArray, QByteArray> headers;
  QString caFile;  // empty: plain HTTP
  long timeoutMs = 10000;
};

WebAnswer send(const WebRequest& request);

}  // namespace loket::contract_tests
