#include "ui/text/language.h"

#include <QCoreApplication>
#include <QLocale>
#include <QTranslator>

// The macro must stand outside of namespaces.
static void bringCatalogues() {
  Q_INIT_RESOURCE(loket_translations);
}

namespace loket::ui::text {

bool install(Language language, QCoreApplication& application) {
  const auto old = application.findChildren<QTranslator*>(QStringLiteral("loket-language"));
  for (QTranslator* translator : old) {
    QCoreApplication::removeTranslator(translator);
    delete translator;
  }
  QLocale::setDefault(QLocale(language == Language::Indonesian ? QLocale::Indonesian : QLocale::English));
  bringCatalogues();
  auto* translator = new QTranslator(&application);
  translator->setObjectName(QStringLiteral("loket-language"));
  if (!translator->load(QStringLiteral(":/i18n/loket_%1.qm").arg(codeOf(language))))
    return false;
  return QCoreApplication::installTranslator(translator);
}

QString codeOf(Language language) {
  return language == Language::Indonesian ? QStringLiteral("id") : QStringLiteral("en");
}

Language languageFrom(const QString& code) {
  return code == QLatin1String("en") ? Language::English : Language::Indonesian;
}

}  // namespace loket::ui::text
