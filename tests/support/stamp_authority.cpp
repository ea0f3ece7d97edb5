#include "tests/support/stamp_authority.h"

#include <QFile>
#include <QProcess>

namespace loket::tests {
namespace {

constexpr int kPatienceMs = 30'000;

const char* nameOf(StampAuthority::Signer signer) {
  switch (signer) {
    case StampAuthority::Signer::Over: return "over";
    case StampAuthority::Signer::Bare: return "bare";
    case StampAuthority::Signer::Right: break;
  }
  return "right";
}

QStringList words(const QString& text) { return text.split(QLatin1Char(' '), Qt::SkipEmptyParts); }

// DER of less than 64 KiB.
std::string sequence(const std::string& content) {
  std::string head = "\x30";
  if (content.size() >= 0x100)
    head += std::string("\x82") + static_cast<char>(content.size() >> 8U);
  else if (content.size() >= 0x80)
    head += "\x81";
  return head + static_cast<char>(content.size() & 0xFFU) + content;
}

}  // namespace

StampAuthority::StampAuthority(const QString& name) {
  write(at("ca.cnf"),
        "[ca]\ndefault_ca=c\n[c]\ndatabase=index.txt\nserial=serial\nnew_certs_dir=.\ndefault_md=sha256\npolicy=p\n[p]\ncommonName=supplied\n");
  write(at("ts.cnf"),
        std::string("[tsa]\ndefault_tsa=t\n[t]\ndir=.\nserial=tsserial\nsigner_digest=sha256\ndefault_policy=") + kPolicy +
            "\nother_policies=" + kOtherPolicy + "\ndigests=sha256\ness_cert_id_alg=sha256\n");
  write(at("index.txt"), {});
  write(at("serial"), "05\n");
  write(at("stamps.ext"), "extendedKeyUsage=critical,timeStamping\n");
  write(at("bare.ext"), "basicConstraints=CA:FALSE\n");
  write(at("root.ext"), "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign\nsubjectKeyIdentifier=hash\n");
  must(words(QStringLiteral("req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout root.key -out root.csr -subj")) +
       QStringList{QStringLiteral("/CN=%1 Root").arg(name)});
  // Older than all below it.
  must(words(QStringLiteral("ca -batch -notext -selfsign -config ca.cnf -keyfile root.key -extfile root.ext -in root.csr -out root.pem "
                            "-startdate 20190101000000Z -enddate 20490101000000Z")));
  const QStringList now = words(QStringLiteral("-days 365"));
  makeSigner("right", "stamps.ext", now, name);
  makeSigner("over", "stamps.ext", words(QStringLiteral("-startdate 20200101000000Z -enddate 20210101000000Z")), name + QStringLiteral(" 2020"));
  write(at("middle.ext"), "basicConstraints=critical,CA:TRUE\n");
  makeSigner("middle", "middle.ext", now, name + QStringLiteral(" Middle"));
  makeSigner("bare", "bare.ext", now, name + QStringLiteral(" Bare"));
}

void StampAuthority::makeSigner(const char* name, const char* extensions, const QStringList& when, const QString& subject) const {
  const QString called = QLatin1String(name);
  must(words(QStringLiteral("req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout %1.key -out %1.csr -subj").arg(called)) +
       QStringList{QStringLiteral("/CN=%1").arg(subject)});
  must(words(QStringLiteral("ca -batch -notext -config ca.cnf -cert root.pem -keyfile root.key -extfile %1 -in %2.csr -out %2.pem")
                 .arg(QLatin1String(extensions), called)) +
       when);
}

std::string StampAuthority::answer(const std::string& request, Signer signer) const {
  return answered(request, nameOf(signer), {});
}

std::string StampAuthority::longAnswer(const std::string& request) const {
  std::string many;
  for (int i = 0; i < 300; ++i) many += rootPem();
  write(at("many.pem"), many);
  return answered(request, nameOf(Signer::Right), QStringLiteral("-chain many.pem"));
}

std::string StampAuthority::answered(const std::string& request, const char* signer, const QString& more) const {
  write(at("asked.tsq"), request);
  QFile::remove(at("said.tsr"));
  // A no is written too, and ends with another status.
  openssl(words(QStringLiteral("ts -reply -config ts.cnf -queryfile asked.tsq -out said.tsr -signer %1.pem -inkey %1.key %2")
                    .arg(QLatin1String(signer), more)));
  return read(at("said.tsr"));
}

std::string StampAuthority::signedAnew(const std::string& response, Signer signer, const std::string& time) const {
  write(at("right.tsr"), response);
  must(words(QStringLiteral("ts -reply -config ts.cnf -in right.tsr -token_out -out right.tok")));
  must(words(QStringLiteral("cms -verify -noverify -inform DER -in right.tok -out info.der")));
  if (!time.empty()) {
    std::string info = read(at("info.der"));
    const std::size_t stands = info.find(std::string("\x18\x0F") + "20");
    if (stands == std::string::npos || time.size() != 15)
      qFatal("no time in it");
    write(at("info.der"), info.replace(stands + 2, time.size(), time));
  }
  must(words(QStringLiteral("cms -sign -binary -nodetach -econtent_type 1.2.840.113549.1.9.16.1.4 -cades -md sha256 -signer %1.pem -inkey "
                            "%1.key -outform DER -in info.der -out anew.tok")
                 .arg(QLatin1String(nameOf(signer)))));
  return sequence(sequence(std::string("\x02\x01\x00", 3)) + read(at("anew.tok")));
}

bool StampAuthority::verifies(const QString& dataFile, const QString& responseFile) const {
  return openssl(words(QStringLiteral("ts -verify -CAfile root.pem")) +
                 QStringList{QStringLiteral("-data"), dataFile, QStringLiteral("-in"), responseFile}) == 0;
}

bool StampAuthority::verifies(const std::string& data, const std::string& response) const {
  write(at("checked"), data);
  write(at("checked.tsr"), response);
  return verifies(at("checked"), at("checked.tsr"));
}

std::string StampAuthority::read(const QString& file) const {
  QFile source(file);
  return source.open(QIODevice::ReadOnly) ? source.readAll().toStdString() : std::string();
}

void StampAuthority::write(const QString& file, const std::string& bytes) const {
  QFile target(file);
  if (!target.open(QIODevice::WriteOnly) || target.write(QByteArray::fromStdString(bytes)) != static_cast<qint64>(bytes.size()))
    qFatal("%s cannot be written", qPrintable(file));
}

int StampAuthority::openssl(const QStringList& arguments) const {
  QProcess process;
  process.setWorkingDirectory(m_folder.path());
  process.setProcessChannelMode(QProcess::MergedChannels);
  process.start(QStringLiteral("openssl"), arguments);
  if (!process.waitForFinished(kPatienceMs))
    qFatal("openssl does not end");
  return process.exitCode();
}

void StampAuthority::must(const QStringList& arguments) const {
  if (openssl(arguments) != 0)
    qFatal("openssl %s", qPrintable(arguments.join(QLatin1Char(' '))));
}

}  // namespace loket::tests
