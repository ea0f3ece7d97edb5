#include "core/adapters/http/curl_transport.h"

#include <algorithm>
#include <climits>
#include <cstring>
#include <deque>
#include <list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <curl/curl.h>

#include "core/adapters/http/broken_pipe.h"
#include "core/base/check.h"
#include "core/base/text.h"

namespace loket::adapters::http {
namespace {

using ports::HttpReply;
using ports::HttpRequest;
using ports::RequestKind;

struct EasyCloser {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
struct MultiCloser {
  void operator()(CURLM* handle) const { curl_multi_cleanup(handle); }
};
struct ShareCloser {
  void operator()(CURLSH* handle) const { curl_share_cleanup(handle); }
};
struct ListCloser {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
struct UrlCloser {
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
};

using Easy = std::unique_ptr<CURL, EasyCloser>;
using HeaderList = std::unique_ptr<curl_slist, ListCloser>;

// libcurl's own initialisation is not safe to run twice at once; a function-local static is.
bool initialiseOnce() {
  static const bool kReady = [] {
    ignoreBrokenPipes();
    return curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
  }();
  return kReady;
}

std::optional<std::string> hostOf(const std::string& url) {
  const std::unique_ptr<CURLU, UrlCloser> parsed(curl_url());
  if (parsed == nullptr || curl_url_set(parsed.get(), CURLUPART_URL, url.c_str(), 0) != CURLUE_OK)
    return std::nullopt;
  const auto part = [&](CURLUPart which, unsigned flags) {
    char* text = nullptr;
    std::string out;
    if (curl_url_get(parsed.get(), which, &text, flags) == CURLUE_OK)
      out = text;
    curl_free(text);
    return out;
  };
  // "https" again, although libcurl refuses the rest itself: a clear word instead of a library's.
  if (part(CURLUPART_SCHEME, 0) != "https")
    return std::nullopt;
  return toLower(part(CURLUPART_HOST, 0)) + ":" + part(CURLUPART_PORT, CURLU_DEFAULT_PORT);
}

bool hasLineBreak(std::string_view text) {
  return text.find_first_of(std::string_view("\r\n\0", 3)) != std::string_view::npos;
}

struct Transfer {
  HttpRequest request;
  std::function<void(HttpReply)> done;
  std::string host;
  Easy easy;
  HeaderList headers;
  HttpReply reply;
  std::size_t bodyRead = 0;  // of the request's body, handed to libcurl
  std::size_t bodyBytesMax = 0;
  bool began = false;      // TLS stands and the first byte of the request is about to go
  bool answering = false;  // a status line has arrived
  bool tooBig = false;
};

// Called by libcurl when the connection with its TLS is complete, immediately before the request is written.
// That it was never called is the proof for NotSent: libcurl 7.88 sets CURLINFO_PRETRANSFER_TIME only after
// the request was written, so that figure proves nothing.
int onBegin(void* data, char* /*ip*/, char* /*localIp*/, int /*port*/, int /*localPort*/) {
  static_cast<Transfer*>(data)->began = true;
  return CURL_PREREQFUNC_OK;
}

std::size_t onRead(char* to, std::size_t size, std::size_t count, void* data) {
  auto* transfer = static_cast<Transfer*>(data);
  const std::string& body = transfer->request.body;
  const std::size_t part = std::min(size * count, body.size() - transfer->bodyRead);
  std::memcpy(to, body.data() + transfer->bodyRead, part);
  transfer->bodyRead += part;
  return part;
}

// Without this libcurl re-sends a request whose reused connection died (reliability 0.1).
int onSeek(void* /*data*/, curl_off_t /*offset*/, int /*origin*/) {
  return CURL_SEEKFUNC_FAIL;
}

std::size_t onBody(char* from, std::size_t size, std::size_t count, void* data) {
  auto* transfer = static_cast<Transfer*>(data);
  const std::size_t bytes = size * count;
  if (bytes > transfer->bodyBytesMax - transfer->reply.body.size()) {
    transfer->tooBig = true;
    return 0;
  }
  transfer->reply.body.append(from, bytes);
  return bytes;
}

std::size_t onHeader(char* from, std::size_t size, std::size_t count, void* data) {
  auto* transfer = static_cast<Transfer*>(data);
  const std::size_t bytes = size * count;
  const std::string_view line(from, bytes);
  transfer->answering = true;
  const std::size_t colon = line.find(':');
  if (line.substr(0, 5) == "HTTP/")
    transfer->reply.headers.clear();  // an interim answer's headers are not the answer's
  else if (colon != std::string_view::npos)
    transfer->reply.headers.emplace_back(toLower(trimmed(line.substr(0, colon))),
                                         trimmed(line.substr(colon + 1)));
  return bytes;
}

std::string_view wordOf(CURLcode code, const Transfer& transfer) {
  if (transfer.tooBig)
    return "too-big";
  switch (code) {
    case CURLE_URL_MALFORMAT:
    case CURLE_UNSUPPORTED_PROTOCOL:
      return "url";
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
      return "resolve";
    case CURLE_COULDNT_CONNECT:
      return "connect";
    case CURLE_OPERATION_TIMEDOUT:
      return "timeout";
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_PINNEDPUBKEYNOTMATCH:
    case CURLE_SSL_INVALIDCERTSTATUS:
    case CURLE_SSL_CRL_BADFILE:
      return "certificate";
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_ENGINE_INITFAILED:
    case CURLE_USE_SSL_FAILED:
    case CURLE_SSL_CLIENTCERT:
      return "tls";
    case CURLE_PARTIAL_FILE:
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_BAD_CONTENT_ENCODING:
      return "partial";
    case CURLE_GOT_NOTHING:
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR:
    case CURLE_SEND_FAIL_REWIND:
      return transfer.answering ? "partial" : "reset";
    default:
      // What never left failed on this machine; what left and ended oddly was cut off.
      return transfer.began ? "partial" : "local";
  }
}

template <typename Value>
bool set(Transfer& transfer, CURLoption option, Value value) {
  return curl_easy_setopt(transfer.easy.get(), option, value) == CURLE_OK;
}

bool addHeader(Transfer& transfer, const std::string& line) {
  curl_slist* longer = curl_slist_append(transfer.headers.get(), line.c_str());
  if (longer == nullptr)
    return false;
  static_cast<void>(transfer.headers.release());
  transfer.headers.reset(longer);
  return true;
}

bool setHeaders(Transfer& transfer) {
  for (const auto& [name, value] : transfer.request.headers) {
    if (hasLineBreak(name) || hasLineBreak(value))
      return false;
    // libcurl drops a header written "Name:"; "Name;" is how it spells an empty one.
    if (!addHeader(transfer, value.empty() ? name + ";" : name + ": " + value))
      return false;
  }
  // No "100-continue" round: it only adds a state in which nobody knows what the server has.
  return addHeader(transfer, "Expect:") && set(transfer, CURLOPT_HTTPHEADER, transfer.headers.get());
}

bool setBody(Transfer& transfer) {
  const HttpRequest& request = transfer.request;
  if (request.method == "GET" && request.body.empty())
    return set(transfer, CURLOPT_HTTPGET, 1L);
  if (!set(transfer, CURLOPT_POST, 1L) ||
      !set(transfer, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size())))
    return false;
  if (request.method != "POST" && !set(transfer, CURLOPT_CUSTOMREQUEST, request.method.c_str()))
    return false;
  return set(transfer, CURLOPT_READFUNCTION, &onRead) && set(transfer, CURLOPT_READDATA, &transfer) &&
         set(transfer, CURLOPT_SEEKFUNCTION, &onSeek) && set(transfer, CURLOPT_SEEKDATA, &transfer);
}

bool setTrust(Transfer& transfer) {
  if (!set(transfer, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2)) ||
      !set(transfer, CURLOPT_SSL_VERIFYPEER, 1L) || !set(transfer, CURLOPT_SSL_VERIFYHOST, 2L) ||
      // No early data among these: it could be replayed.
      !set(transfer, CURLOPT_SSL_OPTIONS, 0L))
    return false;
  std::string& pem = transfer.request.caPem;
  if (pem.empty())
    return true;
  curl_blob blob{pem.data(), pem.size(), CURL_BLOB_COPY};
  // The blob replaces the system's bundle but not its directory; without this every public CA stays trusted.
  return set(transfer, CURLOPT_CAINFO_BLOB, &blob) &&
         set(transfer, CURLOPT_CAPATH, static_cast<char*>(nullptr));
}

bool setLimits(Transfer& transfer, int connectTimeoutMs) {
  const long totalMs = std::max(1, transfer.request.timeoutMs);
  return set(transfer, CURLOPT_TIMEOUT_MS, totalMs) &&
         set(transfer, CURLOPT_CONNECTTIMEOUT_MS, std::min<long>(totalMs, std::max(1, connectTimeoutMs))) &&
         set(transfer, CURLOPT_NOSIGNAL, 1L);
}

bool setRoute(Transfer& transfer) {
  return set(transfer, CURLOPT_URL, transfer.request.url.c_str()) &&
         set(transfer, CURLOPT_PROTOCOLS_STR, "https") && set(transfer, CURLOPT_FOLLOWLOCATION, 0L) &&
         set(transfer, CURLOPT_PROXY, "") &&
         set(transfer, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
}

bool setConnection(Transfer& transfer, CURLSH* share) {
  if (!set(transfer, CURLOPT_SHARE, share))
    return false;
  if (transfer.request.kind == RequestKind::Question)
    return true;
  return set(transfer, CURLOPT_FRESH_CONNECT, 1L) && set(transfer, CURLOPT_FORBID_REUSE, 1L);
}

bool setCallbacks(Transfer& transfer) {
  return set(transfer, CURLOPT_PRIVATE, &transfer) && set(transfer, CURLOPT_PREREQFUNCTION, &onBegin) &&
         set(transfer, CURLOPT_PREREQDATA, &transfer) && set(transfer, CURLOPT_WRITEFUNCTION, &onBody) &&
         set(transfer, CURLOPT_WRITEDATA, &transfer) && set(transfer, CURLOPT_HEADERFUNCTION, &onHeader) &&
         set(transfer, CURLOPT_HEADERDATA, &transfer);
}

HttpReply notSent(std::string_view word) {
  HttpReply reply;
  reply.kind = HttpReply::Kind::NotSent;
  reply.detail = word;
  return reply;
}

// What the evidence allows to say about a transfer that libcurl is done with.
HttpReply judged(Transfer& transfer, CURLcode code) {
  if (code == CURLE_OK) {
    long status = 0;
    curl_easy_getinfo(transfer.easy.get(), CURLINFO_RESPONSE_CODE, &status);
    HttpReply reply = std::move(transfer.reply);
    reply.kind = HttpReply::Kind::Answered;
    reply.status = static_cast<int>(status);
    return reply;
  }
  HttpReply reply = notSent(wordOf(code, transfer));
  if (transfer.began)
    reply.kind = HttpReply::Kind::MaybeSent;
  return reply;
}

}  // namespace

struct CurlTransport::State {
  using Transfers = std::list<std::unique_ptr<Transfer>>;

  CurlTransportOptions options;
  // Destroyed in the reverse order: transfers, then the multi handle, then what it shared.
  std::unique_ptr<CURLSH, ShareCloser> share;
  std::unique_ptr<CURLM, MultiCloser> multi;
  Transfers waiting;
  Transfers active;
  std::map<std::string, int> activeByHost;
  struct Finished {
    std::function<void(HttpReply)> done;
    HttpReply reply;
  };
  std::deque<Finished> finished;
  bool polling = false;

  ~State() { dropAll(); }

  bool begin(Transfer& transfer) {
    transfer.easy.reset(curl_easy_init());
    transfer.bodyBytesMax = options.bodyBytesMax;
    return transfer.easy != nullptr && setRoute(transfer) && setConnection(transfer, share.get()) &&
           setTrust(transfer) && setLimits(transfer, options.connectTimeoutMs) && setHeaders(transfer) &&
           setBody(transfer) && setCallbacks(transfer) &&
           curl_multi_add_handle(multi.get(), transfer.easy.get()) == CURLM_OK;
  }

  void startWaiting() {
    for (auto it = waiting.begin(); it != waiting.end();) {
      if (activeByHost[(*it)->host] >= options.perHostMax) {
        ++it;
        continue;
      }
      if (begin(**it)) {
        ++activeByHost[(*it)->host];
        active.splice(active.end(), waiting, it++);
      } else {
        finished.push_back({std::move((*it)->done), notSent("local")});
        it = waiting.erase(it);
      }
    }
  }

  void perform() {
    int running = 0;
    curl_multi_perform(multi.get(), &running);
    int left = 0;
    while (const CURLMsg* message = curl_multi_info_read(multi.get(), &left)) {
      if (message->msg != CURLMSG_DONE)
        continue;
      CURL* const easy = message->easy_handle;
      const CURLcode code = message->data.result;
      const auto at =
          std::find_if(active.begin(), active.end(), [&](const auto& t) { return t->easy.get() == easy; });
      LOKET_CHECK(at != active.end());
      const std::unique_ptr<Transfer> transfer = std::move(*at);
      active.erase(at);
      finished.push_back({std::move(transfer->done), judged(*transfer, code)});
      leave(*transfer);
    }
  }

  void leave(const Transfer& transfer) {
    curl_multi_remove_handle(multi.get(), transfer.easy.get());
    const auto count = activeByHost.find(transfer.host);
    if (count != activeByHost.end() && --count->second <= 0)
      activeByHost.erase(count);
  }

  void runFinished() {
    // Only what had finished when we began: a callback that sends must not keep us here.
    for (std::size_t count = finished.size(); count > 0 && !finished.empty(); --count) {
      Finished one = std::move(finished.front());
      finished.pop_front();
      one.done(std::move(one.reply));
    }
  }

  void dropAll() {
    waiting.clear();
    for (const auto& transfer : active) {
      // A name that is still being looked up must not hold up the end of the process.
      curl_easy_setopt(transfer->easy.get(), CURLOPT_QUICK_EXIT, 1L);
      curl_multi_remove_handle(multi.get(), transfer->easy.get());
    }
    active.clear();
    activeByHost.clear();
    finished.clear();
  }
};

CurlTransport::CurlTransport(std::unique_ptr<State> state) : m_state(std::move(state)) {}
CurlTransport::~CurlTransport() = default;

Result<std::unique_ptr<CurlTransport>> CurlTransport::create(const CurlTransportOptions& options) {
  if (!initialiseOnce())
    return fail(ErrorCode::Internal, "curl");
  auto state = std::make_unique<State>();
  state->options = options;
  state->options.perHostMax = std::max(1, options.perHostMax);
  state->share.reset(curl_share_init());
  state->multi.reset(curl_multi_init());
  // Fresh connections stay affordable: they resume the TLS session of an earlier one. One thread, so no
  // locks.
  if (state->share == nullptr || state->multi == nullptr ||
      curl_share_setopt(state->share.get(), CURLSHOPT_SHARE, CURL_LOCK_DATA_SSL_SESSION) != CURLSHE_OK)
    return fail(ErrorCode::Internal, "curl");
  return std::unique_ptr<CurlTransport>(new CurlTransport(std::move(state)));
}

void CurlTransport::send(HttpRequest request, std::function<void(HttpReply)> done) {
  const std::optional<std::string> host = hostOf(request.url);
  if (!host) {
    m_state->finished.push_back({std::move(done), notSent("url")});
    return;
  }
  auto transfer = std::make_unique<Transfer>();
  transfer->request = std::move(request);
  transfer->done = std::move(done);
  transfer->host = *host;
  m_state->waiting.push_back(std::move(transfer));
}

void CurlTransport::poll(Duration timeout) {
  LOKET_CHECK(!m_state->polling);
  m_state->polling = true;
  m_state->startWaiting();
  m_state->perform();
  if (m_state->finished.empty()) {
    const int waitMs = static_cast<int>(std::clamp<std::int64_t>(timeout.ms, 0, INT_MAX));
    curl_multi_poll(m_state->multi.get(), nullptr, 0, waitMs, nullptr);
    m_state->perform();
  }
  m_state->startWaiting();
  m_state->runFinished();
  m_state->polling = false;
}

void CurlTransport::wake() {
  curl_multi_wakeup(m_state->multi.get());
}

int CurlTransport::inFlight() const {
  return static_cast<int>(m_state->waiting.size() + m_state->active.size() + m_state->finished.size());
}

void CurlTransport::abandonAll() {
  m_state->dropAll();
}

}  // namespace loket::adapters::http
