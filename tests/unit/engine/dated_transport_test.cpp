// The other side's clock, read from the Date header of its answers.
#include <QTest>
#include <vector>

#include "core/engine/dated_transport.h"
#include "tests/unit/adapters/support/scripted_transport.h"
#include "tests/unit/adapters/support/still_world.h"

using namespace loket;
using namespace loket::tests;

namespace {

const Instant kNow = *parseRfc3339("2026-11-23T07:05:09Z");

ports::HttpReply answeredAt(const std::string& date) {
  ports::HttpReply reply = answered(200, "{}");
  reply.headers = {{"content-type", "application/json"}, {"date", date}};
  return reply;
}

}  // namespace

class DatedTransportTest : public QObject {
  Q_OBJECT

 private slots:
  void tellsHowFarAheadTheOtherClockIs() {
    // Two seconds under way: it was 07:05:10 here in the middle, and half a second past the header's there.
    QCOMPARE(ahead(answeredAt("Mon, 23 Nov 2026 07:05:10 GMT"), Duration::seconds(2)), std::vector<std::int64_t>{500});
    QCOMPARE(ahead(answeredAt("Mon, 23 Nov 2026 07:12:10 GMT"), Duration::seconds(2)), std::vector<std::int64_t>{420'500});
    QCOMPARE(ahead(answeredAt("Mon, 23 Nov 2026 06:05:10 GMT"), Duration::seconds(2)), std::vector<std::int64_t>{-3'599'500});
  }

  void whatTellsNothingSaysNothing() {
    const std::vector<std::int64_t> nothing;
    QCOMPARE(ahead(answeredAt("yesterday"), Duration::seconds(2)), nothing);
    QCOMPARE(ahead(answered(200, "{}"), Duration::seconds(2)), nothing);
    QCOMPARE(ahead(unanswered(ports::HttpReply::Kind::MaybeSent, "timeout"), Duration::seconds(2)), nothing);
    // Half of half a minute is no measure of a clock.
    QCOMPARE(ahead(answeredAt("Mon, 23 Nov 2026 07:05:10 GMT"), Duration::seconds(30)), nothing);
  }

  void theAnswerComesThroughUnchanged() {
    ScriptedTransport transport;
    StillClock clock(kNow);
    const auto watching = engine::dated(transport, clock, [](Duration) {});
    std::string body;
    watching->send({}, [&body](const ports::HttpReply& reply) { body = reply.body; });
    QCOMPARE(watching->inFlight(), 1);
    transport.reply(answered(200, "whole"));
    watching->poll(Duration{});
    QCOMPARE(body, std::string("whole"));
  }

 private:
  static std::vector<std::int64_t> ahead(ports::HttpReply reply, Duration way) {
    ScriptedTransport transport;
    StillClock clock(kNow);
    std::vector<std::int64_t> heard;
    const auto watching = engine::dated(transport, clock, [&heard](Duration by) { heard.push_back(by.ms); });
    watching->send({}, [](const ports::HttpReply&) {});
    clock.move(way);
    transport.reply(std::move(reply));
    watching->poll(Duration{});
    return heard;
  }
};

QTEST_GUILESS_MAIN(DatedTransportTest)
#include "dated_transport_test.moc"
