// A TCP relay between the public port and the TLS server, so that connection faults are real ones: it can
// reset, silence or slow a connection below TLS, and refuse new ones.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>

namespace loket::sandbox {

class Relay {
 public:
  // Listens on 127.0.0.1:`port` (0: any free) and connects on to 127.0.0.1:`innerPort`. For every new
  // connection `refuses` is asked; true resets it before a byte is read. Throws when the port is taken.
  Relay(std::uint16_t port, std::uint16_t innerPort, std::function<bool()> refuses);
  ~Relay();
  Relay(const Relay&) = delete;
  Relay& operator=(const Relay&) = delete;

  std::uint16_t port() const;

  // All take effect before they return. A connection is known by the port from which it reaches the inner
  // server; one that is gone already is ignored.
  void reset(std::uint16_t innerPeer);  // RST to the client
  void hang(std::uint16_t innerPeer);   // nothing more to the client, until it leaves or 120 s have passed
  void slow(std::uint16_t innerPeer);   // 3 s of silence, then small pieces
  void setListening(bool listening);    // false: new connections get ECONNREFUSED
  void stop();                          // ends every connection; further orders do nothing

 private:
  class Loop;
  std::unique_ptr<Loop> m_loop;
};

}  // namespace loket::sandbox
