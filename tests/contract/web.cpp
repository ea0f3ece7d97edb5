#include "tests/contract/web.h"

#include <QJsonDocument>
#include <memory>

namespace loket::contract_tests {
namespace {

std::size_t takeBody(char* bytes, std::size_t size, std::size_t count, void* into) {
  static_cast<WebAnswer*>(into)->body.append(bytes, static_cast<qsizetype>(size * count));
  return size * count;
}

std::size_t takeHeader(char* bytes, std::size_t size, std::size_t count, void* into) {
  const QByteArray line(bytes, static_cast<qsizetype>(size * count));
  const qsizetype colon = line.indexOf(':');
  if (colon > 0) {
    static_cast<WebAnswer*>(into)->headers[line.left(colon).toLower()] = line.mid(colon + 1).trimmed();
  }
  return size * count;
}

}  // namespace

QJsonObject WebAnswer::json() const {
  return QJsonDocument::fromJson(body).object();
}

QJsonArray WebAnswer::array() const {
  return QJsonDocument::fromJson(body).array();
}

WebAnswer send(const WebRequest& request) {
  WebAnswer answer;
  const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> owner(curl_easy_init(), &curl_easy_cleanup);
  CURL* curl = owner.get();
  curl_slist* headers = nullptr;
  for (auto it = request.headers.begin(); it != request.headers.end(); ++it) {
    headers = curl_slist_append(headers, (it.key() + ": " + it.value()).constData());
  }
  headers = curl_slist_append(headers, "Expect:");
  curl_easy_setopt(curl, CURLOPT_URL, request.url.toUtf8().constData());
  curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, request.method.constData());
  if (request.method == "POST") {
    curl_easy_setopt(curl, CURLOPT_POST, 1L);
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, static_cast<long>(request.body.size()));
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, request.body.constData());
  }
  const QByteArray caFile = request.caFile.toLocal8Bit();
  if (!caFile.isEmpty()) {
    curl_easy_setopt(curl, CURLOPT_CAINFO, caFile.constData());
    curl_easy_setopt(curl, CURLOPT_CAPATH, nullptr);
  }
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
  curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, request.timeoutMs);
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_FRESH_CONNECT, 1L);
  curl_easy_setopt(curl, CURLOPT_FORBID_REUSE, 1L);
  curl_easy_setopt(curl, CURLOPT_PROXY, "");
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, &takeBody);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &answer);
  curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, &takeHeader);
  curl_easy_setopt(curl, CURLOPT_HEADERDATA, &answer);
  answer.code = curl_easy_perform(curl);
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &answer.status);
  curl_easy_getinfo(curl, CURLINFO_TOTAL_TIME, &answer.seconds);
  curl_slist_free_all(headers);
  return answer;
}

}  // namespace loket::contract_tests
