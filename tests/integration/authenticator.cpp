#include "tests/integration/authenticator.h"

#include <QMessageAuthenticationCode>
#include <QtEndian>

namespace loket::integration_tests {
namespace {

QByteArray fromBase32(const QString& secret) {
  QByteArray bytes;
  quint32 bits = 0;
  int count = 0;
  for (const QChar c : secret) {
    bits = (bits << 5) | quint32(QStringLiteral("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567").indexOf(c));
    count += 5;
    if (count < 8)
      continue;
    count -= 8;
    bytes.append(char((bits >> count) & 0xFF));
  }
  return bytes;
}

}  // namespace

QString secretIn(const QString& uri) {
  const qsizetype at = uri.indexOf(QStringLiteral("secret=")) + 7;
  return uri.mid(at, uri.indexOf(QLatin1Char('&'), at) - at);
}

QString shownAt(const QString& uri, qint64 seconds) {
  const QByteArray secret = fromBase32(secretIn(uri));
  QByteArray counter(8, 0);
  qToBigEndian<quint64>(quint64(seconds / 30), counter.data());
  const QByteArray hash = QMessageAuthenticationCode::hash(counter, secret, QCryptographicHash::Sha1);
  const quint32 word = qFromBigEndian<quint32>(hash.constData() + (hash.at(19) & 0x0F)) & 0x7FFF'FFFF;
  return QStringLiteral("%1").arg(word % 1'000'000, 6, 10, QLatin1Char('0'));
}

}  // namespace loket::integration_tests
