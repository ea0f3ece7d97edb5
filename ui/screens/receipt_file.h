// A receipt outside the counter's printer: a picture for a message, a PDF, a page of the office printer.
// Always black on white, whatever the counter itself looks like.
#pragma once

#include <QImage>
#include <QList>
#include <QString>
#include <functional>

#include "core/api/views.h"
#include "ui/theme/theme.h"
#include "ui/widgets/paper_sheet.h"

class QThreadPool;

namespace loket::ui::screens {

QList<widgets::PaperLine> paperLines(const api::ReceiptView& view);

// Two pixels for every dot of the printer.
QImage receiptPicture(const theme::Theme& theme, const api::ReceiptView& view);
// A4, its letters are letters; as many pages as it takes. False when the file cannot be written.
bool writeReceiptPdf(const theme::Theme& theme, const api::ReceiptView& view, const QString& path);
// On the printer that the system takes by itself, from a thread of `pool`: whoever spools may wait. Then its
// name, or empty: there is none, or it took nothing. `then` runs on the thread of `context`, and only while
// that lives; the pool must be waited for before the program's own objects go.
void printReceiptPage(const theme::Theme& theme, const api::ReceiptView& view, QThreadPool& pool,
                      QObject* context, std::function<void(const QString& printer)> then);

// Where files go: a folder of the person's documents, made when it is not there. Empty when that cannot be.
QString receiptFolder();

}  // namespace loket::ui::screens
