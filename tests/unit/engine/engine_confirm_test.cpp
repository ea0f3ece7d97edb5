// Messages to customers: kept with the sale, sent when it has ended, never sent twice by itself. The mail account
// here says what the test tells it; a real one is in smtp_notifier_test and integration_confirm.
#include <QTest>

#include <condition_variable>
#include <mutex>

#include "tests/unit/engine/counter.h"

using namespace loket;
using namespace loket::tests;
using confirmation::DeliveryState;
using Kind = ports::NotifyOutcome::Kind;

namespace {

// Shared by every account that the engine makes of its configuration.
struct Post {
  std::mutex mutex;
  std::condition_variable moved;
  std::vector<ports::Mail> mails;
  std::vector<Kind> outcomes;  // of the next ones; after them: Sent
  bool held = false;           // until stopped
  bool stopped = false;
};

class PostNotifier final : public ports::Notifier {
 public:
  explicit PostNotifier(Post& post) : m_post(post) {}
  ports::NotifyOutcome send(const ports::Mail& mail) override {
    std::unique_lock lock(m_post.mutex);
    m_post.mails.push_back(mail);
    m_post.moved.wait(lock, [this] { return !m_post.held || m_post.stopped; });
    if (m_post.stopped)
      return {Kind::NotSent, "stopped"};
    if (m_post.outcomes.empty())
      return {Kind::Sent, {}};
    const Kind kind = m_post.outcomes.front();
    m_post.outcomes.erase(m_post.outcomes.begin());
    return {kind, kind == Kind::Refused ? "550" : "connect"};
  }
  void stop() override {
    const std::lock_guard lock(m_post.mutex);
    m_post.stopped = true;
    m_post.moved.notify_all();
  }

 private:
  Post& m_post;
};

confirmation::Address mailbox(const char* text = "budi@contoh.example") {
  return must(confirmation::addressFor(text));
}

api::SellRequest told(api::SellRequest request, const confirmation::Address& to = mailbox()) {
  request.confirmTo = to;
  return request;
}

}  // namespace

class EngineConfirmTest : public QObject {
  Q_OBJECT

 private slots:
  void init() {
    m_post = std::make_unique<Post>();
    open(engine::Dispatching::Automatic);
  }
  void cleanup() { m_counter.reset(); }

  void a_success_is_told_once() {
    Counter& c = *m_counter;
    QVERIFY(c.start());
    const PaymentRef ref = sold(told(tokenFor(1)));
    QVERIFY(becomes(ref, DeliveryState::Sent));
    c.turnFor(Duration::days(2));
    QCOMPARE(mails().size(), std::size_t{1});
    const ports::Mail mail = mails().front();
    QCOMPARE(mail.to, std::string("budi@contoh.example"));
    QVERIFY(mail.text.find("LUNAS") != std::string::npos);
    QVERIFY(mail.text.find(ref.str()) != std::string::npos);
    QCOMPARE(mail.id, deliveries(ref).front().id.str());
    QVERIFY(c.messagesTold.back().state == DeliveryState::Sent);
  }

  void nothing_is_told_before_the_end() {
    Counter& c = *m_counter;
    c.script.onPay = [](const Attempt&) { return verdictOf(VerdictKind::Pending, "03"); };
    c.script.onAsk = c.script.onPay;
    QVERIFY(c.start());
    const auto view = must(c.sell(told(tokenFor(1))));
    QVERIFY(c.reaches(view.payment.ref, PaymentState::Pending));
    c.turnFor(Duration::minutes(5));
    QVERIFY(mails().empty());
    QVERIFY(deliveries(view.payment.ref).front().state == DeliveryState::Waiting);
    c.script.onAsk = [](const Attempt&) { return successOf("SN"); };
    QVERIFY(becomes(view.payment.ref, DeliveryState::Sent));
    QVERIFY(mails().front().text.find("LUNAS") != std::string::npos);
  }

  void the_wish_is_kept_with_the_sale() {
    Counter& c = *m_counter;
    QVERIFY(c.start());
    c.turnFor(Duration::seconds(2));
    const auto view = must(c.sell(told(offline(pulsaFor(1)))));
    c.restart();
    QVERIFY(deliveries(view.payment.ref).front().state == DeliveryState::Waiting);
    QVERIFY(becomes(view.payment.ref, DeliveryState::Sent));
    QCOMPARE(mails().size(), std::size_t{1});
  }

  void a_withdrawn_payment_has_nothing_to_tell() {
    Counter& c = *m_counter;
    QVERIFY(c.start());
    const auto view = must(c.sell(told(offline(pulsaFor(1)))));
    QVERIFY(c.cancel(view.payment.ref).has_value());
    QVERIFY(c.refund(view.payment.ref).has_value());
    QVERIFY(becomes(view.payment.ref, DeliveryState::Sent));
    QVERIFY(mails().front().text.find("TIDAK TERJADI") != std::string::npos);
    QVERIFY(mails().front().text.find("LUNAS") == std::string::npos);
  }

  void what_ended_with_nothing_to_tell_waits_for_nothing() {
    Counter& c = *m_counter;
    ports::UnitOfWork work;
    ports::PaymentChange change = acceptedChange(proposedSale(1));
    change.after.state = PaymentState::Failed;
    change.after.held = Money{};
    change.postings.clear();
    confirmation::Delivery waiting;
    waiting.id = ConfirmationId("N1");
    waiting.ref = change.after.ref;
    waiting.to = mailbox();
    work.payments.push_back(change);
    work.confirmations.push_back(waiting);
    must(c.real->commit(work).map([] { return true; }));
    QVERIFY(c.start());
    QVERIFY(becomes(waiting.ref, DeliveryState::Void));
    QVERIFY(mails().empty());
    QVERIFY(confirmed(waiting.ref, mailbox()).error().code == ErrorCode::StateForbids);
  }

  void what_never_left_is_tried_again_and_given_up_in_the_end() {
    Counter& c = *m_counter;
    m_post->outcomes.assign(30, Kind::NotSent);
    QVERIFY(c.start());
    const PaymentRef ref = sold(told(tokenFor(1)));
    QVERIFY(becomes(ref, DeliveryState::GivenUp));
    QCOMPARE(mails().size(), std::size_t{9});
    for (const ports::Mail& mail : mails()) QCOMPARE(mail.id, mails().front().id);
    const confirmation::Delivery last = deliveries(ref).front();
    QVERIFY(last.movedAt - last.askedAt >= Duration::hours(23));
  }

  void a_mail_account_that_comes_back_sends_what_waited() {
    Counter& c = *m_counter;
    m_post->outcomes = {Kind::NotSent, Kind::NotSent};
    QVERIFY(c.start());
    const PaymentRef ref = sold(told(tokenFor(1)));
    QVERIFY(becomes(ref, DeliveryState::Sent));
    QCOMPARE(deliveries(ref).front().tries, 3);
  }

  void what_may_have_left_waits_for_a_person() {
    Counter& c = *m_counter;
    m_post->outcomes = {Kind::MaybeSent};
    QVERIFY(c.start());
    const PaymentRef ref = sold(told(tokenFor(1)));
    QVERIFY(becomes(ref, DeliveryState::Unsure));
    c.turnFor(Duration::days(2));
    c.restart();
    c.turnFor(Duration::days(2));
    QCOMPARE(mails().size(), std::size_t{1});
    // A person asks again: another message, under another name.
    const auto again = confirmed(ref, mailbox());
    QVERIFY(again.has_value());
    QVERIFY(again->delivery.state == DeliveryState::Sent);
    QCOMPARE(mails().size(), std::size_t{2});
    QVERIFY(mails()[0].id != mails()[1].id);
  }

  void a_death_while_sending_is_unsure() {
    Counter& c = *m_counter;
    m_post->held = true;
    QVERIFY(c.start());
    const PaymentRef ref = sold(told(tokenFor(1)));
    QVERIFY(becomes(ref, DeliveryState::Sending));
    release();
    c.restart();
    QVERIFY(becomes(ref, DeliveryState::Unsure));
    c.turnFor(Duration::days(2));
    QCOMPARE(mails().size(), std::size_t{1});
  }

  void closing_ends_what_is_being_sent_and_keeps_how() {
    Counter& c = *m_counter;
    m_post->held = true;
    QVERIFY(c.start());
    const PaymentRef ref = sold(told(tokenFor(1)));
    QVERIFY(becomes(ref, DeliveryState::Sending));
    QVERIFY(waitFor([this] { return mails().size() == 1; }));
    c.engine->close();
    c.engine->turn(Duration{});
    c.engine->abandon();
    QVERIFY(deliveries(ref).front().state == DeliveryState::Waiting);
    QCOMPARE(deliveries(ref).front().reason, std::string("stopped"));
  }

  void what_the_upstream_takes_back_is_told_too() {
    Counter& c = *m_counter;
    QVERIFY(c.start());
    const PaymentRef ref = sold(told(tokenFor(1)));
    QVERIFY(becomes(ref, DeliveryState::Sent));
    c.script.onNotice = [](const Attempt&) {
      Verdict verdict = verdictOf(VerdictKind::Failed, "74");
      verdict.undoes = Undoes::ASuccess;
      return verdict;
    };
    const Notice notice{c.stored(ref).attempts.front().attemptRef.str(), "signed", "update"};
    must(c.ask<api::NoticeView>([&](api::Reply<api::NoticeView> reply) {
      c.engine->takeNotice(UpstreamId("digi"), notice, std::move(reply));
    }));
    QCOMPARE(deliveries(ref).size(), std::size_t{2});
    QVERIFY(becomes(ref, DeliveryState::Sent));
    QCOMPARE(mails().size(), std::size_t{2});
    QVERIFY(mails()[1].text.find("DIBATALKAN PENYEDIA") != std::string::npos);
    QVERIFY(mails()[1].text.find("LUNAS") == std::string::npos);
    // His cash goes back; nobody is told a third time.
    QVERIFY(c.refund(ref).has_value());
    c.turnFor(Duration::days(2));
    QCOMPARE(mails().size(), std::size_t{2});
  }

  void a_refund_that_is_contradicted_is_told_again_when_people_have_decided_data() {
    QTest::addColumn<bool>("delivered");
    QTest::newRow("it was delivered after all") << true;
    QTest::newRow("it was not") << false;
  }
  void a_refund_that_is_contradicted_is_told_again_when_people_have_decided() {
    QFETCH(bool, delivered);
    Counter& c = *m_counter;
    c.script.onPay = [](const Attempt&) { return verdictOf(VerdictKind::Failed, "02"); };
    c.script.capabilities.refusals.emplace_back("02");
    QVERIFY(c.start());
    const PaymentRef ref = must(c.sell(told(tokenFor(1)))).payment.ref;
    QVERIFY(c.reaches(ref, PaymentState::RefundDue));
    QVERIFY(mails().empty());
    QVERIFY(c.refund(ref).has_value());
    QVERIFY(becomes(ref, DeliveryState::Sent));
    QVERIFY(mails().front().text.find("TIDAK TERJADI") != std::string::npos);
    c.script.onNotice = [](const Attempt&) { return successOf("SN"); };
    const Notice notice{c.stored(ref).attempts.front().attemptRef.str(), "signed", "update"};
    must(c.ask<api::NoticeView>([&](api::Reply<api::NoticeView> reply) {
      c.engine->takeNotice(UpstreamId("digi"), notice, std::move(reply));
    }));
    QVERIFY(c.stored(ref).state == PaymentState::Review);
    // Until people have looked nobody knows what is true.
    c.turnFor(Duration::hours(1));
    QCOMPARE(mails().size(), std::size_t{1});
    QVERIFY(deliveries(ref).back().state == DeliveryState::Waiting);
    Approval both;
    both.by = UserName("sri");
    both.with = UserName("budi");
    both.reason = "di rekening pemasok";
    must(c.ask<api::PaymentView>([&](api::Reply<api::PaymentView> reply) {
      c.engine->decide(ref, {delivered ? ManualOutcome::Succeeded : ManualOutcome::Failed, both, {}}, std::move(reply));
    }));
    QVERIFY(becomes(ref, delivered ? DeliveryState::Sent : DeliveryState::Void));
    QCOMPARE(mails().size(), delivered ? std::size_t{2} : std::size_t{1});
    if (delivered)
      QVERIFY(mails()[1].text.find("LUNAS") != std::string::npos);
  }

  void what_the_upstream_takes_back_is_told_in_the_same_commit() {
    Counter& c = *m_counter;
    QVERIFY(c.start());
    const PaymentRef ref = sold(told(tokenFor(1)));
    QVERIFY(becomes(ref, DeliveryState::Sent));
    // The commit that keeps the reversal keeps the message about it: nobody dies in between.
    const Payment payment = c.stored(ref);
    ports::UnitOfWork probe;
    ports::PaymentChange change;
    change.after = payment;
    change.after.state = PaymentState::Reversed;
    probe.payments.push_back(change);
    engine::References references(c.clock, c.entropy);
    engine::Books books(*c.store, c.log, c.probe);
    engine::Messenger messenger({books, references, *c.store, c.clock, c.notifiers, [](auto) { return true; }});
    messenger.beforeCommit(probe);
    QCOMPARE(probe.confirmations.size(), std::size_t{1});
    QCOMPARE(probe.confirmations.front().to.text, std::string("budi@contoh.example"));
    QVERIFY(probe.confirmations.front().state == DeliveryState::Waiting);
  }

  void whatsapp_is_for_a_person_to_send() {
    Counter& c = *m_counter;
    QVERIFY(c.start());
    const confirmation::Address phone = must(confirmation::addressFor("0812-3456-7890"));
    const PaymentRef ref = sold(told(tokenFor(1), phone));
    c.turnFor(Duration::days(2));
    QVERIFY(mails().empty());
    QVERIFY(deliveries(ref).front().state == DeliveryState::Waiting);
    // Without an address: whom it was asked for.
    const auto view = confirmed(ref, std::nullopt);
    QVERIFY(view.has_value());
    QVERIFY(view->link.find("https://wa.me/6281234567890?text=") == 0);
    QVERIFY(view->text.find("LUNAS") != std::string::npos);
    QCOMPARE(deliveries(ref).size(), std::size_t{1});
    QVERIFY(deliveries(ref).front().state == DeliveryState::Shown);
  }

  void without_a_mail_account_a_mailbox_is_a_link_too() {
    m_counter->config.mail = {};
    Counter& c = *m_counter;
    QVERIFY(c.start());
    const PaymentRef ref = sold(tokenFor(1));
    const auto view = confirmed(ref, mailbox());
    QVERIFY(view.has_value());
    QVERIFY(view->link.find("mailto:budi@contoh.example?") == 0);
    QVERIFY(mails().empty());
  }

  void what_has_no_address_and_what_has_no_end_are_said() {
    Counter& c = *m_counter;
    QVERIFY(c.start());
    const PaymentRef ref = sold(tokenFor(1));
    QVERIFY(confirmed(ref, std::nullopt).error().code == ErrorCode::NumberInvalid);
    QVERIFY(confirmed(PaymentRef("LK000000AAAAAAAAAA"), mailbox()).error().code == ErrorCode::NotFound);
    const auto waits = must(c.sell(offline(pulsaFor(1))));
    const confirmation::Address phone = must(confirmation::addressFor("081234567890"));
    QVERIFY(confirmed(waits.payment.ref, phone).error().code == ErrorCode::StateForbids);
    // A mail is kept for the end.
    const auto kept = confirmed(waits.payment.ref, mailbox());
    QVERIFY(kept.has_value() && kept->delivery.state == DeliveryState::Waiting);
  }

  void a_command_sends_only_what_it_is_asked_for() {
    open(engine::Dispatching::OnDemand);
    Counter& c = *m_counter;
    QVERIFY(c.start());
    const PaymentRef first = sold(told(tokenFor(1)));
    const PaymentRef second = sold(told(tokenFor(2)));
    c.turnFor(Duration::minutes(10));
    QVERIFY(mails().empty());
    const auto one = confirmed(first, std::nullopt);
    QVERIFY(one.has_value() && one->delivery.state == DeliveryState::Sent);
    QVERIFY(deliveries(second).front().state == DeliveryState::Waiting);
    const auto sent =
        c.ask<int>([&c](api::Reply<int> reply) { c.engine->sendConfirmations(std::move(reply)); }, Duration::days(30));
    QCOMPARE(*sent, 1);
    QVERIFY(deliveries(second).front().state == DeliveryState::Sent);
    QCOMPARE(*c.ask<int>([&c](api::Reply<int> reply) { c.engine->sendConfirmations(std::move(reply)); }), 0);
  }

  void a_full_disk_is_not_tried_in_every_turn() {
    Counter& c = *m_counter;
    m_post->outcomes = {Kind::NotSent};
    QVERIFY(c.start());
    const PaymentRef ref = sold(told(tokenFor(1)));
    QVERIFY(c.turnUntil([&] { return deliveries(ref).front().tries == 1 &&
                                     deliveries(ref).front().state == DeliveryState::Waiting; }, Duration::days(10)));
    const Instant due = deliveries(ref).front().dueAt;
    c.store->failMessage(1);
    QVERIFY(becomes(ref, DeliveryState::Sent));
    QVERIFY(deliveries(ref).front().movedAt >= due + Duration::minutes(1));
    QCOMPARE(mails().size(), std::size_t{2});
  }

  // The mail is out, and only the disk does not know: it hears of it as soon as there is room.
  void what_became_of_a_message_waits_for_room_on_the_disk() {
    Counter& c = *m_counter;
    m_post->held = true;
    QVERIFY(c.start());
    const PaymentRef ref = sold(told(tokenFor(1)));
    QVERIFY(becomes(ref, DeliveryState::Sending));
    const Instant armed = deliveries(ref).front().movedAt;
    c.store->failMessage(1);
    {
      const std::lock_guard lock(m_post->mutex);
      m_post->held = false;
      m_post->moved.notify_all();
    }
    QVERIFY(becomes(ref, DeliveryState::Sent));
    QVERIFY(deliveries(ref).front().movedAt >= armed);
    // Nothing else is held up by it afterwards.
    QVERIFY(becomes(sold(told(tokenFor(2))), DeliveryState::Sent));
    QCOMPARE(mails().size(), std::size_t{2});
  }

  void a_full_disk_at_the_end_of_the_day_still_hears_of_it() {
    Counter& c = *m_counter;
    m_post->held = true;
    QVERIFY(c.start());
    const PaymentRef ref = sold(told(tokenFor(1)));
    QVERIFY(becomes(ref, DeliveryState::Sending));
    c.store->failMessage(1);
    {
      const std::lock_guard lock(m_post->mutex);
      m_post->held = false;
      m_post->moved.notify_all();
    }
    QVERIFY(c.turnUntil([&] { return c.store->messageFailed(); }, Duration::days(10)));
    c.engine->abandon();
    c.restart();
    QVERIFY(deliveries(ref).front().state == DeliveryState::Sent);
    QCOMPARE(mails().size(), std::size_t{1});
  }

  void the_doctor_knows_how_the_mail_stands() {
    Counter& c = *m_counter;
    const auto mail = [&c] {
      const auto items = must(c.ask<std::vector<api::HealthItem>>([&c](auto reply) {
        c.engine->health(api::Look::AsKnown, std::move(reply));
      }));
      for (const api::HealthItem& item : items)
        if (item.name == "mail")
          return std::optional<api::HealthItem>(item);
      return std::optional<api::HealthItem>();
    };
    m_post->outcomes = {Kind::NotSent};
    QVERIFY(c.start());
    QVERIFY(mail() && mail()->ok);
    QCOMPARE(mail()->detail, std::string("0 waiting"));
    const PaymentRef ref = sold(told(tokenFor(1)));
    QVERIFY(c.turnUntil([&] { return deliveries(ref).front().tries == 1 &&
                                     deliveries(ref).front().state == DeliveryState::Waiting; }, Duration::days(10)));
    QVERIFY(!mail()->ok);
    QCOMPARE(mail()->detail, std::string("1 waiting; last try: connect"));
    QCOMPARE(mail()->word, std::string("connect"));
    // Also to a program that was just started.
    c.restart();
    QCOMPARE(mail()->word, std::string("connect"));
    QVERIFY(becomes(ref, DeliveryState::Sent));
    QVERIFY(mail()->ok);
  }

  void a_store_that_fails_lets_nobody_wait() {
    Counter& c = *m_counter;
    QVERIFY(c.start());
    const PaymentRef ref = sold(tokenFor(1));
    c.store->failAt(1, FaultyStore::Fault::Broken);
    const auto view = confirmed(ref, mailbox());
    QVERIFY(!view.has_value());
    QVERIFY(mails().empty());
  }

  void a_mail_account_that_cannot_be_is_refused_with_the_rest() {
    Counter& c = *m_counter;
    QVERIFY(c.start());
    api::Config changed = c.config;
    changed.outlet.name = "Warung Lain";
    changed.mail.url = "bad";
    const auto done =
        c.ask<int>([&](api::Reply<int> reply) { c.engine->importConfig(changed, kAlone, std::move(reply)); });
    QVERIFY(!done.has_value());
    QCOMPARE(done.error().detail, std::string("notify.smtp.url"));
    QCOMPARE(must(c.real->settings()).at("outlet.name"), std::string("Warung Bu Sri"));
    // The account that was goes on.
    QVERIFY(becomes(sold(told(tokenFor(1))), DeliveryState::Sent));
  }

 private:
  void open(engine::Dispatching dispatching) {
    m_counter.reset();
    m_counter = std::make_unique<Counter>(dispatching);
    m_counter->config.mail.url = "smtps://127.0.0.1";
    m_counter->config.mail.from = "bukti@warung.example";
    m_counter->notifiers = [this](const api::MailSettings& mail) -> Result<std::unique_ptr<ports::Notifier>> {
      if (mail.url == "bad")
        return fail(ErrorCode::ConfigInvalid, "url");
      return std::make_unique<PostNotifier>(*m_post);
    };
  }
  PaymentRef sold(const api::SellRequest& request) {
    const auto view = must(m_counter->sell(request));
    if (m_counter->options.dispatching == engine::Dispatching::OnDemand)
      must(m_counter->ask<api::PaymentView>([&](api::Reply<api::PaymentView> reply) {
        m_counter->engine->await(view.payment.ref, Duration::hours(1), std::move(reply));
      }));
    LOKET_CHECK(m_counter->reaches(view.payment.ref, PaymentState::Succeeded));
    return view.payment.ref;
  }
  Result<api::ConfirmationView> confirmed(const PaymentRef& ref, const std::optional<confirmation::Address>& to) {
    return m_counter->ask<api::ConfirmationView>(
        [&](api::Reply<api::ConfirmationView> reply) { m_counter->engine->confirm({ref.str(), to}, std::move(reply)); },
        Duration::days(10));
  }
  std::vector<confirmation::Delivery> deliveries(const PaymentRef& ref) {
    return must(m_counter->real->confirmations(ref));
  }
  // The account answers in its own time, in which the counter's may run on for long.
  bool becomes(const PaymentRef& ref, DeliveryState state) {
    return m_counter->turnUntil(
        [&] {
          const auto all = deliveries(ref);
          return !all.empty() && all.back().state == state;
        },
        Duration::days(10));
  }
  static bool waitFor(const std::function<bool()>& done) { return QTest::qWaitFor(done, 10'000); }
  void release() {
    const std::lock_guard lock(m_post->mutex);
    m_post->held = false;
    m_post->moved.notify_all();
  }
  std::vector<ports::Mail> mails() {
    const std::lock_guard lock(m_post->mutex);
    return m_post->mails;
  }

  std::unique_ptr<Post> m_post;
  std::unique_ptr<Counter> m_counter;
};

QTEST_GUILESS_MAIN(EngineConfirmTest)
#include "engine_confirm_test.moc"
