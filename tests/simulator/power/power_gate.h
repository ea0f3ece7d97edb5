#pragma once

#include <algorithm>

#include "tests/simulator/power/power_shop.h"

namespace loket::simulator {


// The store as the program has it; what it answers is written down, and nothing of it is heard without
// power.
class PowerShop::Gate final : public ports::Store {
 public:
  explicit Gate(PowerShop& shop) : m_shop(shop) {}
  bool isWorthless() const { return m_worthless; }
  Status commit(const ports::UnitOfWork& asked) override {
    if (m_shop.isDead())
      return fail(ErrorCode::DiskFault, "no power");
    const ports::UnitOfWork work = spoiled(asked);
    if (work.empty())
      return real().commit(work);
    const PowerPlant plant = m_shop.m_plan.plant;
    if (const auto late = std::exchange(m_late, std::nullopt); late && real().commit(*late))
      m_shop.committed(*late);
    if (plant == PowerPlant::AnswersBeforeCommit && has(work, EventKind::Accepted))
      m_late = work;
    if (m_late || (plant == PowerPlant::SendsUnarmed && has(work, EventKind::Armed)) ||
        (plant == PowerPlant::PrintsUncounted && !work.prints.empty()) ||
        (plant == PowerPlant::CollectsUnrecorded && has(work, TillKind::CollectionAsked)))
      return {};
    const std::uint64_t errors = m_shop.m_disk.logErrors();
    // What is asked of a handle that has failed is refused; what was unsure before it stays unsure.
    if (!m_worthless)
      m_shop.m_inFlight = work;
    Status done = real().commit(work);
    if (m_shop.isDead())
      return fail(ErrorCode::DiskFault, "no power");
    if (!done)
      m_shop.note("commit: " + std::string(wordOf(done.error().code)) + " " + done.error().detail);
    if (plant == PowerPlant::SwallowsErrors)
      done = Status();
    if (plant == PowerPlant::BooksDrift)
      m_shop.rowsOf("UPDATE balances SET amount = amount + 1");
    if (done) {
      if (m_worthless)
        m_shop.violate("I11 committed after an error that is not a full disk");
      if (m_shop.m_disk.logErrors() != errors)
        m_shop.violate("I11 an error on the way to the disk was overlooked");
      m_shop.committed(work);
      return done;
    }
    const ErrorCode code = done.error().code;
    if (code != ErrorCode::CommitUnsure && !m_worthless)
      m_shop.m_inFlight.reset();
    if (code == ErrorCode::DiskFull)
      return done;
    m_worthless = true;
    if (plant != PowerPlant::GoesOnAfterErrors)
      return done;
    if (auto again = m_shop.openStore())
      m_shop.m_real = std::move(*again);
    return fail(ErrorCode::DiskFull, "as if it were a passing thing");
  }
  Status canAccept() override {
    LOKET_TRY(real().canAccept());
    // The same question about the simulated disk.
    if (m_shop.m_disk.isFull())
      return fail(ErrorCode::DiskFull, "simulated");
    return {};
  }
  Result<std::vector<OpenPayment>> openPayments() override { return heard(real().openPayments()); }
  Result<std::optional<Payment>> payment(const PaymentRef& ref) override {
    return heard(real().payment(ref));
  }
  Result<std::optional<Payment>> byClientRef(const ClientRef& ref) override {
    return heard(real().byClientRef(ref));
  }
  Result<std::optional<Payment>> byClaimCode(const ClaimCode& code) override {
    return heard(real().byClaimCode(code));
  }
  Result<std::vector<ports::PaymentRow>> payments(const ports::PaymentQuery& query) override {
    return heard(real().payments(query));
  }
  Result<std::vector<PaymentEvent>> history(const PaymentRef& ref) override {
    return heard(real().history(ref));
  }
  Result<std::vector<Payment>> sameToday(const ProductId& product, const std::string& number,
                                         const BusinessDate& date) override {
    return heard(real().sameToday(product, number, date));
  }
  Result<std::vector<ports::DayTransfer>> transfersOn(const BusinessDate& date) override {
    return heard(real().transfersOn(date));
  }
  Result<ports::DayTotals> totalsOf(const BusinessDate& date) override {
    return heard(real().totalsOf(date));
  }
  Result<std::vector<ports::SavedCustomer>> customers(const std::string& text, int limit) override {
    return heard(real().customers(text, limit));
  }
  Result<std::vector<ports::AccountBalance>> balances() override { return heard(real().balances()); }
  Result<std::vector<ports::AccountBalance>> standing() override { return heard(real().standing()); }
  Result<ports::LedgerTrial> trial() override { return heard(real().trial()); }
  Result<ports::TillState> till() override {
    auto state = heard(real().till());
    if (!state)
      return state;
    auto& collections = state->collections;
    if (m_shop.m_plan.plant == PowerPlant::CreditsForgotten) {
      state->cashOuts.clear();
      for (Collection& one : collections)
        if (one.state == CollectionState::HandedOut)
          one.state = CollectionState::Paid;
    }
    if (m_shop.m_plan.plant == PowerPlant::CollectionsForgotten)
      collections.erase(std::remove_if(collections.begin(), collections.end(),
                                       [](const Collection& one) { return one.state == CollectionState::Paid; }),
                        collections.end());
    return state;
  }
  Result<std::optional<ports::ShiftFigures>> shiftFigures() override {
    return heard(real().shiftFigures());
  }
  Result<std::vector<ports::LedgerLine>> account(const Account& account, int limit) override {
    return heard(real().account(account, limit));
  }
  Result<std::vector<Product>> catalogue() override { return heard(real().catalogue()); }
  Result<std::map<std::string, std::string>> settings() override { return heard(real().settings()); }
  Result<std::vector<ports::Batch>> batches(int limit) override { return heard(real().batches(limit)); }
  Result<std::optional<ports::Batch>> batch(const BatchId& id) override { return heard(real().batch(id)); }
  Result<std::vector<confirmation::Delivery>> confirmations(const PaymentRef& ref) override {
    return heard(real().confirmations(ref));
  }
  Result<std::vector<confirmation::Delivery>> openConfirmations() override {
    return heard(real().openConfirmations());
  }
  Result<std::vector<confirmation::Delivery>> newestConfirmations(int limit) override {
    return heard(real().newestConfirmations(limit));
  }
  Result<std::vector<ports::PrintJob>> prints(const PaymentRef& ref) override {
    return heard(real().prints(ref));
  }
  Result<std::vector<ports::PrintJob>> newestPrints(int limit) override {
    return heard(real().newestPrints(limit));
  }

  ports::ReconcileReader* reconcile() override { return &m_rows; }

 private:
  // I11: whoever could not read has a broken handle too.
  template <typename T>
  Result<T> heard(Result<T> answer) {
    m_worthless = m_worthless || (!answer && answer.error().code != ErrorCode::DiskFull);
    return answer;
  }
  static bool has(const ports::UnitOfWork& work, EventKind kind) {
    for (const auto& change : work.payments)
      for (const auto& event : change.events)
        if (kindOf(event.body) == kind)
          return true;
    return false;
  }
  static bool has(const ports::UnitOfWork& work, TillKind kind) {
    return std::any_of(work.till.begin(), work.till.end(), [kind](const TillChange& one) { return one.event.kind == kind; });
  }
  ports::UnitOfWork spoiled(ports::UnitOfWork work) const {
    if (m_shop.m_plan.plant == PowerPlant::AppliedForgotten)
      work.reconcile.applied.clear();
    if (m_shop.m_plan.plant == PowerPlant::SoldWithoutSale && has(work, TillKind::PaidSale))
      work.payments.clear();
    return work;
  }
  adapters::SqlcipherStore& real() { return *m_shop.m_real; }

  // What was read of settlement files, by the same rule.
  class Rows final : public ports::ReconcileReader {
   public:
    explicit Rows(Gate& gate) : m_gate(gate) {}
    Result<std::vector<ports::AttemptLookup>> attempts(const UpstreamId& upstream,
                                                       const std::vector<AttemptRef>& references) override {
      return m_gate.heard(real().attempts(upstream, references));
    }
    Result<std::vector<ports::AttemptRow>> liveAttempts(const UpstreamId& upstream, const BusinessDate& date, PaymentState state,
                                                        std::int64_t sequence, int limit) override {
      return m_gate.heard(real().liveAttempts(upstream, date, state, sequence, limit));
    }
    Result<std::vector<loket::reconcile::Run>> runs(int limit) override { return m_gate.heard(real().runs(limit)); }
    Result<std::optional<loket::reconcile::Run>> run(const loket::reconcile::ReconcileId& id) override {
      return m_gate.heard(real().run(id));
    }
    Result<std::optional<loket::reconcile::Run>> runOfFile(const UpstreamId& upstream, const std::string& sha256) override {
      return m_gate.heard(real().runOfFile(upstream, sha256));
    }
    Result<std::vector<loket::reconcile::Finding>> findings(const loket::reconcile::ReconcileId& id, std::int64_t after,
                                                            int limit) override {
      return m_gate.heard(real().findings(id, after, limit));
    }

   private:
    adapters::ReconcileRows& real() { return *m_gate.real().reconcile(); }
    Gate& m_gate;
  };

  PowerShop& m_shop;
  Rows m_rows{*this};
  bool m_worthless = false;
  std::optional<ports::UnitOfWork> m_late;
};

}  // namespace loket::simulator
