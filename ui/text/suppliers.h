// What there is to set of a supplier, in words.
#pragma once

#include <QString>
#include <string_view>

#include "core/base/error.h"
#include "core/domain/routing/upstream_fields.h"

namespace loket::ui::text {

[[nodiscard]] QString protocolName(std::string_view protocol);  // "Digiflazz", "Bank (SNAP)"
[[nodiscard]] QString fieldTitle(std::string_view key);
[[nodiscard]] QString fieldWords(std::string_view key);
[[nodiscard]] QString fieldIcon(FieldKind kind);
// As it may be seen: of a secret that there is one, of a file its size; "not set" where it is empty.
[[nodiscard]] QString fieldValue(const UpstreamField& field, const std::string& value);
// How it must look, when something else was typed.
[[nodiscard]] QString fieldRule(FieldKind kind);
// StateForbids "in-use", with whose payments, or without.
[[nodiscard]] bool isSupplierInUse(const Error& error);
// Why a supplier was not saved.
[[nodiscard]] QString supplierSentence(const Error& error);

}  // namespace loket::ui::text
