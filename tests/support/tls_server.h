// A real HTTPS server on loopback that does to a client what networks do, and counts what it was made to
// execute.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace loket::tests {

// A certificate authority of our own and one server certificate for 127.0.0.1 (not for "localhost").
struct Identity {
  std::string caPem;
  std::string certificatePem;
  std::string keyPem;
};
enum class Validity { Now, Over, NotYet };  // of the server's certificate
Identity makeIdentity(Validity validity = Validity::Now);
// The SHA-256 of the certificate's public key, as a pin says it: "sha256//BASE64".
std::string pinOf(const std::string& certificatePem);

struct ServedRequest {
  int connection = 0;    // counted from 1, in the order of acceptance
  bool resumed = false;  // the TLS session continued an earlier one
  std::string head;
  std::string body;
};

// What happens after a whole request has arrived, which is when it counts as executed.
enum class Deed {
  Answer,
  AnswerSlowly,
  AnswerWithoutLength,  // ends with a proper TLS close
  Close,                // nothing said, connection closed in order
  Reset,                // nothing said, connection reset
  Hang,
  Drip,              // the answer byte by byte, for ever
  Truncate,          // fewer bytes than announced
  CutWithoutLength,  // no length announced, TLS ends without a close
  Redirect,
};

class TlsServer {
 public:
  struct Options {
    Identity identity;
    // Of a connection: close it before TLS, or never answer its TLS.
    bool dropConnections = false;
    bool muteHandshake = false;
    bool oldTlsOnly = false;
    std::string clientCaPem;  // clients must show a certificate of this authority; empty: none is asked for
    std::string answer = R"({"ok":true})";
    std::function<std::string(const std::string& body)> answerTo;  // instead of `answer`; on a thread of the server's
    std::string contentType = "application/json";
    int status = 200;
    std::function<Deed(const std::string& path)> deed;  // empty: always Answer
  };

  explicit TlsServer(Options options);
  ~TlsServer();

  std::string url(const std::string& path, const std::string& host = "127.0.0.1") const;
  std::vector<ServedRequest> served() const;
  int executions(const std::string& path) const;
  int connections() const;
  // The most requests that were being worked on at one time.
  int busiest() const;

 private:
  struct State;
  std::unique_ptr<State> m_state;
};

// A loopback port that nobody listens on.
int closedPort();

}  // namespace loket::tests
