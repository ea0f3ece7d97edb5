// Reads and checks the fields of a SNAP request body; the first offence is remembered with the name of the
// field and the case code the standard gives it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>

#include <nlohmann/json.hpp>

namespace loket::sandbox::snap {

class Fields {
 public:
  explicit Fields(const nlohmann::json& body) : m_body(body) {}

  // Mandatory, not empty, at most `longest` bytes.
  std::string text(const char* name, std::size_t longest);
  std::string optionalText(const char* name, std::size_t longest);
  // Mandatory, digits only.
  std::string digits(const char* name, std::size_t longest);
  std::string optionalDigits(const char* name, std::size_t longest);
  // Mandatory {"value":"10000.00","currency":"IDR"}; whole rupiah.
  std::int64_t amount(const char* name);
  std::int64_t optionalAmount(const char* name);  // 0 where it is absent
  // Mandatory, an instant of at most 25 bytes; given back as it was sent.
  std::string time(const char* name);
  std::string optionalTime(const char* name);
  void require(bool holds, const std::string& name);  // else: invalid format
  // At least one of them must be there, else the first one is what is missing.
  void requireAny(std::initializer_list<const char*> names);

  bool ok() const { return m_case.empty(); }
  const std::string& offence() const { return m_case; }  // "40001" or "40002"
  const std::string& field() const { return m_field; }

 private:
  void missing(const std::string& name);
  void malformed(const std::string& name);

  const nlohmann::json& m_body;
  std::string m_case;
  std::string m_field;
};

}  // namespace loket::sandbox::snap
