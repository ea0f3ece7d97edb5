// A home in a folder of its own, with key slots that are cheap unless told, on a disk whose power can be cut.
#pragma once

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "core/adapters/system/entropy.h"
#include "core/adapters/system/files.h"
#include "core/adapters/system/uptime.h"
#include "core/adapters/vault/slot_vault.h"

namespace loket::tests {

// No counter's program has it (vault_cost_test).
inline constexpr adapters::SlotCost kCheapSlots{1, 8U << 20U};

inline const QStringList kVaultParts = {"keyslots-a.json", "keyslots-b.json", "device.key"};

inline SecretBytes pin(std::string_view text) { return SecretBytes(text); }

template <typename T>
ErrorCode codeOf(const Result<T>& result) {
  return result ? ErrorCode::Usage : result.error().code;
}
template <>
inline ErrorCode codeOf(const Result<void>& result) {
  return result ? ErrorCode::Usage : result.error().code;
}

// The real files, whose changes may be refused.
class GuardedFiles : public ports::Files {
 public:
  Result<std::optional<std::string>> read(const std::string& path) override { return m_real.read(path); }
  Result<std::unique_ptr<ports::PagedFile>> openToRead(const std::string& path) override { return m_real.openToRead(path); }
  Status writeDurably(const std::string& path, const std::string& bytes) override {
    LOKET_TRY(changing(path));
    return m_real.writeDurably(path, bytes);
  }
  Status remove(const std::string& path) override {
    LOKET_TRY(changing(path));
    return m_real.remove(path);
  }
  bool exists(const std::string& path) override { return m_real.exists(path); }
  Status makeFolder(const std::string& path) override { return m_real.makeFolder(path); }
  Result<std::uint64_t> freeBytes(const std::string& folder) override { return m_real.freeBytes(folder); }

 private:
  // How often somebody was wrong is no part of the slots.
  Status changing(const std::string& path) { return path.find("pin-tries") == std::string::npos ? change(path) : Status(); }
  virtual Status change(const std::string& path) = 0;
  adapters::SystemFiles m_real;
};

// Until the power is cut: the change that comes then does not happen, and none after it.
class CutFiles final : public GuardedFiles {
 public:
  int changesUntilCut = -1;  // negative: never
  int changes = 0;

 private:
  Status change(const std::string& path) override {
    if (changesUntilCut >= 0 && changes >= changesUntilCut)
      return fail(ErrorCode::DiskFault, path + ": no power");
    ++changes;
    return {};
  }
};

class VaultHome {
 public:
  explicit VaultHome(adapters::SlotCost cost = kCheapSlots) : m_cost(cost) {}

  QString path(const QString& name = {}) const {
    return name.isEmpty() ? m_folder.path() + "/home" : m_folder.path() + "/home/" + name;
  }
  adapters::SlotVault vault() { return {path().toStdString(), m_files, m_entropy, m_uptime, {}, m_cost}; }
  adapters::SlotVault vaultWith(ports::Files& files) {
    return {path().toStdString(), files, m_entropy, m_uptime, {}, m_cost};
  }
  adapters::SystemFiles& files() { return m_files; }
  QByteArray bytes(const QString& name) const {
    QFile file(path(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("(absent)");
  }
  void put(const QString& name, const QByteArray& bytes) const {
    QDir().mkpath(path());
    QFile file(path(name));
    QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
    file.write(bytes);
  }
  void remove(const QString& name) const { QVERIFY(QFile::remove(path(name))); }
  QList<QByteArray> all() const {
    QList<QByteArray> out;
    for (const QString& part : kVaultParts) out << bytes(part);
    return out;
  }
  void putAll(const QList<QByteArray>& parts) const {
    for (int n = 0; n < parts.size(); ++n)
      if (parts.at(n) != "(absent)")
        put(kVaultParts.at(n), parts.at(n));
  }

 private:
  QTemporaryDir m_folder;
  adapters::SlotCost m_cost;
  adapters::SystemFiles m_files;
  adapters::SystemEntropy m_entropy;
  adapters::SystemUptime m_uptime;
};

}  // namespace loket::tests
