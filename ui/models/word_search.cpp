#include "ui/models/word_search.h"

#include <algorithm>

#include "core/base/text.h"

namespace loket::ui::models {

WordSearch::WordSearch(const QString& typed) : m_words(split(trimmed(typed.toStdString()), ' ')) {}

bool WordSearch::finds(const Product& product) const {
  const std::string haystack = product.name + ' ' + product.brand + ' ' + product.category + ' ' +
                               std::to_string(product.denomination.amount());
  return std::all_of(m_words.begin(), m_words.end(),
                     [&haystack](const std::string& word) { return containsNoCase(haystack, word); });
}

std::vector<std::size_t> WordSearch::among(const std::vector<Product>& products) const {
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < products.size(); ++i)
    if (finds(products[i]))
      found.push_back(i);
  return found;
}

}  // namespace loket::ui::models
