#include "app/cashier/shots/fixture_complaints.h"

#include <algorithm>
#include <utility>

#include "app/cashier/shots/fixture_shop.h"

namespace loket::app::fixture {

using complaint::Complaint;
using complaint::ComplaintId;
using complaint::Entry;

void FixtureComplaints::fill(const PaymentRef& ref, Instant now) {
  const auto opened = open(
      ref, {ref.str(), "Token sudah dimasukkan dua kali, meteran bilang gagal", "0812-0000-7788, rumah biru"},
      UserName("budi"), now - Duration::hours(3));
  if (!opened)
    return;
  static_cast<void>(note(opened->id, "CS sudah balas, minta foto layar meteran", UserName("budi"),
                         now - Duration::hours(2)));
  static_cast<void>(note(opened->id, "Foto dikirim, dijanjikan jawaban sebelum sore", UserName("sri"),
                         now - Duration::minutes(40)));
}

std::vector<Complaint> FixtureComplaints::of(const PaymentRef& ref) const {
  std::vector<Complaint> found;
  std::copy_if(all.begin(), all.end(), std::back_inserter(found),
               [&ref](const Complaint& one) { return one.ref == ref; });
  return found;
}

bool FixtureComplaints::isOpen(const PaymentRef& ref) const {
  return std::any_of(all.begin(), all.end(),
                     [&ref](const Complaint& one) { return one.ref == ref && one.isOpen(); });
}

int FixtureComplaints::openCount() const {
  return static_cast<int>(
      std::count_if(all.begin(), all.end(), [](const Complaint& one) { return one.isOpen(); }));
}

complaint::SupplierQuestion FixtureComplaints::questionAbout(const Payment& payment) const {
  SupplierContact contact;
  if (hasContacts)
    contact = {"CS Contoh Supplier", "081200000001", "(021) 1500-123", "cs@supplier.example",
               "Setiap hari 07.00-22.00"};
  return complaint::questionAbout(payment, outlet(), contact);
}

Result<Complaint> FixtureComplaints::find(const ComplaintId& id) const {
  const auto at = std::find_if(all.begin(), all.end(), [&id](const Complaint& one) { return one.id == id; });
  return at == all.end() ? Result<Complaint>(fail(ErrorCode::NotFound, id.str())) : Result<Complaint>(*at);
}

Result<Complaint> FixtureComplaints::keep(const Result<Entry>& entry) {
  if (auto told = std::exchange(error, {}))
    return fail(*told);
  if (!entry)
    return fail(entry.error());
  complaint::append(all, *entry);
  return find(entry->id);
}

Result<Complaint> FixtureComplaints::open(const PaymentRef& ref, const api::OpenComplaint& command,
                                          const UserName& by, Instant now) {
  return keep(complaint::decideOpening(of(ref), ComplaintId("K261123MOCK" + std::to_string(all.size() + 1)),
                                       ref, command.note, command.reach, {by, now}));
}

Result<Complaint> FixtureComplaints::note(const ComplaintId& id, const std::string& note, const UserName& by,
                                          Instant now) {
  const auto one = find(id);
  return one ? keep(complaint::decideNote(*one, note, {by, now})) : one;
}

Result<Complaint> FixtureComplaints::close(const api::CloseComplaint& command, const UserName& by,
                                           Instant now) {
  const auto one = find(command.id);
  return one ? keep(complaint::decideClosing(*one, command.outcome, command.note, {by, now})) : one;
}

}  // namespace loket::app::fixture
