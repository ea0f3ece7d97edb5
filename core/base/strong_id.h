// StrongId<Tag> keeps a payment's reference from being handed over where a product or an upstream is meant.
#pragma once

#include <compare>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

namespace loket {

template <typename Tag>
class StrongId {
 public:
  StrongId() = default;
  explicit StrongId(std::string value) : m_value(std::move(value)) {}

  const std::string& str() const { return m_value; }
  std::string_view view() const { return m_value; }
  bool empty() const { return m_value.empty(); }

  friend bool operator==(const StrongId& a, const StrongId& b) { return a.m_value == b.m_value; }
  friend std::strong_ordering operator<=>(const StrongId& a, const StrongId& b) {
    return a.m_value <=> b.m_value;
  }

 private:
  std::string m_value;
};

}  // namespace loket

template <typename Tag>
struct std::hash<loket::StrongId<Tag>> {
  std::size_t operator()(const loket::StrongId<Tag>& id) const noexcept {
    return std::hash<std::string>{}(id.str());
  }
};
