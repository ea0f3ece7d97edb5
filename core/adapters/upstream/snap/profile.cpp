#include "core/adapters/upstream/snap/profile.h"

#include <array>
#include <utility>

#include <nlohmann/json.hpp>

#include "bank_texts.inc"
#include "core/base/check.h"
#include "core/base/text.h"

namespace loket::adapters::snap {
namespace {

using nlohmann::json;

constexpr std::array kTexts = {kGeneric, kBri, kBca, kMandiri};
constexpr int kExternalIdMin = 18;
constexpr int kExternalIdMax = 36;

tl::unexpected<Error> wrong(const std::string& key) { return fail(ErrorCode::ConfigInvalid, "profile." + key); }

bool isPath(const std::string& text) {
  return text.size() > 1 && text.front() == '/' && text.find_first_of(" :?\r\n") == std::string::npos;
}

Status readText(const json& value, const std::string& key, std::string& text) {
  if (!value.is_string())
    return wrong(key);
  text = value.get<std::string>();
  return {};
}

Status readKey(const std::string& key, const json& value, Profile& profile) {
  if (key == "name")
    return readText(value, key, profile.name);
  if (key == "bankCode") {
    LOKET_TRY(readText(value, key, profile.bankCode));
    return profile.bankCode.size() == 3 && isDigits(profile.bankCode) ? Status() : wrong(key);
  }
  if (key == "bankName")
    return readText(value, key, profile.bankName);
  if (key == "originHeader") {
    LOKET_TRY(readText(value, key, profile.originHeader));
    return profile.originHeader == "ORIGIN" || profile.originHeader == "X-ORIGIN" ? Status() : wrong(key);
  }
  if (key == "origin")
    return readText(value, key, profile.origin);
  if (key == "timestampMillis") {
    if (!value.is_boolean())
      return wrong(key);
    profile.timestampMillis = value.get<bool>();
    return {};
  }
  if (key == "externalIdDigits") {
    if (!value.is_number_integer() || value.get<std::int64_t>() < kExternalIdMin ||
        value.get<std::int64_t>() > kExternalIdMax)
      return wrong(key);
    profile.externalIdDigits = value.get<int>();
    return {};
  }
  if (key == "signature") {
    std::string word;
    LOKET_TRY(readText(value, key, word));
    if (word != "symmetric" && word != "asymmetric")
      return wrong(key);
    profile.signature = word == "symmetric" ? Signature::Symmetric : Signature::Asymmetric;
    return {};
  }
  if (key == "collects") {
    if (!value.is_array())
      return wrong(key);
    for (const json& one : value) {
      const auto kind = one.is_string() ? collectionKindFromWord(one.get<std::string>()) : std::nullopt;
      if (!kind)
        return wrong(key);
      profile.collects.push_back(*kind);
    }
    return {};
  }
  if (key == "paths") {
    if (!value.is_object())
      return wrong(key);
    for (const auto& [service, path] : value.items()) {
      std::string text;
      LOKET_TRY(readText(path, "paths." + service, text));
      if (service.size() != 2 || !isDigits(service) || !isPath(text))
        return wrong("paths." + service);
      profile.paths[service] = std::move(text);
    }
    return {};
  }
  return wrong(key);
}

}  // namespace

Result<Profile> readProfile(const std::string& text) {
  const json value = json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (!value.is_object())
    return fail(ErrorCode::ConfigInvalid, "profile");
  Profile profile;
  profile.name.clear();
  for (const auto& [key, field] : value.items()) LOKET_TRY(readKey(key, field, profile));
  if (profile.name.empty())
    return wrong("name");
  if (profile.originHeader.empty() != profile.origin.empty())
    return wrong(profile.origin.empty() ? "origin" : "originHeader");
  return profile;
}

std::optional<Profile> findProfile(std::string_view name) {
  for (const std::string_view text : kTexts) {
    Result<Profile> profile = readProfile(std::string(text));
    LOKET_CHECK(profile.has_value());
    if (profile->name == (name.empty() ? "generic" : name))
      return std::move(*profile);
  }
  return std::nullopt;
}

const std::vector<Bank>& banks() {
  static const std::vector<Bank> kBanks = [] {
    std::vector<Bank> read;
    for (const json& bank : json::parse(kCodes))
      read.push_back({bank.at("code").get<std::string>(), bank.at("name").get<std::string>()});
    return read;
  }();
  return kBanks;
}

}  // namespace loket::adapters::snap
