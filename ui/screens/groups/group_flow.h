// A group's bills from the list of names to the paid ones, without a widget. Every bill is a payment of its own: what
// becomes of one keeps no other back, and what could not be paid stays on the list with its reason.
#pragma once

#include <QObject>
#include <QTimer>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "ui/bridge/core_bridge.h"
#include "ui/bridge/counter_clock.h"
#include "ui/models/group_lines.h"
#include "ui/screens/proof_ask.h"

namespace loket::ui::screens {

enum class GroupStep {
  List,     // who is on it
  Asking,   // the suppliers are asked for every bill
  Bills,    // what it costs, and the cash for it
  Selling,  // being recorded
  Proof,    // one of them wants a second proof before it is taken
  Done,     // what became of each
};

class GroupFlow final : public QObject {
  Q_OBJECT

 public:
  // Enter pays nothing for so long after the sum was shown: nobody has read it before.
  static constexpr Duration kPayGuard = Duration::millis(400);

  explicit GroupFlow(bridge::CoreBridge& bridge, QObject* parent = nullptr);

  [[nodiscard]] GroupStep step() const { return m_step; }
  [[nodiscard]] const std::vector<customer::Group>& groups() const { return m_groups; }
  // Null when there is none.
  [[nodiscard]] const customer::Group* group() const;
  [[nodiscard]] int groupIndex() const { return m_index; }
  [[nodiscard]] const std::vector<models::GroupLine>& lines() const { return m_lines; }
  [[nodiscard]] int asked() const { return m_asked; }  // Asking: how many have answered
  // Of what is to be paid; once it is sold, of what was taken.
  [[nodiscard]] int count() const;
  [[nodiscard]] Money total() const;
  [[nodiscard]] Money cash() const { return m_cash; }
  [[nodiscard]] const std::optional<Error>& error() const { return m_error; }
  [[nodiscard]] bool isBusy() const { return m_busy; }
  [[nodiscard]] bool canAsk() const;
  [[nodiscard]] bool canSell() const;
  [[nodiscard]] bool isArmed() const { return m_armed; }
  // Which line wants the proof; null but at Proof.
  [[nodiscard]] const models::GroupLine* proving() const;
  [[nodiscard]] const ProofAsk& proofAsk() const { return m_proof; }  // Proof
  // Papers that were sent to the printer, and how many there are.
  [[nodiscard]] int printed() const { return m_printed; }
  [[nodiscard]] int papers() const;
  [[nodiscard]] bool isPrinting() const { return m_isPrinting; }
  [[nodiscard]] const std::optional<customer::Group>& removed() const { return m_removed; }
  // What the line's bill is asked by beside its number; nothing: the number is enough, or nobody sells it any more.
  [[nodiscard]] std::optional<InquiryField> fieldOf(const customer::GroupMember& member) const;

  void refresh();
  void choose(int index);
  void create(const QString& name);
  void rename(const QString& name);
  void add(const customer::GroupMember& member);
  void removeMember(int row);
  // As they were typed.
  void setFields(int row, const InquiryFields& fields);
  void removeGroup();
  // The group or the line that was removed last.
  void takeBack();
  void askBills();
  void toggle(int row);
  void setCash(Money cash);
  void sell();
  // For the line that wants it. A code is good for one payment: each is asked about by itself.
  void prove(const Proof& proof);
  // What has no paper yet: a counter that prints by itself has given most of them out.
  void printAll();
  // One step back; at Proof what still wants one is left unpaid. Not while something is being recorded.
  void leave();

 signals:
  void stepChanged();
  void changed();
  void groupsChanged();
  void linesChanged();

 private:
  void go(GroupStep step);
  void show();
  [[nodiscard]] const Product* productOf(const ProductId& id) const;
  void save(api::SaveGroup command);
  void askNextProof();
  void printNext(std::size_t from);
  void printLine(std::size_t place);

  bridge::CoreBridge& m_bridge;
  QTimer m_guard;
  GroupStep m_step = GroupStep::List;
  std::vector<customer::Group> m_groups;
  std::vector<Product> m_products;
  int m_index = 0;
  std::vector<models::GroupLine> m_lines;
  std::map<ClientRef, std::size_t> m_sent;  // the line of each sale
  std::map<std::size_t, api::SellRequest> m_unproven;  // by line
  ProofAsk m_proof;
  int m_asked = 0;
  Money m_cash;
  std::optional<Error> m_error;
  std::optional<customer::Group> m_removed;  // as it was before
  bool m_takesMonths = false;  // a supplier takes several months of BPJS at once
  bool m_busy = false;
  bool m_armed = false;
  bool m_isPrinting = false;
  int m_printed = 0;
  int m_round = 0;  // answers for what is no longer on the screen are ignored
};

}  // namespace loket::ui::screens
