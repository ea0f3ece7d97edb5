#include "ui/screens/groups/group_flow.h"

#include <QUuid>
#include <algorithm>
#include <utility>

namespace loket::ui::screens {

using models::GroupLine;

GroupFlow::GroupFlow(bridge::CoreBridge& bridge, QObject* parent) : QObject(parent), m_bridge(bridge) {
  m_guard.setSingleShot(true);
  m_guard.setInterval(static_cast<int>(kPayGuard.ms));
  connect(&m_guard, &QTimer::timeout, this, [this] {
    m_armed = true;
    emit changed();
  });
  connect(&bridge, &bridge::CoreBridge::wentOn, this, &GroupFlow::refresh);
  connect(&bridge, &bridge::CoreBridge::paymentChanged, this, [this](const api::PaymentView& view) {
    // News of the first may come before all have been accepted.
    const auto at = m_sent.find(view.payment.clientRef);
    if (at == m_sent.end())
      return;
    m_lines[at->second].payment = view.payment;
    emit linesChanged();
  });
  const auto takeStatus = [this](const api::CounterStatus& status) {
    m_takesMonths = std::any_of(status.deposits.begin(), status.deposits.end(),
                                [](const api::DepositView& one) { return one.takesMonths; });
  };
  connect(&bridge, &bridge::CoreBridge::statusChanged, this, takeStatus);
  bridge.status(this, [takeStatus](const Result<api::CounterStatus>& status) {
    if (status)
      takeStatus(*status);
  });
  connect(&bridge, &bridge::CoreBridge::catalogueChanged, this, [this] {
    if (m_step == GroupStep::List)
      refresh();
  });
}

const customer::Group* GroupFlow::group() const {
  return m_groups.empty() ? nullptr : &m_groups[static_cast<std::size_t>(m_index)];
}

const Product* GroupFlow::productOf(const ProductId& id) const {
  const auto product =
      std::find_if(m_products.begin(), m_products.end(), [&id](const Product& known) { return known.id == id; });
  return product == m_products.end() ? nullptr : &*product;
}

std::optional<InquiryField> GroupFlow::fieldOf(const customer::GroupMember& member) const {
  const Product* product = productOf(member.product);
  if (product == nullptr)
    return std::nullopt;
  const auto field = inquiryFieldOf(product->family);
  // What a line has can be changed, also when no supplier takes it any more.
  const bool isTaken = (m_takesMonths && product->kind == ProductKind::Bill) || !member.fields.months.empty();
  return field == InquiryField::Months && !isTaken ? std::nullopt : field;
}

int GroupFlow::count() const {
  const bool isSold = m_step == GroupStep::Done;
  return static_cast<int>(std::count_if(m_lines.begin(), m_lines.end(), [isSold](const GroupLine& line) {
    return isSold ? line.payment.has_value() : line.isPayable() && line.wanted;
  }));
}

Money GroupFlow::total() const {
  Money sum;
  for (const GroupLine& line : m_lines)
    if (line.payment)
      sum += line.payment->total();
    else if (line.isUnsure() || (m_step != GroupStep::Done && line.isPayable() && line.wanted))
      sum += line.quote->total;
  return sum;
}

bool GroupFlow::canAsk() const { return m_step == GroupStep::List && !m_busy && group() != nullptr && !group()->members.empty(); }

bool GroupFlow::canSell() const { return m_step == GroupStep::Bills && m_armed && count() > 0 && m_cash >= total(); }

int GroupFlow::papers() const {
  return static_cast<int>(
      std::count_if(m_lines.begin(), m_lines.end(), [](const GroupLine& line) { return line.payment.has_value(); }));
}

void GroupFlow::go(GroupStep step) {
  m_step = step;
  emit stepChanged();
}

// The list as it is kept, with nothing asked.
void GroupFlow::show() {
  m_lines.clear();
  m_sent.clear();
  if (const customer::Group* one = group())
    for (const customer::GroupMember& member : one->members) {
      GroupLine line;
      line.member = member;
      if (const Product* product = productOf(member.product)) {
        line.family = product->family;
        line.product = QString::fromStdString(product->name);
      }
      m_lines.push_back(std::move(line));
    }
  emit linesChanged();
}

void GroupFlow::refresh() {
  m_bridge.catalogue({}, this, [this](const Result<std::vector<Product>>& products) {
    if (products)
      m_products = *products;
  });
  m_bridge.groups(this, [this](const Result<std::vector<customer::Group>>& groups) {
    if (!groups) {
      m_error = groups.error();
      emit changed();
      return;
    }
    const customer::GroupId shown = group() != nullptr ? group()->id : customer::GroupId();
    m_groups = *groups;
    const auto same = std::find_if(m_groups.begin(), m_groups.end(),
                                   [&shown](const customer::Group& one) { return one.id == shown; });
    m_index = same == m_groups.end() ? 0 : static_cast<int>(same - m_groups.begin());
    emit groupsChanged();
    if (m_step == GroupStep::List)
      show();
    emit changed();
  });
}

void GroupFlow::choose(int index) {
  // What is printed is on the screen until it is.
  if (m_busy || m_isPrinting || m_step == GroupStep::Selling || m_step == GroupStep::Proof || index < 0 || index >= static_cast<int>(m_groups.size()))
    return;
  ++m_round;
  m_index = index;
  m_error.reset();
  go(GroupStep::List);
  show();
  emit changed();
}

void GroupFlow::save(api::SaveGroup command) {
  m_busy = true;
  m_error.reset();
  emit changed();
  m_bridge.saveGroup(std::move(command), this, [this](const Result<customer::Group>& saved) {
    m_busy = false;
    if (!saved) {
      m_error = saved.error();
      emit changed();
      return;
    }
    const auto same = std::find_if(m_groups.begin(), m_groups.end(),
                                   [&saved](const customer::Group& one) { return one.id == saved->id; });
    if (same == m_groups.end()) {
      m_groups.push_back(*saved);
      m_index = static_cast<int>(m_groups.size()) - 1;
    } else {
      *same = *saved;
      m_index = static_cast<int>(same - m_groups.begin());
    }
    refresh();
  });
}

void GroupFlow::create(const QString& name) {
  if (m_busy || m_step != GroupStep::List)
    return;
  m_removed.reset();
  save({{}, name.toStdString(), {}});
}

void GroupFlow::rename(const QString& name) {
  const customer::Group* one = group();
  if (m_busy || m_step != GroupStep::List || one == nullptr)
    return;
  save({one->id, name.toStdString(), one->members});
}

void GroupFlow::add(const customer::GroupMember& member) {
  const customer::Group* one = group();
  if (m_busy || m_step != GroupStep::List || one == nullptr)
    return;
  m_removed.reset();
  api::SaveGroup command{one->id, one->name, one->members};
  command.members.push_back(member);
  save(std::move(command));
}

void GroupFlow::removeMember(int row) {
  const customer::Group* one = group();
  if (m_busy || m_step != GroupStep::List || one == nullptr || row < 0 || row >= static_cast<int>(one->members.size()))
    return;
  m_removed = *one;
  api::SaveGroup command{one->id, one->name, one->members};
  command.members.erase(command.members.begin() + row);
  save(std::move(command));
}

void GroupFlow::setFields(int row, const InquiryFields& fields) {
  const customer::Group* one = group();
  if (m_busy || m_step != GroupStep::List || one == nullptr || row < 0 || row >= static_cast<int>(one->members.size()))
    return;
  m_removed.reset();
  api::SaveGroup command{one->id, one->name, one->members};
  command.members[static_cast<std::size_t>(row)].fields = fields;
  save(std::move(command));
}

void GroupFlow::removeGroup() {
  const customer::Group* one = group();
  if (m_busy || m_step != GroupStep::List || one == nullptr)
    return;
  m_busy = true;
  m_error.reset();
  emit changed();
  m_bridge.removeGroup(one->id, this, [this](const Result<customer::Group>& gone) {
    m_busy = false;
    if (gone)
      m_removed = *gone;
    else
      m_error = gone.error();
    refresh();
  });
}

void GroupFlow::takeBack() {
  if (m_busy || m_step != GroupStep::List || !m_removed)
    return;
  const customer::Group before = *std::exchange(m_removed, std::nullopt);
  save({before.id, before.name, before.members});
}

void GroupFlow::askBills() {
  if (!canAsk())
    return;
  m_error.reset();
  m_removed.reset();
  m_asked = 0;
  std::vector<api::InquiryRequest> requests;
  for (const GroupLine& line : m_lines) {
    api::InquiryRequest& request = requests.emplace_back();
    request.product = line.member.product.str();
    request.number = line.member.number;
    request.fields = line.member.fields;
  }
  go(GroupStep::Asking);
  const int round = ++m_round;
  m_bridge.inquireAll(
      std::move(requests), this,
      [this, round](int done) {
        if (round != m_round)
          return;
        m_asked = done;
        emit changed();
      },
      [this, round](const Result<std::vector<api::QuoteLine>>& told) {
        if (round != m_round)
          return;
        if (!told) {
          m_error = told.error();
          go(GroupStep::List);
          return;
        }
        for (std::size_t i = 0; i < m_lines.size() && i < told->size(); ++i) {
          m_lines[i].quote = (*told)[i].quote;
          m_lines[i].error = (*told)[i].error;
          // What was paid today is paid a second time only when somebody says so.
          m_lines[i].wanted = m_lines[i].quote && !m_lines[i].quote->earlierToday;
        }
        m_armed = false;
        m_guard.start();
        m_cash = Money{};
        go(GroupStep::Bills);
        m_cash = total();
        emit linesChanged();
        emit changed();
      });
}

void GroupFlow::toggle(int row) {
  if (m_step != GroupStep::Bills || row < 0 || row >= static_cast<int>(m_lines.size()))
    return;
  GroupLine& line = m_lines[static_cast<std::size_t>(row)];
  if (!line.isPayable())
    return;
  const bool wasExact = m_cash == total();
  line.wanted = !line.wanted;
  if (wasExact)
    m_cash = total();
  emit linesChanged();
  emit changed();
}

void GroupFlow::setCash(Money cash) {
  if (m_step != GroupStep::Bills)
    return;
  m_cash = cash;
  emit changed();
}

void GroupFlow::sell() {
  if (!canSell())
    return;
  std::vector<api::SellRequest> requests;
  std::vector<std::size_t> places;
  m_sent.clear();
  for (std::size_t i = 0; i < m_lines.size(); ++i) {
    const GroupLine& line = m_lines[i];
    if (!line.isPayable() || !line.wanted)
      continue;
    api::SellRequest& request = requests.emplace_back();
    request.product = line.member.product.str();
    request.number = line.member.number;
    request.fields = line.member.fields;
    request.clientRef = ClientRef(QUuid::createUuid().toString(QUuid::WithoutBraces).toStdString());
    request.quote = line.quote;
    request.repeat = line.quote->earlierToday ? api::Repeat::Allow : api::Repeat::Forbid;
    m_sent.emplace(request.clientRef, i);
    m_lines[i].sent = true;
    places.push_back(i);
  }
  m_error.reset();
  m_printed = 0;
  m_unproven.clear();
  go(GroupStep::Selling);
  m_bridge.sellAll(requests, this, [this, places, requests](const Result<std::vector<api::SaleLine>>& sold) {
    if (!sold) {
      // Nobody knows of any of them: the queue and the history tell after the next start.
      for (const std::size_t place : places)
        if (!m_lines[place].payment)
          m_lines[place].error = Error{ErrorCode::CommitUnsure, {}};
      m_error = sold.error();
      go(GroupStep::Done);
      emit linesChanged();
      return;
    }
    for (std::size_t i = 0; i < places.size() && i < sold->size(); ++i) {
      GroupLine& line = m_lines[places[i]];
      if ((*sold)[i].sold && !line.payment)
        line.payment = (*sold)[i].sold->payment;
      line.error = (*sold)[i].error;
      if (line.isUnsure())
        m_error = line.error;
      if (line.error && isAboutProof(*line.error, {}))
        m_unproven.emplace(places[i], requests[i]);
    }
    askNextProof();
  });
}

const GroupLine* GroupFlow::proving() const {
  return m_step == GroupStep::Proof && !m_unproven.empty() ? &m_lines[m_unproven.begin()->first] : nullptr;
}

void GroupFlow::askNextProof() {
  // Where nobody knows of one, no other is begun.
  if (m_error)
    m_unproven.clear();
  m_proof.forget();
  const bool isWanted = !m_unproven.empty() && m_proof.take(*m_lines[m_unproven.begin()->first].error);
  go(isWanted ? GroupStep::Proof : GroupStep::Done);
  emit linesChanged();
  emit changed();
}

void GroupFlow::prove(const Proof& proof) {
  if (proving() == nullptr || m_busy)
    return;
  m_busy = true;
  m_proof.give(proof);
  emit changed();
  const std::size_t place = m_unproven.begin()->first;
  api::SellRequest request = m_unproven.begin()->second;
  request.proof = proof;
  m_bridge.sell(std::move(request), this, [this, place](const Result<api::PaymentView>& sold) {
    m_busy = false;
    if (!sold && m_proof.take(sold.error()))
      return go(GroupStep::Proof);
    GroupLine& line = m_lines[place];
    line.error = sold ? std::nullopt : std::optional<Error>(sold.error());
    if (sold && !line.payment)
      line.payment = sold->payment;
    if (line.isUnsure())
      m_error = line.error;
    m_unproven.erase(place);
    askNextProof();
  });
}

void GroupFlow::printAll() {
  if (m_step != GroupStep::Done || m_isPrinting || papers() == 0)
    return;
  m_isPrinting = true;
  m_printed = 0;
  m_error.reset();
  emit changed();
  printNext(0);
}

// One after the other: a printer that stops is seen at the paper where it did.
void GroupFlow::printNext(std::size_t from) {
  const auto next = std::find_if(m_lines.begin() + static_cast<std::ptrdiff_t>(from), m_lines.end(),
                                 [](const GroupLine& line) { return line.payment.has_value(); });
  if (next == m_lines.end()) {
    m_isPrinting = false;
    emit changed();
    return;
  }
  const auto place = static_cast<std::size_t>(next - m_lines.begin());
  m_bridge.payment(next->payment->ref.str(), this, [this, place](const Result<api::PaymentDetail>& known) {
    if (!known || known->printed == 0)
      return printLine(place);
    ++m_printed;
    emit changed();
    printNext(place + 1);
  });
}

void GroupFlow::printLine(std::size_t place) {
  m_bridge.print(m_lines[place].payment->ref.str(), this, [this, place](const Result<api::PrintView>& paper) {
    if (!paper || api::needsALook(paper->outcome) || paper->outcome == api::PrintOutcome::NoPrinter) {
      m_isPrinting = false;
      m_error = paper ? Error{ErrorCode::PrinterFault, paper->detail} : paper.error();
      emit changed();
      return;
    }
    ++m_printed;
    emit changed();
    printNext(place + 1);
  });
}

void GroupFlow::leave() {
  if (m_step == GroupStep::Selling || m_isPrinting)
    return;
  if (m_step == GroupStep::Proof) {
    if (m_busy)
      return;
    m_unproven.clear();
    return askNextProof();
  }
  ++m_round;
  m_error.reset();
  if (m_step != GroupStep::List)
    go(GroupStep::List);
  show();
  emit changed();
}

}  // namespace loket::ui::screens
