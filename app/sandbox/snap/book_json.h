// The bank's records as they stand in the event log.
#pragma once

#include <nlohmann/json.hpp>

#include "app/sandbox/snap/book.h"

namespace loket::sandbox::snap {

nlohmann::json toJson(const Transfer& transfer);
nlohmann::json toJson(const Credit& credit);
nlohmann::json toJson(const VirtualAccount& account);
nlohmann::json toJson(const QrCode& code);
nlohmann::json toJson(const OneTimePassword& password);

Transfer transferFrom(const nlohmann::json& from);
Credit creditFrom(const nlohmann::json& from);
VirtualAccount virtualAccountFrom(const nlohmann::json& from);
QrCode qrCodeFrom(const nlohmann::json& from);
OneTimePassword oneTimePasswordFrom(const nlohmann::json& from);

}  // namespace loket::sandbox::snap
