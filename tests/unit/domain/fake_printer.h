// A printer on loopback that takes one job, or leaves in the middle of it.
#pragma once

#include <QTcpServer>
#include <QTcpSocket>
#include <atomic>
#include <string>
#include <thread>

namespace loket::test {

// Serves one job. `leaveAfter` bytes it hangs up without reading on; never when negative.
class FakePrinter {
 public:
  explicit FakePrinter(qint64 leaveAfter, bool closesAtTheEnd = true) {
    m_thread = std::thread([this, leaveAfter, closesAtTheEnd] { serve(leaveAfter, closesAtTheEnd); });
    while (m_port == 0)
      std::this_thread::yield();
  }
  FakePrinter(const FakePrinter&) = delete;
  FakePrinter& operator=(const FakePrinter&) = delete;
  ~FakePrinter() { join(); }

  std::string uri() const { return "tcp://127.0.0.1:" + std::to_string(m_port); }
  std::string received() {
    join();
    return m_received;
  }

 private:
  void join() {
    m_released = true;
    if (m_thread.joinable())
      m_thread.join();
  }
  void serve(qint64 leaveAfter, bool closesAtTheEnd) {
    QTcpServer server;
    server.listen(QHostAddress::LocalHost);
    m_port = server.serverPort();
    if (!server.waitForNewConnection(10'000))
      return;
    QTcpSocket* socket = server.nextPendingConnection();
    if (leaveAfter >= 0)
      socket->setReadBufferSize(qMax<qint64>(leaveAfter, 1));
    while (socket->waitForReadyRead(10'000)) {
      m_received += socket->readAll().toStdString();
      if (leaveAfter >= 0 && qint64(m_received.size()) >= leaveAfter) {
        // With unread bytes in the kernel, closing resets the connection, as a printer that is switched off.
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
        socket->abort();
        return;
      }
    }
    while (!closesAtTheEnd && !m_released)
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }

  std::thread m_thread;
  std::atomic<quint16> m_port = 0;
  std::atomic<bool> m_released = false;
  std::string m_received;
};

}  // namespace loket::test
