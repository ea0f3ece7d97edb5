#include "core/adapters/http/curl_transport.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstring>
#include <deque>
#include <iterator>
#include <list>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

#include <curl/curl.h>

#include "core/adapters/http/broken_pipe.h"
#include "core/adapters/http/ca_file.h"
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
  std::uint64_t id = 0;
  HttpRequest request;
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

// Which of the things that are wrong with certificates; "certificate" for the rest. What comes from OpenSSL
// are its X509_V_ERR_ numbers; libcurl compares the name itself, before it asks for them.
std::string_view certificateWord(CURLcode code, const Transfer& transfer) {
  if (code == CURLE_SSL_PINNEDPUBKEYNOTMATCH)
    return "certificate-pin";
  if (code != CURLE_PEER_FAILED_VERIFICATION)
    return "certificate";
  long verified = 0;
  curl_easy_getinfo(transfer.easy.get(), CURLINFO_SSL_VERIFYRESULT, &verified);
  switch (verified) {
    case 0:
    case 1:   // libcurl's "not looked at": it had compared the names before
    case 62:  // HOSTNAME_MISMATCH
    case 64:  // IP_ADDRESS_MISMATCH
      return "certificate-name";
    case 9:  // CERT_NOT_YET_VALID: hardly ever the server's mistake
      return "certificate-clock";
    case 10:  // CERT_HAS_EXPIRED
      return "certificate-expired";
    case 2:   // UNABLE_TO_GET_ISSUER_CERT
    case 18:  // DEPTH_ZERO_SELF_SIGNED_CERT
    case 19:  // SELF_SIGNED_CERT_IN_CHAIN
    case 20:  // UNABLE_TO_GET_ISSUER_CERT_LOCALLY
    case 21:  // UNABLE_TO_VERIFY_LEAF_SIGNATURE
    case 27:  // CERT_UNTRUSTED
      return "certificate-unknown";
    default:
      return "certificate";
  }
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
      return certificateWord(code, transfer);
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

// Which key the server must have, and who we are to it.
bool setIdentity(Transfer& transfer) {
  HttpRequest& request = transfer.request;
  if (!request.pins.empty() && !set(transfer, CURLOPT_PINNEDPUBLICKEY, request.pins.c_str()))
    return false;
  if (request.clientCertPem.empty())
    return true;
  curl_blob certificate{request.clientCertPem.data(), request.clientCertPem.size(), CURL_BLOB_COPY};
  curl_blob key{request.clientKeyPem.data(), request.clientKeyPem.size(), CURL_BLOB_COPY};
  return set(transfer, CURLOPT_SSLCERT_BLOB, &certificate) && set(transfer, CURLOPT_SSLCERTTYPE, "PEM") &&
         set(transfer, CURLOPT_SSLKEY_BLOB, &key) && set(transfer, CURLOPT_SSLKEYTYPE, "PEM");
}

bool setTrust(Transfer& transfer, const CaFile* caFile) {
  if (!set(transfer, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2)) ||
      !set(transfer, CURLOPT_SSL_VERIFYPEER, 1L) || !set(transfer, CURLOPT_SSL_VERIFYHOST, 2L) ||
      // No early data among these: it could be replayed.
      !set(transfer, CURLOPT_SSL_OPTIONS, 0L))
    return false;
  if (!setIdentity(transfer))
    return false;
  std::string& pem = transfer.request.caPem;
  if (pem.empty())
    return true;
  // Either replaces the system's bundle but not its directory; without this every public CA stays trusted.
  if (caFile != nullptr)
    return set(transfer, CURLOPT_CAINFO, caFile->path().c_str()) &&
           set(transfer, CURLOPT_CAPATH, static_cast<char*>(nullptr));
  curl_blob blob{pem.data(), pem.size(), CURL_BLOB_COPY};
  return set(transfer, CURLOPT_CAINFO_BLOB, &blob) &&
         set(transfer, CURLOPT_CAPATH, static_cast<char*>(nullptr));
}

bool setLimits(Transfer& transfer, int connectTimeoutMs) {
  const long totalMs = std::max(1, transfer.request.timeoutMs);
  return set(transfer, CURLOPT_TIMEOUT_MS, totalMs) &&
         set(transfer, CURLOPT_CONNECTTIMEOUT_MS, std::min<long>(totalMs, std::max(1, connectTimeoutMs))) &&
         set(transfer, CURLOPT_NOSIGNAL, 1L);
}

// Whose word proves a proxy that is spoken to over TLS. The upstream's own authority says nothing about it.
bool setProxyTrust(Transfer& transfer) {
  if (!set(transfer, CURLOPT_PROXY_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2)) ||
      !set(transfer, CURLOPT_PROXY_SSL_VERIFYPEER, 1L) || !set(transfer, CURLOPT_PROXY_SSL_VERIFYHOST, 2L) ||
      !set(transfer, CURLOPT_PROXY_SSL_OPTIONS, 0L))
    return false;
  std::string& pem = transfer.request.proxyCaPem;
  if (pem.empty())
    return true;
  curl_blob blob{pem.data(), pem.size(), CURL_BLOB_COPY};
  return set(transfer, CURLOPT_PROXY_CAINFO_BLOB, &blob) &&
         set(transfer, CURLOPT_PROXY_CAPATH, static_cast<char*>(nullptr));
}

// Never the environment's: neither a proxy nor a list of hosts that go without one. To a proxy goes CONNECT
// and nothing else: no header of the request, and nothing of its answer is taken for the upstream's. A name
// and a password go to SOCKS as they are written down; Kerberos is not tried.
bool setProxy(Transfer& transfer) {
  return setProxyTrust(transfer) && set(transfer, CURLOPT_SOCKS5_AUTH, static_cast<long>(CURLAUTH_BASIC)) &&
         set(transfer, CURLOPT_PROXY, transfer.request.proxy.c_str()) && set(transfer, CURLOPT_NOPROXY, "") &&
         set(transfer, CURLOPT_HTTPPROXYTUNNEL, transfer.request.proxy.empty() ? 0L : 1L) &&
         set(transfer, CURLOPT_HEADEROPT, static_cast<long>(CURLHEADER_SEPARATE)) &&
         set(transfer, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
}

bool setRoute(Transfer& transfer) {
  return set(transfer, CURLOPT_URL, transfer.request.url.c_str()) &&
         set(transfer, CURLOPT_PROTOCOLS_STR, "https") && set(transfer, CURLOPT_FOLLOWLOCATION, 0L) &&
         setProxy(transfer) && set(transfer, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
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

bool beginsWith(std::string_view text, std::string_view start) {
  return text.substr(0, start.size()) == start;
}

// Without a tunnel the upstream was never spoken to: the proxy's word, empty when it is not the proxy's. One
// that says nothing until the time is over is told by its silence instead.
std::string_view proxyWord(const Transfer& transfer, CURLcode code) {
  const std::string& proxy = transfer.request.proxy;
  if (proxy.empty() || transfer.began || code == CURLE_OPERATION_TIMEDOUT)
    return {};
  if (beginsWith(proxy, "socks")) {
    // The only name that is looked up here is the proxy's own.
    const bool noTunnel = code == CURLE_PROXY || code == CURLE_COULDNT_CONNECT ||
                          code == CURLE_COULDNT_RESOLVE_PROXY || code == CURLE_COULDNT_RESOLVE_HOST;
    return noTunnel ? "proxy" : std::string_view{};
  }
  long answer = 0;
  curl_easy_getinfo(transfer.easy.get(), CURLINFO_HTTP_CONNECTCODE, &answer);
  if (answer >= 200 && answer <= 299)
    return {};
  // No word came back, and what was wrong is a certificate: it is the proxy's.
  return answer == 0 && code == CURLE_PEER_FAILED_VERIFICATION ? "proxy-certificate" : "proxy";
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
  const std::string_view atProxy = proxyWord(transfer, code);
  HttpReply reply = notSent(atProxy.empty() ? wordOf(code, transfer) : atProxy);
  if (transfer.began)
    reply.kind = HttpReply::Kind::MaybeSent;
  return reply;
}

}  // namespace

// All of libcurl, on a thread of its own: a handshake costs more than everything the engine does about a
// payment, and the engine must not stand still for it. Nothing here knows a callback; replies leave by
// number.
class CurlTransport::Network {
 public:
  using Transfers = std::list<std::unique_ptr<Transfer>>;
  struct Finished {
    std::uint64_t id = 0;
    HttpReply reply;
  };

  static std::unique_ptr<Network> create(const CurlTransportOptions& options) {
    std::unique_ptr<Network> network(new Network(options));
    // Fresh connections stay affordable: they resume the TLS session of an earlier one. One thread, so no
    // locks.
    if (network->m_share == nullptr || network->m_multi == nullptr ||
        curl_share_setopt(network->m_share.get(), CURLSHOPT_SHARE, CURL_LOCK_DATA_SSL_SESSION) != CURLSHE_OK)
      return nullptr;
    network->m_thread = std::thread([raw = network.get()] { raw->run(); });
    return network;
  }

  ~Network() {
    {
      const std::lock_guard lock(m_mutex);
      m_stopping = true;
    }
    curl_multi_wakeup(m_multi.get());
    if (m_thread.joinable())
      m_thread.join();
  }

  // From the engine's thread.
  void send(std::unique_ptr<Transfer> transfer) {
    {
      const std::lock_guard lock(m_mutex);
      m_arriving.push_back(std::move(transfer));
    }
    curl_multi_wakeup(m_multi.get());
  }
  void finishUnsent(std::uint64_t id, std::string_view word) {
    const std::lock_guard lock(m_mutex);
    m_finished.push_back({id, notSent(word)});
  }
  // What has finished, as soon as there is something, `wake` was called, or the time is over.
  std::deque<Finished> wait(Duration timeout) {
    std::unique_lock lock(m_mutex);
    const auto something = [this] { return m_woken || !m_finished.empty(); };
    if (timeout.ms > 0)
      m_news.wait_for(lock, std::chrono::milliseconds(timeout.ms), something);
    m_woken = false;
    return std::exchange(m_finished, {});
  }
  void abandonAll() {
    {
      const std::lock_guard lock(m_mutex);
      m_abandoning = true;
      m_arriving.clear();
      m_finished.clear();
    }
    curl_multi_wakeup(m_multi.get());
  }

  // From any thread.
  void wake() {
    {
      const std::lock_guard lock(m_mutex);
      m_woken = true;
    }
    m_news.notify_one();
  }

 private:
  explicit Network(const CurlTransportOptions& options)
      : m_options(options), m_share(curl_share_init()), m_multi(curl_multi_init()) {}

  void run() {
    constexpr int kLookMs = 1000;
    while (takeArriving()) {
      startWaiting();
      if (!perform()) {
        curl_multi_poll(m_multi.get(), nullptr, 0, kLookMs, nullptr);
        perform();
      }
      deliver();
    }
    dropAll();
  }

  // False when it is time to stop.
  bool takeArriving() {
    const std::lock_guard lock(m_mutex);
    if (std::exchange(m_abandoning, false))
      dropAll();
    m_waiting.splice(m_waiting.end(), m_arriving);
    return !m_stopping;
  }

  // One file for each authority that was ever asked for: a handful in a counter's life.
  const CaFile* caFileOf(const std::string& pem) {
    if (pem.empty())
      return nullptr;
    const auto [at, isNew] = m_caFiles.try_emplace(pem);
    if (isNew)
      at->second = CaFile::create(pem);
    return at->second.get();
  }

  bool begin(Transfer& transfer) {
    transfer.easy.reset(curl_easy_init());
    transfer.bodyBytesMax = m_options.bodyBytesMax;
    return transfer.easy != nullptr && setRoute(transfer) && setConnection(transfer, m_share.get()) &&
           setTrust(transfer, caFileOf(transfer.request.caPem)) &&
           setLimits(transfer, m_options.connectTimeoutMs) && setHeaders(transfer) && setBody(transfer) &&
           setCallbacks(transfer) && curl_multi_add_handle(m_multi.get(), transfer.easy.get()) == CURLM_OK;
  }

  void startWaiting() {
    for (auto it = m_waiting.begin(); it != m_waiting.end();) {
      if (m_activeByHost[(*it)->host] >= m_options.perHostMax) {
        ++it;
        continue;
      }
      if (begin(**it)) {
        ++m_activeByHost[(*it)->host];
        m_active.splice(m_active.end(), m_waiting, it++);
      } else {
        m_ended.push_back({(*it)->id, notSent("local")});
        it = m_waiting.erase(it);
      }
    }
  }

  // True when something has ended.
  bool perform() {
    int running = 0;
    curl_multi_perform(m_multi.get(), &running);
    int left = 0;
    while (const CURLMsg* message = curl_multi_info_read(m_multi.get(), &left)) {
      if (message->msg != CURLMSG_DONE)
        continue;
      CURL* const easy = message->easy_handle;
      const CURLcode code = message->data.result;
      const auto at = std::find_if(m_active.begin(), m_active.end(),
                                   [&](const auto& t) { return t->easy.get() == easy; });
      LOKET_CHECK(at != m_active.end());
      const std::unique_ptr<Transfer> transfer = std::move(*at);
      m_active.erase(at);
      m_ended.push_back({transfer->id, judged(*transfer, code)});
      leave(*transfer);
    }
    return !m_ended.empty();
  }

  void leave(const Transfer& transfer) {
    curl_multi_remove_handle(m_multi.get(), transfer.easy.get());
    const auto count = m_activeByHost.find(transfer.host);
    if (count != m_activeByHost.end() && --count->second <= 0)
      m_activeByHost.erase(count);
  }

  void deliver() {
    if (m_ended.empty())
      return;
    {
      const std::lock_guard lock(m_mutex);
      // What was abandoned meanwhile is nobody's any more.
      if (!m_abandoning)
        std::move(m_ended.begin(), m_ended.end(), std::back_inserter(m_finished));
    }
    m_ended.clear();
    m_news.notify_one();
  }

  void dropAll() {
    m_waiting.clear();
    for (const auto& transfer : m_active) {
      // A name that is still being looked up must not hold up the end of the process.
      curl_easy_setopt(transfer->easy.get(), CURLOPT_QUICK_EXIT, 1L);
      curl_multi_remove_handle(m_multi.get(), transfer->easy.get());
    }
    m_active.clear();
    m_activeByHost.clear();
  }

  CurlTransportOptions m_options;
  // Destroyed in the reverse order: transfers, then the multi handle, then what it shared.
  std::unique_ptr<CURLSH, ShareCloser> m_share;
  std::unique_ptr<CURLM, MultiCloser> m_multi;
  // Only the network's thread:
  std::map<std::string, std::unique_ptr<CaFile>> m_caFiles;  // by their text
  Transfers m_waiting;
  Transfers m_active;
  std::map<std::string, int> m_activeByHost;
  std::deque<Finished> m_ended;
  // Under the lock:
  std::mutex m_mutex;
  std::condition_variable m_news;
  Transfers m_arriving;
  std::deque<Finished> m_finished;
  bool m_woken = false;
  bool m_abandoning = false;
  bool m_stopping = false;
  std::thread m_thread;
};

CurlTransport::CurlTransport(std::unique_ptr<Network> network) : m_network(std::move(network)) {}
CurlTransport::~CurlTransport() = default;

Result<std::unique_ptr<CurlTransport>> CurlTransport::create(const CurlTransportOptions& options) {
  if (!initialiseOnce())
    return fail(ErrorCode::Internal, "curl");
  CurlTransportOptions sane = options;
  sane.perHostMax = std::max(1, options.perHostMax);
  auto network = Network::create(sane);
  if (network == nullptr)
    return fail(ErrorCode::Internal, "curl");
  return std::unique_ptr<CurlTransport>(new CurlTransport(std::move(network)));
}

void CurlTransport::send(HttpRequest request, std::function<void(HttpReply)> done) {
  const std::uint64_t id = ++m_lastId;
  m_done.emplace(id, std::move(done));
  const std::optional<std::string> host = hostOf(request.url);
  if (!host) {
    m_network->finishUnsent(id, "url");
    return;
  }
  auto transfer = std::make_unique<Transfer>();
  transfer->id = id;
  transfer->request = std::move(request);
  transfer->host = *host;
  m_network->send(std::move(transfer));
}

void CurlTransport::poll(Duration timeout) {
  LOKET_CHECK(!m_polling);
  m_polling = true;
  // Only what has finished by now: a callback that sends must not keep us here.
  for (Network::Finished& one : m_network->wait(timeout)) {
    // A callback before this one may have abandoned everything.
    auto done = m_done.extract(one.id);
    if (!done.empty())
      done.mapped()(std::move(one.reply));
  }
  m_polling = false;
}

void CurlTransport::wake() {
  m_network->wake();
}

int CurlTransport::inFlight() const {
  return static_cast<int>(m_done.size());
}

void CurlTransport::abandonAll() {
  m_network->abandonAll();
  m_done.clear();
}

}  // namespace loket::adapters::http
