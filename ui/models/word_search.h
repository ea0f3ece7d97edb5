// Products by words.
#pragma once

#include <QString>
#include <string>
#include <vector>

#include "core/domain/catalogue/product.h"

namespace loket::ui::models {

// What was typed, as words; every one of them must be in a product's name, brand, category or nominal.
class WordSearch {
 public:
  explicit WordSearch(const QString& typed);
  [[nodiscard]] bool finds(const Product& product) const;
  // The places of those that it finds.
  [[nodiscard]] std::vector<std::size_t> among(const std::vector<Product>& products) const;

 private:
  std::vector<std::string> m_words;
};

}  // namespace loket::ui::models
