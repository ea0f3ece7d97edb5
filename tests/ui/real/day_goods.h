// What is asked for at the counter in a day: every family, with the keys that lead to it and what must be
// seen then.
#pragma once

#include <QString>
#include <vector>

namespace loket::test {

// Taken with the network away: at its price, with a ceiling that the bill is not known to stay under, or not
// at all.
enum class Offline { AtItsPrice, UpToCeiling, Refused };

struct Goods {
  const char* word;     // what the shift's paper calls the family
  const char* product;  // what is chosen in the end
  // The way to it: one of the doors in their order and words that narrow its list down, or with `kByNumber`
  // the number itself, and so many rows down and choices to the right in what is suggested.
  int door;
  const char* words;
  int down;
  int right;
  const char* number;  // every '#' is a figure that counts the sales; nothing comes twice in a day
  const char* field;   // null: nothing more is asked; empty: what is proposed is taken
  const char* amount;  // null: nobody asks for it
  bool isNamed;        // the name is there to be read out
  Offline offline;
};

inline constexpr int kByNumber = -1;

const std::vector<Goods>& goodsOfTheDay();
// A number of its own for each `n`, from 0 on.
QString numberFor(const char* pattern, int n);

}  // namespace loket::test
