// The bytes of a sidecar record, for its two ends.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/adapters/store/sidecar.h"

namespace loket::adapters {

std::string markOf(const SidecarLink& tag);

inline constexpr std::string_view kSidecarMagic = "LOKETSC1";
inline constexpr std::size_t kSidecarSaltBytes = 16;
inline constexpr std::size_t kSidecarHeadBytes = kSidecarMagic.size() + kSidecarSaltBytes;
inline constexpr std::size_t kRecordHeadBytes = 4 + 1 + 8;
inline constexpr std::size_t kNonceBytes = 24;
inline constexpr std::size_t kTagBytes = 16;
inline constexpr std::size_t kRecordBytesMin = kRecordHeadBytes + kNonceBytes + kTagBytes;

struct RecordHead {
  std::uint32_t boxBytes = 0;
  SidecarKind kind = SidecarKind::Commit;
  std::uint64_t number = 0;
};

std::string encodeHead(const RecordHead& head);
// Nothing when no record begins like this.
std::optional<RecordHead> decodeHead(std::string_view bytes);

// Appends a whole record to `out` and returns its tag.
SidecarLink sealRecord(const RecordHead& head, std::string_view text, const SidecarLink& link,
                       const SecretBytes& key, std::string& out);
// `record` begins at its head and may go on behind its end. Nothing when it does not open.
std::optional<std::string> openRecord(std::string_view record, const RecordHead& head,
                                      const SidecarLink& link, const SecretBytes& key);
// Whether it would open; much cheaper.
bool isRecord(std::string_view record, const RecordHead& head, const SidecarLink& link,
              const SecretBytes& key);

}  // namespace loket::adapters
