#include "app/cashier/preferences.h"

#include <QFileInfo>
#include <QSettings>

namespace loket::app {
namespace {

QString fileIn(const QString& home) {
  return home + QStringLiteral("/window.ini");
}

}  // namespace

std::optional<ui::theme::Mode> modeFrom(const QString& word) {
  if (word == QLatin1String("light"))
    return ui::theme::Mode::Light;
  if (word == QLatin1String("dark"))
    return ui::theme::Mode::Dark;
  return std::nullopt;
}

Preferences readPreferences(const QString& home) {
  const QSettings file(fileIn(home), QSettings::IniFormat);
  Preferences preferences;
  preferences.language = ui::text::languageFrom(file.value(QStringLiteral("language")).toString());
  preferences.mode =
      modeFrom(file.value(QStringLiteral("theme")).toString()).value_or(ui::theme::Mode::Light);
  preferences.customerDisplay = file.value(QStringLiteral("customerDisplay")).toBool();
  return preferences;
}

void writePreferences(const QString& home, const Preferences& preferences) {
  if (!QFileInfo(home).isDir())
    return;
  QSettings file(fileIn(home), QSettings::IniFormat);
  file.setValue(QStringLiteral("language"), ui::text::codeOf(preferences.language));
  file.setValue(QStringLiteral("theme"),
                preferences.mode == ui::theme::Mode::Dark ? QStringLiteral("dark") : QStringLiteral("light"));
  file.setValue(QStringLiteral("customerDisplay"), preferences.customerDisplay);
}

}  // namespace loket::app
