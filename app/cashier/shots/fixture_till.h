// The made-up shop's drawer and its shift. What is counted and moved is decided by the rules of the core;
// what was sold meanwhile is made up.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/api/till.h"
#include "core/domain/receipt/shift_sheet.h"

namespace loket::app::fixture {

class FixtureTill {
 public:
  using Reply = std::function<void(Result<api::TillView>)>;

  // ---- how it stands
  Money drawer = Money::rupiah(5'000'000);
  std::optional<Shift> shift;  // the newest
  std::vector<api::FamilySalesView> sales;
  GoodsSales goods;
  std::vector<api::ShiftDepositView> deposits;
  std::optional<Error> error;  // of the next command, once
  std::optional<Error> readError;
  bool holdAnswers = false;  // until release()

  // ---- what happened
  std::vector<TillEvent> moves;
  int printed = 0;

  // True when the command is about drawer or shift; then it is answered.
  bool run(const api::TillCommand& command, Instant now, const Reply& reply);
  void release();
  // Opened hours ago with 300.000 in the drawer, and a day's sales.
  void openEarlier(Instant now);
  // The cash of a sale, with none of a sale's life.
  void sell(Family family, Money total);
  [[nodiscard]] Result<api::ShiftReport> report() const;
  // Of the closed shift of that id.
  [[nodiscard]] std::optional<receipt::Receipt> paper(const std::string& id, const Outlet& outlet,
                                                      Instant now) const;

 private:
  Result<api::TillView> decide(const api::TillCommand& command, Instant now);
  void keep(const TillChange& change);

  Money m_in;
  Money m_out;
  int m_shifts = 0;
  std::vector<std::function<void()>> m_held;
};

}  // namespace loket::app::fixture
