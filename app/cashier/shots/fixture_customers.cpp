#include "app/cashier/shots/fixture_customers.h"

#include <algorithm>
#include <utility>

#include "core/base/text.h"
#include "core/domain/till/till.h"

namespace loket::app::fixture {
namespace {

using customer::Customer;
using customer::CustomerId;
using customer::ImportId;

Customer person(const char* id, const char* name, std::vector<customer::Number> numbers,
                const char* note = "") {
  Customer one;
  one.id = CustomerId(id);
  one.name = name;
  one.note = note;
  one.numbers = std::move(numbers);
  return one;
}

bool isFound(const Customer& one, const std::string& text) {
  const std::string wanted = customer::keyOf(text);
  if (wanted.empty())
    return true;
  if (isDigits(wanted))
    return std::any_of(one.numbers.begin(), one.numbers.end(),
                       [&](const customer::Number& number) { return number.number.rfind(wanted, 0) == 0; });
  const auto words = customer::wordsOf(customer::keyOf(one.name));
  for (const std::string& begin : customer::wordsOf(wanted))
    if (std::none_of(words.begin(), words.end(),
                     [&](const std::string& word) { return word.rfind(begin, 0) == 0; }))
      return false;
  return true;
}

}  // namespace

void FixtureCustomers::fill(Instant now) {
  book = {
      person("P1", "Bu Sri Wahyuni",
             {{"14300000001", Family::PlnToken}, {"081234567890", Family::Pulsa}, {"1013226", Family::Water}},
             "Rumah biru, bayar tiap Jumat"),
      person("P2", "Hendra Wijaya", {{"530000000001", Family::PlnBill}}),
      person("P3", "Raden Mas Haryo Suryodiningrat Kusumonegoro Atmodjo", {{"14300000245", Family::PlnToken}},
             "Minta struk dua lembar, satu untuk kantor kelurahan dan satu untuk arsip sendiri"),
      person("P4", "Suparmi", {{"1013227", Family::Water}, {"081355667788", Family::Pulsa}}),
      person("P5", "Supri Yanto", {{"081299990000", Family::Pulsa}}),
      person("P6", "Suparno (bengkel)", {{"002101001234567", Family::Transfer}}),
      person("P7", "Keluarga Maman", {{"8888801234567890", Family::Health}}),
      person("P8", "Ibu Kokom", {{"14300000119", Family::PlnToken}, {"14300000120", Family::PlnToken}}),
      person("P9", "Yories Yolanda", {{"0123456789", Family::Transfer}}),
      person("P10", "Dewi Lestari", {{"085712345678", Family::Pulsa}}),
      person("P11", "Agus", {}),
  };
  bons = {{BonName("bu sri wahyuni"), Money::rupiah(152'500)}, {BonName("pak rt"), Money::rupiah(20'000)}};
  const auto add = [&](const char* number, Family family, const char* product, Duration ago, int times) {
    bought[number].push_back({number, family, ProductId(product), product, now - ago, times});
  };
  add("14300000001", Family::PlnToken, "Token listrik PLN 50.000", Duration::days(3), 14);
  add("081234567890", Family::Pulsa, "Pulsa TELKOMSEL 10.000", Duration::days(21), 6);
  add("1013226", Family::Water, "PDAM Bandung", Duration::days(33), 9);
  add("14300000245", Family::PlnToken, "Token listrik PLN 1.000.000", Duration::days(2), 31);
}

void FixtureCustomers::gather() {
  const auto member = [](const char* name, const char* product, const char* number) {
    return customer::GroupMember{name, ProductId(product), number};
  };
  groups = {{customer::GroupId("G01"), "Arisan Melati", {member("Bu Wiwik", "indihome", "122334455667")}},
            {customer::GroupId("G02"),
             "RT 05 Gang Mawar",
             {member("Bu Sri Wahyuni", "pln-postpaid", "530000000001"), member("", "pln-postpaid", "530000000002"),
              member("Raden Mas Kusumoningrat Hadisuryo Prawirodirdjo", "pdam-Bandung", "1013226"),
              member("Pak RT", "bpjs-kesehatan", "8801234560001"), member("Mbah Karto", "pdam-Bandung", "1013555"),
              member("Kos Ibu Aminah", "pln-postpaid", "530000000003")}}};
}

void FixtureCustomers::crowd(int count) {
  for (int i = 0; i < count; ++i) {
    Customer one;
    one.id = CustomerId("Q" + std::to_string(i));
    one.name = "Pelanggan " + std::to_string(100'000 + i);
    one.numbers = {{std::to_string(14'400'000'000 + i), Family::PlnToken}};
    book.push_back(std::move(one));
  }
}

void FixtureCustomers::addContacts(const std::string& path) {
  std::string text = "nama;nomor;jenis\n";
  text += "Bu Sri Wahyuni;081234567890;\nSuparmi;14300000777;\nIbu Kokom;14300000119;\n";
  text += "\"Toko \"\"Maju Jaya\"\" Sumber Rejeki Abadi Bersama\";'081311112222;\n";
  text +=
      "Pak Rahmat;+62 813-3333-4444;\nBidan Ani;0812 5555 6666 / 14300000888;\nPDAM Mbah "
      "Karto;1013555;pdam\n";
  text += "Cek kuota;*123#;\nSiti;8,12346E+11;\nPaman di Johor;+60 12 345 6789;\n;081277778888;\nAgus;;\n";
  text += "Warung Tetangga;081234567890;\n";
  for (int i = 0; i < 40; ++i)
    text += "Tetangga " + std::to_string(i + 1) + ";0857" + std::to_string(10'000'000 + i * 7) + ";\n";
  files[path] = std::move(text);
}

Money FixtureCustomers::owedBy(const std::string& name) const {
  const auto key = bonName(name);
  for (const api::BonView& bon : bons)
    if (key && bon.customer == *key)
      return bon.owed;
  return {};
}

api::CustomerView FixtureCustomers::viewOf(const Customer& one) const {
  api::CustomerView view{one, owedBy(one.name), {}};
  for (const customer::Number& number : one.numbers)
    if (const auto at = bought.find(number.number); at != bought.end())
      view.purchases.insert(view.purchases.end(), at->second.begin(), at->second.end());
  std::stable_sort(view.purchases.begin(), view.purchases.end(),
                   [](const auto& a, const auto& b) { return a.lastAt > b.lastAt; });
  return view;
}

api::CustomerPage FixtureCustomers::page(const api::CustomerFilter& filter) const {
  api::CustomerPage out;
  out.total = static_cast<std::int64_t>(book.size());
  std::vector<const Customer*> all;
  for (const Customer& one : book)
    if (isFound(one, filter.text) && (filter.who == api::CustomersWho::All || owedBy(one.name).isPositive()))
      all.push_back(&one);
  std::sort(all.begin(), all.end(), [](const Customer* a, const Customer* b) {
    return std::pair(customer::keyOf(a->name), a->id) < std::pair(customer::keyOf(b->name), b->id);
  });
  for (const Customer* one : all) {
    if (!filter.after.empty() && std::pair(customer::keyOf(one->name), one->id) <=
                                     std::pair(customer::keyOf(filter.afterName), filter.after))
      continue;
    if (static_cast<int>(out.rows.size()) == filter.limit) {
      out.hasMore = true;
      break;
    }
    out.rows.push_back(viewOf(*one));
  }
  if (filter.who == api::CustomersWho::Owing)
    for (const api::BonView& bon : bons) {
      const bool isKnown = std::any_of(book.begin(), book.end(), [&](const Customer& one) {
        return customer::keyOf(one.name) == bon.customer.str();
      });
      if (isKnown || !bon.owed.isPositive() || !containsNoCase(bon.customer.str(), filter.text))
        continue;
      api::CustomerView stranger;
      stranger.customer.name = bon.customer.str();
      stranger.owed = bon.owed;
      out.rows.push_back(std::move(stranger));
    }
  return out;
}

Result<api::CustomerView> FixtureCustomers::view(const CustomerId& id) const {
  for (const Customer& one : book)
    if (one.id == id)
      return viewOf(one);
  return fail(ErrorCode::NotFound, id.str());
}

const Customer* FixtureCustomers::holderOf(const std::string& number) const {
  for (const Customer& one : book)
    for (const customer::Number& has : one.numbers)
      if (has.number == number)
        return &one;
  return nullptr;
}

Result<api::CustomerView> FixtureCustomers::save(const api::SaveCustomer& command, Instant now) {
  if (error)
    return fail(*std::exchange(error, std::nullopt));
  Customer after;
  LOKET_ASSIGN(after.name, customer::customerName(command.name));
  LOKET_ASSIGN(after.note, customer::customerNote(command.note));
  after.id = command.id.empty() ? CustomerId("N" + std::to_string(++m_next)) : command.id;
  after.addedAt = now;
  for (const Customer& one : book)
    if (customer::keyOf(one.name) == customer::keyOf(after.name) && one.id != after.id)
      return fail(ErrorCode::NameInvalid, "taken");
  for (const api::TypedNumber& typed : command.numbers) {
    LOKET_ASSIGN(const customer::Number number, customer::numberOf(typed.number, typed.family));
    if (const Customer* holder = holderOf(number.number); holder != nullptr && holder->id != after.id)
      return fail(ErrorCode::NumberInvalid, "taken");
    after.numbers.push_back(number);
  }
  const auto same =
      std::find_if(book.begin(), book.end(), [&](const Customer& one) { return one.id == after.id; });
  if (same == book.end())
    book.push_back(after);
  else
    *same = after;
  return viewOf(after);
}

Result<api::CustomerView> FixtureCustomers::remove(const CustomerId& id) {
  if (error)
    return fail(*std::exchange(error, std::nullopt));
  LOKET_ASSIGN(auto gone, view(id));
  if (gone.owed.isPositive())
    return fail(ErrorCode::StateForbids, "bon");
  book.erase(std::remove_if(book.begin(), book.end(), [&](const Customer& one) { return one.id == id; }),
             book.end());
  return gone;
}

Result<customer::Group> FixtureCustomers::saveGroup(const api::SaveGroup& command) {
  if (error)
    return fail(*std::exchange(error, std::nullopt));
  customer::Group after;
  LOKET_ASSIGN(after.name, customer::customerName(command.name));
  after.id = command.id.empty() ? customer::GroupId("G" + std::to_string(++m_next)) : command.id;
  for (const customer::Group& one : groups)
    if (customer::keyOf(one.name) == customer::keyOf(after.name) && one.id != after.id)
      return fail(ErrorCode::NameInvalid, "taken");
  for (const customer::GroupMember& member : command.members) {
    LOKET_ASSIGN(after, customer::withMember(std::move(after), member));
  }
  const auto same =
      std::find_if(groups.begin(), groups.end(), [&](const customer::Group& one) { return one.id == after.id; });
  if (same == groups.end())
    groups.push_back(after);
  else
    *same = after;
  return after;
}

Result<customer::Group> FixtureCustomers::removeGroup(const customer::GroupId& id) {
  if (error)
    return fail(*std::exchange(error, std::nullopt));
  const auto at = std::find_if(groups.begin(), groups.end(), [&](const customer::Group& one) { return one.id == id; });
  if (at == groups.end())
    return fail(ErrorCode::NotFound, id.str());
  const customer::Group gone = *at;
  groups.erase(at);
  return gone;
}

customer::Known FixtureCustomers::known() const {
  customer::Known known;
  for (const Customer& one : book) {
    known.names.emplace(customer::keyOf(one.name), one.id);
    for (const customer::Number& number : one.numbers) known.numbers.emplace(number.number, one.name);
  }
  return known;
}

void FixtureCustomers::read(const std::string& path, const api::Reply<api::ContactsPreview>& reply) {
  const auto answer = [this, path, reply] {
    const auto file = files.find(path);
    if (file == files.end())
      return reply(fail(ErrorCode::NotFound, path));
    api::ContactsPreview preview;
    preview.contacts = std::make_shared<const customer::Contacts>(customer::readContacts(file->second));
    preview.plan = customer::planImport(*preview.contacts, known());
    reply(preview);
  };
  if (holdFiles)
    m_held.push_back(answer);
  else
    answer();
}

void FixtureCustomers::release() {
  holdFiles = false;
  for (const auto& answer : std::exchange(m_held, {})) answer();
}

Result<api::ImportView> FixtureCustomers::import(const customer::Contacts& contacts, Instant now) {
  if (error)
    return fail(*std::exchange(error, std::nullopt));
  api::ImportView view;
  view.id = ImportId("I" + std::to_string(++imports));
  for (const customer::ImportLine& line : customer::planImport(contacts, known()).lines) {
    if (line.fate != customer::ImportFate::New && line.fate != customer::ImportFate::MoreNumbers)
      continue;
    Customer* one = nullptr;
    for (Customer& has : book)
      if (customer::keyOf(has.name) == customer::keyOf(line.name))
        one = &has;
    if (one == nullptr) {
      book.push_back(person("", line.name.c_str(), {}));
      one = &book.back();
      one->id = CustomerId("N" + std::to_string(++m_next));
      one->addedAt = now;
      one->from = view.id;
      ++view.fresh;
    } else {
      ++view.more;
    }
    for (customer::Number number : line.numbers) {
      number.from = view.id;
      one->numbers.push_back(number);
      ++view.numbers;
    }
  }
  return view;
}

Result<ImportId> FixtureCustomers::undo(const ImportId& id) {
  for (Customer& one : book)
    one.numbers.erase(std::remove_if(one.numbers.begin(), one.numbers.end(),
                                     [&](const customer::Number& number) { return number.from == id; }),
                      one.numbers.end());
  book.erase(std::remove_if(book.begin(), book.end(),
                            [&](const Customer& one) { return one.from == id && one.numbers.empty(); }),
             book.end());
  return id;
}

bool FixtureCustomers::run(const api::TillCommand& command, const api::Reply<api::TillView>& reply) {
  const auto* payment = std::get_if<api::BonPayment>(&command);
  if (payment == nullptr)
    return false;
  const auto key = bonName(payment->customer);
  for (api::BonView& bon : bons)
    if (key && bon.customer == *key) {
      const auto change = decideBonPayment(bon.customer, bon.owed, payment->amount, {});
      if (!change) {
        reply(fail(change.error()));
        return true;
      }
      bon.owed = bon.owed - payment->amount;
      api::TillView view;
      view.event = change->event;
      view.owed = bon.owed;
      reply(view);
      return true;
    }
  reply(fail(ErrorCode::NotFound, payment->customer));
  return true;
}

}  // namespace loket::app::fixture
