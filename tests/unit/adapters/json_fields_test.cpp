// What all upstreams' answers are read with, against what the fuzzers found.
#include "core/adapters/upstream/json_fields.h"

#include <QTest>

using loket::adapters::upstream::parsed;
using loket::adapters::upstream::sentence;

class JsonFieldsTest : public QObject {
  Q_OBJECT

 private slots:
  void a_sentence_obeys_no_one_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("shown");
    QTest::newRow("plain") << QByteArray("Transaksi Sukses") << QByteArray("Transaksi Sukses");
    QTest::newRow("one byte") << QByteArray("a\x1b[2Jb\x7f\n") << QByteArray("a[2Jb");
    QTest::newRow("two bytes") << QByteArray("a\xc2\x9b" "2Jb\xc2\x80\xc2\x9f") << QByteArray("a2Jb");
    QTest::newRow("letters of two bytes") << QByteArray("Jos\xc3\xa9 5\xc2\xa0kg") << QByteArray("Jos\xc3\xa9 5\xc2\xa0kg");
  }
  void a_sentence_obeys_no_one() {
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, shown);
    QCOMPARE(QByteArray::fromStdString(sentence(text.toStdString())), shown);
  }

  void a_sentence_is_cut_between_letters() {
    const std::string euros = "\xe2\x82\xac\xe2\x82\xac\xe2\x82\xac\xe2\x82\xac";
    QCOMPARE(QByteArray::fromStdString(sentence(euros, 8)), QByteArray("\xe2\x82\xac\xe2\x82\xac"));
    QCOMPARE(QByteArray::fromStdString(sentence("abc\xc2\x9b", 4)), QByteArray("abc"));
    QCOMPARE(QByteArray::fromStdString(sentence("777777777", 8)), QByteArray("77777777"));
  }

  // Taking a part of it copies it, with a call for each level.
  void an_answer_with_more_levels_than_answers_have_is_none() {
    constexpr int kMany = 2'000'000;
    const std::string deep = "{\"data\":" + std::string(kMany, '[') + std::string(kMany, ']') + "}";
    QVERIFY(parsed(deep).is_null());
    const std::string wide = "{\"data\":[" + std::string("[],[\"[[[[\\\"[\"],") + "[]]}";
    QVERIFY(parsed(wide).is_object());
    const auto levels = [](std::size_t count) { return std::string(count, '[') + std::string(count, ']'); };
    QVERIFY(parsed(levels(64)).is_array());
    QVERIFY(parsed(levels(65)).is_null());
  }
};

QTEST_GUILESS_MAIN(JsonFieldsTest)
#include "json_fields_test.moc"
