#include "core/adapters/upstream/snap/profile.h"

#include <algorithm>
#include <array>
#include <utility>

#include "bank_texts.inc"
#include <nlohmann/json.hpp>

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

Status readWallet(const json& value, const std::string& place, std::vector<Wallet>& wallets) {
  constexpr std::size_t kPrefixMax = 8;
  if (!value.is_object())
    return wrong(place);
  Wallet wallet;
  for (const auto& [key, field] : value.items()) {
    if (key != "name" && key != "prefix")
      return wrong(place + "." + key);
    LOKET_TRY(readText(field, place + "." + key, key == "name" ? wallet.name : wallet.prefix));
  }
  if (wallet.sku() == Wallet().sku())
    return wrong(place + ".name");
  if (!wallet.prefix.empty() && (!isDigits(wallet.prefix) || wallet.prefix.size() > kPrefixMax))
    return wrong(place + ".prefix");
  for (const Wallet& other : wallets) {
    if (other.sku() == wallet.sku())
      return wrong(place + ".name");
    // Two that begin alike would be one wallet to the bank.
    const std::size_t alike = std::min(other.prefix.size(), wallet.prefix.size());
    if (other.prefix.compare(0, alike, wallet.prefix, 0, alike) == 0)
      return wrong(place + ".prefix");
  }
  wallets.push_back(std::move(wallet));
  return {};
}

Status readVirtualAccounts(const json& value, VirtualAccounts& read) {
  const std::string place = "virtualAccounts";
  constexpr int kServiceIdMax = 8;
  if (!value.is_object())
    return wrong(place);
  for (const auto& [key, field] : value.items()) {
    if (key == "serviceIdDigits") {
      if (!field.is_number_integer() || field.get<std::int64_t>() < 1 ||
          field.get<std::int64_t>() > kServiceIdMax)
        return wrong(place + "." + key);
      read.serviceIdDigits = field.get<int>();
    } else if (key == "data") {
      LOKET_TRY(readText(field, place + "." + key, read.data));
      if (read.data != "virtualAccountData" && read.data != "virtualAccountdata")
        return wrong(place + "." + key);
    } else {
      return wrong(place + "." + key);
    }
  }
  return read.serviceIdDigits == 0 ? wrong(place + ".serviceIdDigits") : Status();
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
  if (key == "wallets") {
    if (!value.is_array())
      return wrong(key);
    for (std::size_t i = 0; i < value.size(); ++i)
      LOKET_TRY(readWallet(value[i], "wallets[" + std::to_string(i) + "]", profile.wallets));
    return {};
  }
  if (key == "virtualAccounts")
    return readVirtualAccounts(value, profile.virtualAccounts);
  return wrong(key);
}

}  // namespace

std::string Wallet::sku() const {
  std::string letters;
  for (const char c : toLower(name))
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
      letters.push_back(c);
  return "topup-" + letters;
}

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
