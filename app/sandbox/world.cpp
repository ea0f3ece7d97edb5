#include "app/sandbox/world.h"

#include <stdexcept>

#include <nlohmann/json.hpp>

#include "app/sandbox/snap/banks.h"
#include "app/sandbox/snap/book_json.h"

namespace loket::sandbox {
namespace {

nlohmann::json startEvent(StartBalances start) {
  return {{"kind", "start"},
          {"deposit", start.deposit},
          {"bankBalance", start.bank},
          {"iakDeposit", start.iakDeposit}};
}

// Events of what both aggregators have name the second one; without a name they are the first one's.
bool isIaks(const nlohmann::json& event) {
  return event.value("upstream", "digi") == "iak";
}

}  // namespace

World::World(const std::filesystem::path& logFile, StartBalances start)
    : m_start(start), m_digi(0), m_bank(0), m_iak(0), m_log(logFile) {
  bool empty = true;
  m_log.replay([&](const nlohmann::json& event) {
    empty = false;
    apply(event);
  });
  if (empty) {
    commit(startEvent(start));
    m_log.waitDurable(m_log.lastSequence());
  }
}

void World::commit(const nlohmann::json& event) {
  apply(event);
  m_log.append(event);
}

void World::reset() {
  m_log.clear();
  m_effects.clear();
  m_clock.setOffsetMs(0);
  m_terminals = {};
  commit(startEvent(m_start));
}

void World::apply(const nlohmann::json& event) {
  const std::string kind = event.at("kind");
  if (kind == "start") {
    m_digi = digiflazz::Book(event.at("deposit"));
    m_bank = snap::Book(event.at("bankBalance"));
    // A log that began before there was a second aggregator gives it what the first one had.
    m_iak = iak::Book(event.value("iakDeposit", event.at("deposit").get<std::int64_t>()));
  } else if (kind == "clock") {
    m_clock.setOffsetMs(event.at("offsetMs"));
  } else if (kind == "deposit") {
    if (isIaks(event)) {
      m_iak.addDeposit(event.at("amount"));
    } else {
      m_digi.addDeposit(event.at("amount"));
    }
  } else if (kind == "catalogue") {
    applyCatalogue(event);
  } else if (kind == "digi") {
    m_digi.apply(event);
    applyEffects(event);
  } else if (kind == "bank") {
    m_bank.apply(event);
    applyEffects(event);
    creditTicket(event);
  } else if (kind == "terminal") {
    m_terminals.apply(event);
  } else if (kind == "iak") {
    m_iak.addDeposit(-event.at("take").get<std::int64_t>());
    m_iak.put(iak::orderFrom(event.at("order")));
    applyEffects(event);
  } else {
    throw std::runtime_error("event log: unknown kind " + kind);
  }
}

void World::applyCatalogue(const nlohmann::json& event) {
  std::optional<std::int64_t> price;
  std::optional<bool> active;
  if (event.contains("price")) {
    price = event["price"].get<std::int64_t>();
  }
  if (event.contains("active")) {
    active = event["active"].get<bool>();
  }
  if (isIaks(event)) {
    m_iak.catalogue.change(event.at("sku"), price, active);
  } else {
    m_digi.catalogue.change(event.at("sku"), price, active);
  }
}

// A transfer that reaches the aggregator's account pays the deposit ticket that it belongs to.
void World::creditTicket(const nlohmann::json& event) {
  if (!event.contains("effect") || !event.contains("transfer")) {
    return;
  }
  const snap::Transfer transfer = snap::transferFrom(event["transfer"]);
  if (!transfer.incoming) {
    m_digi.arrive({transfer.beneficiary, transfer.bankCode.empty() ? snap::kOwnBankCode : transfer.bankCode,
                   transfer.amount, transfer.remark, event.value("at", transfer.createdAt)});
  }
}

void World::applyEffects(const nlohmann::json& event) {
  if (event.contains("effect")) {
    m_effects.add(effectFrom(event["effect"]));
  }
  if (event.contains("refunded")) {
    m_effects.markRefunded(event["kind"], event["refunded"]);
  }
}

}  // namespace loket::sandbox
