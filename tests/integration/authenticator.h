// A telephone that shows one-time codes: RFC 6238 once more, so that the program is not judged by itself.
#pragma once

#include <QString>

namespace loket::integration_tests {

// Of an otpauth URI, in base32.
QString secretIn(const QString& uri);
// The six digits that it shows at this time (seconds since 1970) once it has been given the otpauth URI.
QString shownAt(const QString& uri, qint64 seconds);

}  // namespace loket::integration_tests
