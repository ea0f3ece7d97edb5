// A time-stamp authority as others run one: the real `openssl ts -reply`, with a root, signers and a serial of its own in a folder
// that goes with it.
#pragma once

#include <QString>
#include <QStringList>
#include <QTemporaryDir>
#include <string>

namespace loket::tests {

class StampAuthority {
 public:
  // Whose certificate signs: one for time stamps; one that ended in 2021; one for nothing in particular.
  enum class Signer { Right, Over, Bare };
  // By what rules it stamps where it is asked for none; it knows the second of them too.
  static constexpr const char* kPolicy = "1.3.6.1.4.1.99999.1";
  static constexpr const char* kOtherPolicy = "1.3.6.1.4.1.99999.2";

  explicit StampAuthority(const QString& name = QStringLiteral("Cap Waktu"));

  QString rootFile() const { return at("root.pem"); }
  std::string rootPem() const { return read(rootFile()); }
  std::string signerPem() const { return read(at("right.pem")); }
  // An authority below the root, which signs nothing here.
  std::string middlePem() const { return read(at("middle.pem")); }
  // Its answer to a TimeStampReq, DER; also a no is one. The program itself refuses to sign with Bare.
  std::string answer(const std::string& request, Signer signer = Signer::Right) const;
  // As good, with the root in it so often that it is longer than any answer need be.
  std::string longAnswer(const std::string& request) const;
  // What an answer says, signed anew by this signer (`openssl cms`); of another time, "20200601000000Z", where one is named.
  std::string signedAnew(const std::string& response, Signer signer, const std::string& time = {}) const;
  // Whether `openssl ts -verify` says OK with this root.
  bool verifies(const QString& dataFile, const QString& responseFile) const;
  bool verifies(const std::string& data, const std::string& response) const;

 private:
  QString at(const char* name) const { return m_folder.filePath(QLatin1String(name)); }
  std::string read(const QString& file) const;
  void write(const QString& file, const std::string& bytes) const;
  std::string answered(const std::string& request, const char* signer, const QString& more) const;
  int openssl(const QStringList& arguments) const;
  void must(const QStringList& arguments) const;
  void makeSigner(const char* name, const char* extensions, const QStringList& when, const QString& subject) const;

  QTemporaryDir m_folder;
};

}  // namespace loket::tests
