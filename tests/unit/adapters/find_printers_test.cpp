// What may print at a computer, read off a tree of devices like Linux's.
#include "core/adapters/printer/find_printers.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "core/adapters/printer/create_printer.h"

using namespace loket;
using adapters::printer::createPrinter;
using adapters::printer::findPrinters;

class FindPrintersTest : public QObject {
  Q_OBJECT

 private slots:
  void devicesTellTheirNames() {
    QTemporaryDir root;
    put(root, "dev/usb/lp0");
    put(root, "dev/usb/lp10");
    put(root, "dev/usb/lp2");
    put(root, "dev/usb/hiddev0");
    put(root, "dev/rfcomm0");
    put(root, "dev/ttyUSB1");
    put(root, "dev/ttyACM0");
    put(root, "dev/ttyS0");
    put(root, "sys/class/usbmisc/lp0/device/ieee1284_id", "MFG:EPSON;CMD:ESC/POS;MDL:TM-T82;CLS:PRINTER;\n");
    put(root, "sys/class/usbmisc/lp2/device/ieee1284_id", "MANUFACTURER:Zj;MODEL:ZJ POS-58;\n");
    QStringList found;
    for (const ports::FoundPrinter& one : findPrinters(root.path().toStdString())) {
      found << QString::fromStdString(one.uri + " " + one.name);
      // Each is what a printer is made of.
      QVERIFY2(createPrinter(one.uri).has_value(), one.uri.c_str());
    }
    QCOMPARE(found,
             (QStringList{"usb:///dev/usb/lp0 EPSON TM-T82", "usb:///dev/usb/lp2 ZJ POS-58",
                          "usb:///dev/usb/lp10 USB lp10", "bluetooth:///dev/rfcomm0 Bluetooth rfcomm0",
                          "serial:///dev/ttyUSB1 Serial ttyUSB1", "serial:///dev/ttyACM0 Serial ttyACM0"}));
  }

  void aComputerWithNoneHasNone() {
    QTemporaryDir root;
    QVERIFY(findPrinters(root.path().toStdString()).empty());
  }

 private:
  static void put(const QTemporaryDir& root, const char* path, const QByteArray& text = {}) {
    const QString file = root.filePath(QString::fromLatin1(path));
    QVERIFY(QDir().mkpath(QFileInfo(file).path()));
    QFile out(file);
    QVERIFY(out.open(QIODevice::WriteOnly) && out.write(text) == text.size());
  }
};

QTEST_GUILESS_MAIN(FindPrintersTest)
#include "find_printers_test.moc"
