// A buyer's server: takes what is posted to it, answers 200 and keeps it.
#pragma once

#include <QByteArray>
#include <QMap>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

namespace loket::contract_tests {

struct PostedMessage {
  QByteArray path;
  QMap<QByteArray, QByteArray> headers;  // names in lower case
  QByteArray body;
};

class WebhookListener {
 public:
  WebhookListener();
  ~WebhookListener();
  WebhookListener(const WebhookListener&) = delete;
  WebhookListener& operator=(const WebhookListener&) = delete;

  QString url() const;
  // All that has come, as soon as there are so many; fewer when they do not come within five seconds.
  std::vector<PostedMessage> waitFor(std::size_t count);
  void clear();

 private:
  void listen();
  void take(int connection);

  int m_socket = -1;
  int m_port = 0;
  std::mutex m_mutex;
  std::condition_variable m_came;
  std::vector<PostedMessage> m_messages;
  std::thread m_thread;
};

}  // namespace loket::contract_tests
