#include "tests/contract/webhook_listener.h"

#include <QString>
#include <array>
#include <chrono>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace loket::contract_tests {

WebhookListener::WebhookListener() : m_socket(::socket(AF_INET, SOCK_STREAM, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  auto* plain = reinterpret_cast<sockaddr*>(&address);
  if (::bind(m_socket, plain, size) != 0 || ::listen(m_socket, 16) != 0 ||
      ::getsockname(m_socket, plain, &size) != 0) {
    qFatal("no port for the webhook listener");
  }
  m_port = ntohs(address.sin_port);
  m_thread = std::thread([this] { listen(); });
}

WebhookListener::~WebhookListener() {
  ::shutdown(m_socket, SHUT_RDWR);
  m_thread.join();
  ::close(m_socket);
}

QString WebhookListener::url() const {
  return QStringLiteral("http://127.0.0.1:%1/hook").arg(m_port);
}

std::vector<PostedMessage> WebhookListener::waitFor(std::size_t count) {
  std::unique_lock lock(m_mutex);
  m_came.wait_for(lock, std::chrono::seconds(5), [&] { return m_messages.size() >= count; });
  return m_messages;
}

void WebhookListener::clear() {
  const std::lock_guard lock(m_mutex);
  m_messages.clear();
}

void WebhookListener::listen() {
  for (int connection = 0; (connection = ::accept(m_socket, nullptr, nullptr)) >= 0;) {
    take(connection);
    ::close(connection);
  }
}

void WebhookListener::take(int connection) {
  QByteArray all;
  std::array<char, 4096> piece{};
  PostedMessage message;
  qsizetype bodyAt = -1;
  qsizetype bodySize = 0;
  while (bodyAt < 0 || all.size() < bodyAt + bodySize) {
    const ssize_t got = ::recv(connection, piece.data(), piece.size(), 0);
    if (got <= 0) {
      return;
    }
    all.append(piece.data(), got);
    if (bodyAt >= 0 || !all.contains("\r\n\r\n")) {
      continue;
    }
    bodyAt = all.indexOf("\r\n\r\n") + 4;
    const QList<QByteArray> lines = all.left(bodyAt).split('\n');
    message.path = lines[0].split(' ').value(1);
    for (const QByteArray& line : lines.mid(1)) {
      const qsizetype colon = line.indexOf(':');
      message.headers[line.left(colon).toLower()] = line.mid(colon + 1).trimmed();
    }
    bodySize = message.headers.value("content-length").toLongLong();
  }
  message.body = all.mid(bodyAt, bodySize);
  {
    const std::lock_guard lock(m_mutex);
    m_messages.push_back(message);
  }
  m_came.notify_all();
  const QByteArray answer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
  ::send(connection, answer.constData(), static_cast<std::size_t>(answer.size()), MSG_NOSIGNAL);
}

}  // namespace loket::contract_tests
