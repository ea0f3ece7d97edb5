// A terminal at which somebody has typed one line, as a program's standard input.
#pragma once

#include <QString>

namespace loket::integration_tests {

class TypedTerminal {
 public:
  explicit TypedTerminal(const QString& line);
  ~TypedTerminal();
  TypedTerminal(const TypedTerminal&) = delete;
  TypedTerminal& operator=(const TypedTerminal&) = delete;

  // What the program opens; empty when there is no terminal to be had.
  QString path() const { return m_path; }

 private:
  int m_keyboard;
  int m_screen = -1;  // held open, or the line would be gone before the program comes
  QString m_path;
};

}  // namespace loket::integration_tests
