#include "tests/bench/bare_posts.h"

#include <curl/curl.h>

#include <QtGlobal>
#include <algorithm>
#include <cstring>
#include <memory>

namespace loket::bench {
namespace {

struct Line {
  CURL* easy = nullptr;
  const std::string* body = nullptr;
  std::size_t bodyRead = 0;
  std::string answer;
};

std::size_t onRead(char* to, std::size_t size, std::size_t count, void* line) {
  auto* one = static_cast<Line*>(line);
  const std::size_t part = std::min(size * count, one->body->size() - one->bodyRead);
  std::memcpy(to, one->body->data() + one->bodyRead, part);
  one->bodyRead += part;
  return part;
}

int onSeek(void* /*line*/, curl_off_t /*offset*/, int /*origin*/) { return CURL_SEEKFUNC_FAIL; }

std::size_t onAnswer(char* from, std::size_t size, std::size_t count, void* line) {
  static_cast<Line*>(line)->answer.append(from, size * count);
  return size * count;
}

void open(Line& line, const std::string& url, const std::string& caPem, CURLSH* share, curl_slist* headers) {
  line.easy = curl_easy_init();
  curl_blob ca{const_cast<char*>(caPem.data()), caPem.size(), CURL_BLOB_NOCOPY};
  const auto set = [&line](CURLoption option, auto value) {
    if (curl_easy_setopt(line.easy, option, value) != CURLE_OK)
      qFatal("curl option %d", static_cast<int>(option));
  };
  set(CURLOPT_URL, url.c_str());
  set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  set(CURLOPT_PROXY, "");
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_SHARE, share);
  set(CURLOPT_FRESH_CONNECT, 1L);
  set(CURLOPT_FORBID_REUSE, 1L);
  set(CURLOPT_CAINFO_BLOB, &ca);
  set(CURLOPT_CAPATH, static_cast<char*>(nullptr));
  set(CURLOPT_HTTPHEADER, headers);
  set(CURLOPT_POST, 1L);
  set(CURLOPT_READFUNCTION, &onRead);
  set(CURLOPT_READDATA, &line);
  set(CURLOPT_SEEKFUNCTION, &onSeek);
  set(CURLOPT_WRITEFUNCTION, &onAnswer);
  set(CURLOPT_WRITEDATA, &line);
  set(CURLOPT_PRIVATE, &line);
}

}  // namespace

int postAll(const std::string& url, const std::string& caPem, const std::vector<std::string>& bodies, int inFlight,
            const std::string& expected) {
  CURLSH* const share = curl_share_init();
  CURLM* const multi = curl_multi_init();
  if (share == nullptr || multi == nullptr ||
      curl_share_setopt(share, CURLSHOPT_SHARE, CURL_LOCK_DATA_SSL_SESSION) != CURLSHE_OK)
    qFatal("curl");
  curl_slist* headers = nullptr;
  for (const char* header : {"Content-Type: application/json", "Accept: application/json", "Expect:"})
    headers = curl_slist_append(headers, header);

  std::size_t next = 0;
  const auto send = [&](Line& line) {
    line.body = &bodies[next++];
    line.bodyRead = 0;
    line.answer.clear();
    curl_easy_setopt(line.easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(line.body->size()));
    curl_multi_add_handle(multi, line.easy);
  };
  std::vector<Line> lines(std::min(bodies.size(), static_cast<std::size_t>(inFlight)));
  for (Line& line : lines) {
    open(line, url, caPem, share, headers);
    send(line);
  }

  int answered = 0;
  int running = 1;
  while (running > 0) {
    curl_multi_perform(multi, &running);
    int left = 0;
    while (const CURLMsg* message = curl_multi_info_read(multi, &left)) {
      if (message->msg != CURLMSG_DONE)
        continue;
      char* owner = nullptr;
      curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &owner);
      Line& line = *reinterpret_cast<Line*>(owner);
      if (message->data.result == CURLE_OK && line.answer.find(expected) != std::string::npos)
        ++answered;
      curl_multi_remove_handle(multi, line.easy);
      if (next < bodies.size()) {
        send(line);
        running = 1;
      }
    }
    if (running > 0)
      curl_multi_poll(multi, nullptr, 0, 1000, nullptr);
  }
  for (const Line& line : lines)
    curl_easy_cleanup(line.easy);
  curl_slist_free_all(headers);
  curl_multi_cleanup(multi);
  curl_share_cleanup(share);
  return answered;
}

}  // namespace loket::bench
