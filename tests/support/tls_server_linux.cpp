#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <csignal>
#include <mutex>
#include <set>
#include <thread>

#include <netinet/in.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <sys/socket.h>
#include <unistd.h>

#include "core/base/check.h"
#include "tests/support/tls_server.h"

namespace loket::tests {
namespace {

using Key = std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY*)>;
using Certificate = std::unique_ptr<X509, void (*)(X509*)>;
using Memory = std::unique_ptr<BIO, int (*)(BIO*)>;

Key makeKey() {
  return {EVP_EC_gen("P-256"), &EVP_PKEY_free};
}

void addExtension(X509* certificate, X509* issuer, int nid, const char* value) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, nid, value);
  LOKET_CHECK(extension != nullptr && X509_add_ext(certificate, extension, -1) == 1);
  X509_EXTENSION_free(extension);
}

Certificate makeCertificate(const char* name, long serial, EVP_PKEY* key) {
  Certificate certificate(X509_new(), &X509_free);
  X509_set_version(certificate.get(), X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), serial);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -86'400);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 86'400L * 30);
  X509_set_pubkey(certificate.get(), key);
  X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate.get()), "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>(name), -1, -1, 0);
  return certificate;
}

std::string textOf(BIO* memory) {
  char* bytes = nullptr;
  const auto size = BIO_get_mem_data(memory, &bytes);
  return std::string(bytes, static_cast<std::size_t>(size));
}

std::string pemOf(X509* certificate) {
  const Memory memory(BIO_new(BIO_s_mem()), &BIO_free);
  PEM_write_bio_X509(memory.get(), certificate);
  return textOf(memory.get());
}

std::string pemOf(EVP_PKEY* key) {
  const Memory memory(BIO_new(BIO_s_mem()), &BIO_free);
  PEM_write_bio_PrivateKey(memory.get(), key, nullptr, nullptr, 0, nullptr, nullptr);
  return textOf(memory.get());
}

int listenOnLoopback(int& port) {
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  LOKET_CHECK(bind(fd, reinterpret_cast<sockaddr*>(&address), size) == 0);
  LOKET_CHECK(getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size) == 0);
  port = ntohs(address.sin_port);
  return fd;
}

std::size_t announcedLength(const std::string& head) {
  constexpr std::string_view kName = "Content-Length: ";
  const std::size_t at = head.find(kName);
  return at == std::string::npos ? 0 : std::stoul(head.substr(at + kName.size()));
}

std::string pathOf(const std::string& head) {
  const std::size_t start = head.find(' ') + 1;
  return head.substr(start, head.find(' ', start) - start);
}

}  // namespace

Identity makeIdentity(Validity validity) {
  // Names differ, so that two authorities are never taken for each other.
  static std::atomic<long> serial{1};
  const std::string name = "Test CA " + std::to_string(serial.load());
  const Key caKey = makeKey();
  const Certificate ca = makeCertificate(name.c_str(), serial++, caKey.get());
  X509_set_issuer_name(ca.get(), X509_get_subject_name(ca.get()));
  addExtension(ca.get(), ca.get(), NID_basic_constraints, "critical,CA:TRUE");
  addExtension(ca.get(), ca.get(), NID_subject_key_identifier, "hash");
  LOKET_CHECK(X509_sign(ca.get(), caKey.get(), EVP_sha256()) > 0);
  const Key key = makeKey();
  const Certificate leaf = makeCertificate("127.0.0.1", serial++, key.get());
  constexpr long kDay = 86'400;
  if (validity == Validity::Over)
    X509_gmtime_adj(X509_getm_notAfter(leaf.get()), -kDay / 2);
  if (validity == Validity::NotYet)
    X509_gmtime_adj(X509_getm_notBefore(leaf.get()), kDay);
  X509_set_issuer_name(leaf.get(), X509_get_subject_name(ca.get()));
  addExtension(leaf.get(), ca.get(), NID_subject_alt_name, "IP:127.0.0.1");
  LOKET_CHECK(X509_sign(leaf.get(), caKey.get(), EVP_sha256()) > 0);
  return {pemOf(ca.get()), pemOf(leaf.get()), pemOf(key.get())};
}

struct TlsServer::State {
  Options options;
  std::unique_ptr<SSL_CTX, void (*)(SSL_CTX*)> context{nullptr, &SSL_CTX_free};
  int listener = -1;
  int port = 0;
  std::thread acceptor;
  std::vector<std::thread> workers;

  mutable std::mutex mutex;
  std::condition_variable changed;
  bool stopping = false;
  std::set<int> open;
  std::vector<ServedRequest> served;
  int connections = 0;
  int busy = 0;
  int busiest = 0;

  void waitForStop() {
    std::unique_lock lock(mutex);
    changed.wait(lock, [this] { return stopping; });
  }

  void accept() {
    while (true) {
      const int fd = ::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC);
      if (fd < 0)
        return;
      const std::lock_guard lock(mutex);
      if (stopping) {
        ::close(fd);
        return;
      }
      open.insert(fd);
      workers.emplace_back([this, fd, no = ++connections] { serve(fd, no); });
    }
  }

  void serve(int fd, int no) {
    if (options.muteHandshake)
      waitForStop();
    if (!options.dropConnections && !options.muteHandshake) {
      SSL* tls = SSL_new(context.get());
      SSL_set_fd(tls, fd);
      if (SSL_accept(tls) == 1)
        while (serveOne(tls, fd, no)) {
        }
      SSL_free(tls);
    }
    const std::lock_guard lock(mutex);
    open.erase(fd);
    ::close(fd);
  }

  static bool readRequest(SSL* tls, ServedRequest& request) {
    std::string all;
    std::array<char, 4096> part{};
    while (true) {
      const std::size_t end = all.find("\r\n\r\n");
      if (end != std::string::npos && all.size() >= end + 4 + announcedLength(all.substr(0, end + 2))) {
        request.head = all.substr(0, end);
        request.body = all.substr(end + 4);
        return true;
      }
      const int got = SSL_read(tls, part.data(), static_cast<int>(part.size()));
      if (got <= 0)
        return false;
      all.append(part.data(), static_cast<std::size_t>(got));
    }
  }

  void write(SSL* tls, const std::string& text) const {
    SSL_write(tls, text.data(), static_cast<int>(text.size()));
  }

  bool serveOne(SSL* tls, int fd, int no) {
    ServedRequest request;
    request.connection = no;
    request.resumed = SSL_session_reused(tls) == 1;
    if (!readRequest(tls, request))
      return false;
    const std::string path = pathOf(request.head);
    {
      const std::lock_guard lock(mutex);
      served.push_back(request);
      busiest = std::max(busiest, ++busy);
    }
    const Deed deed = options.deed ? options.deed(path) : Deed::Answer;
    if (deed == Deed::AnswerSlowly)
      std::this_thread::sleep_for(std::chrono::milliseconds(150));
    {
      // Before the answer is out: whoever has read it may begin the next before we come to count.
      const std::lock_guard lock(mutex);
      --busy;
    }
    return act(tls, fd, deed, options.answerTo ? options.answerTo(request.body) : options.answer);
  }

  bool act(SSL* tls, int fd, Deed deed, const std::string& answer) {
    const std::string start = "HTTP/1.1 " + std::to_string(options.status) +
                              " So\r\nContent-Type: " + options.contentType +
                              "\r\nDate: Mon, 23 Nov 2026 07:05:09 GMT\r\n";
    const std::string length = "Content-Length: " + std::to_string(answer.size()) + "\r\n\r\n";
    switch (deed) {
      case Deed::AnswerSlowly:
      case Deed::Answer:
        write(tls, start + length + answer);
        return true;
      case Deed::AnswerWithoutLength:
        write(tls, start + "Connection: close\r\n\r\n" + answer);
        SSL_shutdown(tls);
        return false;
      case Deed::Close:
        SSL_shutdown(tls);
        return false;
      case Deed::Reset: {
        const linger now{1, 0};
        setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
        return false;
      }
      case Deed::Hang:
        waitForStop();
        return false;
      case Deed::Drip: {
        write(tls, start + "Content-Length: 1000000\r\n\r\n");
        std::unique_lock lock(mutex);
        while (!changed.wait_for(lock, std::chrono::milliseconds(20), [this] { return stopping; })) {
          lock.unlock();
          const bool gone = SSL_write(tls, " ", 1) <= 0;
          lock.lock();
          if (gone)
            return false;
        }
        return false;
      }
      case Deed::Truncate:
        write(tls, start + "Content-Length: 1000\r\n\r\n" + answer);
        return false;
      case Deed::CutWithoutLength:
        write(tls, start + "Connection: close\r\n\r\n" + answer);
        return false;
      case Deed::Redirect:
        write(tls, "HTTP/1.1 307 Temporary Redirect\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n");
        return true;
    }
    return false;
  }
};

std::string pinOf(const std::string& certificatePem) {
  const Memory text(BIO_new_mem_buf(certificatePem.data(), -1), &BIO_free);
  const Certificate certificate(PEM_read_bio_X509(text.get(), nullptr, nullptr, nullptr), &X509_free);
  unsigned char* der = nullptr;
  const int size = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(certificate.get()), &der);
  LOKET_CHECK(size > 0);
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int digestSize = 0;
  LOKET_CHECK(EVP_Digest(der, static_cast<std::size_t>(size), digest, &digestSize, EVP_sha256(), nullptr) ==
              1);
  OPENSSL_free(der);
  unsigned char base64[64];
  const int length = EVP_EncodeBlock(base64, digest, static_cast<int>(digestSize));
  return "sha256//" + std::string(reinterpret_cast<const char*>(base64), static_cast<std::size_t>(length));
}

TlsServer::TlsServer(Options options) : m_state(std::make_unique<State>()) {
  // A client that hangs up is part of the tests; QtTest would call it a crash.
  std::signal(SIGPIPE, SIG_IGN);
  State& state = *m_state;
  state.options = std::move(options);
  state.context.reset(SSL_CTX_new(TLS_server_method()));
  SSL_CTX* context = state.context.get();
  const Identity& identity = state.options.identity;
  const Memory certificate(BIO_new_mem_buf(identity.certificatePem.data(), -1), &BIO_free);
  const Certificate leaf(PEM_read_bio_X509(certificate.get(), nullptr, nullptr, nullptr), &X509_free);
  const Memory keyText(BIO_new_mem_buf(identity.keyPem.data(), -1), &BIO_free);
  const Key key(PEM_read_bio_PrivateKey(keyText.get(), nullptr, nullptr, nullptr), &EVP_PKEY_free);
  LOKET_CHECK(SSL_CTX_use_certificate(context, leaf.get()) == 1 &&
              SSL_CTX_use_PrivateKey(context, key.get()) == 1);
  static constexpr std::string_view kSessionContext = "loket";
  SSL_CTX_set_session_id_context(context, reinterpret_cast<const unsigned char*>(kSessionContext.data()),
                                 kSessionContext.size());
  if (!state.options.clientCaPem.empty()) {
    const Memory text(BIO_new_mem_buf(state.options.clientCaPem.data(), -1), &BIO_free);
    const Certificate authority(PEM_read_bio_X509(text.get(), nullptr, nullptr, nullptr), &X509_free);
    X509_STORE_add_cert(SSL_CTX_get_cert_store(context), authority.get());
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
  }
  if (state.options.oldTlsOnly) {
    SSL_CTX_set_security_level(context, 0);
    SSL_CTX_set_min_proto_version(context, TLS1_VERSION);
    SSL_CTX_set_max_proto_version(context, TLS1_1_VERSION);
  }
  state.listener = listenOnLoopback(state.port);
  LOKET_CHECK(listen(state.listener, 64) == 0);
  state.acceptor = std::thread([&state] { state.accept(); });
}

TlsServer::~TlsServer() {
  {
    const std::lock_guard lock(m_state->mutex);
    m_state->stopping = true;
    for (const int fd : m_state->open) shutdown(fd, SHUT_RDWR);
  }
  m_state->changed.notify_all();
  shutdown(m_state->listener, SHUT_RDWR);
  m_state->acceptor.join();
  for (std::thread& worker : m_state->workers) worker.join();
  close(m_state->listener);
}

std::string TlsServer::url(const std::string& path, const std::string& host) const {
  return "https://" + host + ":" + std::to_string(m_state->port) + path;
}

std::vector<ServedRequest> TlsServer::served() const {
  const std::lock_guard lock(m_state->mutex);
  return m_state->served;
}

int TlsServer::executions(const std::string& path) const {
  const std::lock_guard lock(m_state->mutex);
  return static_cast<int>(std::count_if(m_state->served.begin(), m_state->served.end(),
                                        [&](const ServedRequest& one) { return pathOf(one.head) == path; }));
}

int TlsServer::connections() const {
  const std::lock_guard lock(m_state->mutex);
  return m_state->connections;
}

int TlsServer::busiest() const {
  const std::lock_guard lock(m_state->mutex);
  return m_state->busiest;
}

int closedPort() {
  int port = 0;
  close(listenOnLoopback(port));
  return port;
}

}  // namespace loket::tests
