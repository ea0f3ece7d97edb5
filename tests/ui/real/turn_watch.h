// An application that measures how long the window's thread is busy between two looks at its events: for so
// long a key is not answered and nothing is painted. What a test itself does in between is not counted.
#pragma once

#include <QApplication>
#include <QString>
#include <chrono>
#include <vector>

namespace loket::test {

class WatchedApplication final : public QApplication {
 public:
  WatchedApplication(int& argc, char** argv);

  bool notify(QObject* receiver, QEvent* event) override;
  // Everything that was due has been done. Also told by the event loop, when it is about to wait.
  void endTurn();

  // For the report: what is waited for, or "" while keys are pressed. It is not copied.
  void setAwaited(const char* what) { m_awaited = what; }
  // What begins now is another part of the day.
  void startOver(const QString& part);
  // Of this part: the middle, the slowest hundredth, the longest, and what the longest were busy with.
  [[nodiscard]] QString report() const;

 private:
  using Time = std::chrono::nanoseconds;
  // The longest single event of a turn says what the turn was about.
  struct Turn {
    Time wall{};
    Time cpu{};
    Time longest{};
    const char* receiver = "";
    QString name;
    int event = 0;
    const char* awaited = "";
  };

  Turn m_turn;
  int m_depth = 0;
  QString m_part;
  const char* m_awaited = "";
  std::vector<Turn> m_turns;
};

// Milliseconds, below which `share` (0..1) of them lie; 0 when there are none.
double quantileMs(std::vector<std::chrono::nanoseconds> times, double share);

}  // namespace loket::test
