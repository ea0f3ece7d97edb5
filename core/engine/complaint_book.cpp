#include "core/engine/complaint_book.h"

#include <algorithm>

namespace loket::engine {

using complaint::Complaint;
using complaint::ComplaintId;
using complaint::Entry;

Result<ports::ComplaintReader*> ComplaintBook::rows() {
  if (ports::ComplaintReader* rows = m_.store.complaints())
    return rows;
  return fail(ErrorCode::Internal, "no complaints");
}

Status ComplaintBook::open() {
  // A store without complaints has none that are open.
  if (ports::ComplaintReader* rows = m_.store.complaints()) {
    LOKET_ASSIGN(m_openCount, rows->openCount());
  }
  return {};
}

complaint::SupplierQuestion ComplaintBook::questionAbout(const Payment& payment) const {
  const api::Config& config = m_.config();
  const UpstreamId supplier = complaint::supplierOf(payment);
  const auto at = std::find_if(config.upstreams.begin(), config.upstreams.end(),
                               [&supplier](const UpstreamSettings& one) { return one.id == supplier; });
  return complaint::questionAbout(payment, config.outlet,
                                  at == config.upstreams.end() ? SupplierContact{} : at->contact);
}

api::ComplaintView ComplaintBook::viewOf(Complaint complaint) {
  api::ComplaintView view;
  if (auto payment = m_.books.load(complaint.ref)) {
    view.question = questionAbout(*payment);
    view.payment = std::move(*payment);
  }
  view.complaint = std::move(complaint);
  return view;
}

Result<std::vector<api::ComplaintView>> ComplaintBook::list(const api::ComplaintFilter& filter) {
  std::vector<api::ComplaintView> views;
  ports::ComplaintReader* rows = m_.store.complaints();
  if (rows == nullptr)
    return views;
  LOKET_ASSIGN(auto found, rows->newest(filter.who == api::ComplaintsWho::Open ? ports::ComplaintsWanted::Open
                                                                               : ports::ComplaintsWanted::All,
                                        filter.limit));
  for (Complaint& one : found) views.push_back(viewOf(std::move(one)));
  return views;
}

Result<std::vector<Complaint>> ComplaintBook::of(const PaymentRef& ref) {
  if (ports::ComplaintReader* rows = m_.store.complaints())
    return rows->ofPayment(ref);
  return std::vector<Complaint>();
}

Result<Complaint> ComplaintBook::found(const ComplaintId& id) {
  LOKET_ASSIGN(ports::ComplaintReader* const all, rows());
  LOKET_ASSIGN(auto one, all->complaint(id));
  if (!one)
    return fail(ErrorCode::NotFound, id.str());
  return *one;
}

Result<api::ComplaintView> ComplaintBook::view(const ComplaintId& id) {
  LOKET_ASSIGN(auto one, found(id));
  return viewOf(std::move(one));
}

void ComplaintBook::begin(const PaymentRef& ref, const api::OpenComplaint& command, const UserName& by,
                          api::Reply<api::ComplaintView> reply) {
  // What was decided a moment ago must be on the disk before somebody looks there for an open one.
  m_.books.flush();
  const auto decide = [&]() -> Result<Entry> {
    LOKET_ASSIGN(ports::ComplaintReader* const all, rows());
    LOKET_ASSIGN(const auto known, all->ofPayment(ref));
    return complaint::decideOpening(known, m_.references.complaint(), ref, command.note, command.reach,
                                    {by, m_.clock.now()});
  };
  keep(decide(), std::move(reply));
}

void ComplaintBook::note(const ComplaintId& id, const std::string& note, const UserName& by,
                         api::Reply<api::ComplaintView> reply) {
  step(
      id,
      [&](const Complaint& one) {
        return complaint::decideNote(one, note, {by, m_.clock.now()});
      },
      std::move(reply));
}

void ComplaintBook::end(const api::CloseComplaint& command, const UserName& by,
                        api::Reply<api::ComplaintView> reply) {
  step(
      command.id,
      [&](const Complaint& one) {
        return complaint::decideClosing(one, command.outcome, command.note, {by, m_.clock.now()});
      },
      std::move(reply));
}

void ComplaintBook::step(const ComplaintId& id, const Decide& decide, api::Reply<api::ComplaintView> reply) {
  m_.books.flush();
  const auto one = found(id);
  keep(one ? decide(*one) : Result<Entry>(fail(one.error())), std::move(reply));
}

void ComplaintBook::keep(Result<Entry> entry, api::Reply<api::ComplaintView> reply) {
  if (!entry) {
    reply(fail(entry.error()));
    return;
  }
  ports::UnitOfWork work;
  work.complaints.push_back(*entry);
  m_.books.stageWork(
      std::move(work), "complaint",
      [this, id = entry->id, step = entry->step, reply = std::move(reply)](const Status& kept) {
        if (!kept) {
          reply(fail(kept.error()));
          return;
        }
        m_openCount += step == complaint::Step::Opened ? 1 : step == complaint::Step::Closed ? -1 : 0;
        auto one = view(id);
        if (one && onChange)
          onChange(one->complaint);
        reply(std::move(one));
      });
}

}  // namespace loket::engine
