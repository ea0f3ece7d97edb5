// Signatures as a client makes them, written a second time over OpenSSL: the sandbox is checked against
// these and these are checked against published vectors.
#pragma once

#include <QByteArray>

namespace loket::contract_tests {

QByteArray md5Hex(const QByteArray& bytes);
QByteArray sha256Hex(const QByteArray& bytes);
QByteArray hmacSha1Hex(const QByteArray& key, const QByteArray& bytes);
QByteArray hmacSha512Base64(const QByteArray& key, const QByteArray& bytes);
QByteArray rsaSha256Base64(const QByteArray& privateKeyPem, const QByteArray& bytes);

}  // namespace loket::contract_tests
