// Every cosignature that was given, judged by a verifier of another language and another hand.
#pragma once

#include <QByteArray>

#include <string>

#include "core/domain/journal/note.h"

namespace loket::witness_tests {

class Judge {
 public:
  // `lines` are the signature lines that a witness of this key gave for the note.
  void hear(const journal::SignedNote& note, const std::string& lines, const std::string& keyText);
  // How many were heard, when each is the key's and good; otherwise -1, and it says which. Beside the same number of notes that
  // were touched afterwards, each of which must be refused.
  int verdict();

 private:
  void ask(const std::string& note, const std::string& keyText, bool isGood);

  QByteArray m_questions;
  QByteArray m_expected;
  int m_heard = 0;
};

}  // namespace loket::witness_tests
