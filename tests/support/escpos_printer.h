// A real printer on loopback (raw port) that speaks ESC/POS back, and does to a job what printers do: runs out of paper,
// says nothing, takes its time, hangs up, answers too late. It keeps what came out of it. What it says of itself is
// judged by a program that was not written here: tests/integration/paper.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace loket::tests {

class EscPosPrinter {
 public:
  struct Manner {
    bool answers = true;     // to anything; false is a printer without a way back
    bool processIds = true;  // knows GS ( H
    bool coverOpen = false;
    bool paperOut = false;
    bool cutterStuck = false;
    bool onlyZeros = false;                          // what some clones answer to everything
    std::optional<std::size_t> paperFor = {};        // the paper ends after so many bytes
    std::optional<std::size_t> leavesAfter = {};     // it resets the connection after so many bytes
    std::size_t bytesPerSecond = 0;                  // 0: as fast as they come
    std::size_t holds = 64'000;                      // and takes no more before some of it is printed
    bool loses = false;  // what comes while it holds so much, instead of holding it up
    std::chrono::milliseconds answersLateBy{0};
    std::string garbage = {};  // said in front of every answer
  };
  // What came out of one connection.
  struct Sheet {
    std::string bytes;     // without the questions, worked through in their order
    std::string letters;
    std::string commands;  // every command by its name and its parameters, without the data of pictures and codes
    std::string wrong;     // a byte that is neither
    int pulses = 0;        // of the drawer
  };

  explicit EscPosPrinter(Manner manner);
  EscPosPrinter() : EscPosPrinter(Manner{}) {}
  ~EscPosPrinter();
  EscPosPrinter(const EscPosPrinter&) = delete;
  EscPosPrinter& operator=(const EscPosPrinter&) = delete;

  std::string uri() const;
  // From now on, also for a job that is under way.
  void setManner(const Manner& manner);
  // When `count` connections have ended; what there is after ten seconds.
  std::vector<Sheet> sheets(std::size_t count) const;
  // Once so many bytes have come out of the connection that is open; false after ten seconds without.
  bool hasPrinted(std::size_t bytes) const;
  // The largest number of bytes that waited in it at once.
  std::size_t mostHeld() const;

 private:
  struct State;
  std::unique_ptr<State> m_state;
};

}  // namespace loket::tests
