// Paper: what is given out, what became of it, and what all of it looks like.
#include <algorithm>

#include "core/engine/config_record.h"
#include "core/engine/engine.h"

namespace loket::engine {

void Engine::receipt(const std::string& anyRef, api::Copy copy, api::Reply<api::ReceiptView> reply) {
  const auto payment = resolve(anyRef);
  if (payment)
    m_prints.receipt(payment->ref, copy, std::move(reply));
  else if (const auto batch = m_world.store.batch(BatchId(anyRef)); batch && *batch)
    reply(m_prints.sheet(**batch));
  else
    closedShift(anyRef, [this, copy, reply = std::move(reply)](const Result<receipt::ShiftSheet>& sheet) {
      if (sheet)
        m_prints.shift(*sheet, copy, reply);
      else
        reply(fail(sheet.error()));
    });
}

void Engine::print(const std::string& anyRef, api::Reply<api::PrintView> reply) {
  const auto payment = resolve(anyRef);
  if (payment)
    m_prints.print(payment->ref, std::move(reply));
  else if (const auto batch = m_world.store.batch(BatchId(anyRef)); batch && *batch)
    m_prints.printBatch(**batch, std::move(reply));
  else if (const receipt::CashOutSlip* slip = m_cashDesk.slipToPrint(anyRef))
    m_prints.printCashOut(*slip,
                          [this, anyRef, reply = std::move(reply)](const Result<api::PrintView>& paper) {
                            if (paper && !api::needsALook(paper->outcome))
                              m_cashDesk.slipPrinted(anyRef);
                            reply(paper);
                          });
  else
    closedShift(anyRef, [this, reply = std::move(reply)](const Result<receipt::ShiftSheet>& sheet) {
      if (sheet)
        m_prints.printShift(*sheet, reply);
      else
        reply(fail(sheet.error()));
    });
}

void Engine::printBatch(const BatchId& id, api::Reply<api::PrintView> reply) {
  const auto found = m_world.store.batch(id);
  if (!found)
    reply(fail(found.error()));
  else if (!*found)
    reply(fail(ErrorCode::NotFound, id.str()));
  else
    m_prints.printBatch(**found, std::move(reply));
}

void Engine::settlePaper(const api::SettlePaper& command, api::Reply<api::PrintView> reply) {
  if (const auto payment = resolve(command.anyRef))
    m_prints.settle(payment->ref, command.word, whoDoes(command.by), std::move(reply));
  else
    reply(fail(payment.error()));
}

void Engine::unprinted(int limit, api::Reply<std::vector<api::PaymentView>> reply) {
  std::vector<api::PaymentView> views;
  for (const PaymentRef& ref : m_prints.unprinted(limit))
    if (const auto payment = m_books.load(ref))
      views.push_back({0, *payment, {}});
  std::sort(views.begin(), views.end(), [](const auto& left, const auto& right) {
    return left.payment.acceptedAt > right.payment.acceptedAt;
  });
  reply(std::move(views));
}

namespace {

void putPaper(api::Config& config, const api::PaperSettings& settings) {
  config.printer = settings.printer;
  config.outlet.header = settings.header;
  config.outlet.footer = settings.footer;
  config.outlet.logo = settings.logo;
}

}  // namespace

void Engine::savePaper(const api::SavePaper& command, api::Reply<api::PaperSettings> reply) {
  const api::PaperSettings& settings = command.to;
  Status allowed = usable();
  if (allowed)
    allowed = m_prints.mayUse(settings);
  if (!allowed) {
    reply(fail(allowed.error()));
    return;
  }
  // Also what another one has staged in this very turn.
  m_books.flush();
  if (m_configsUnderWay > 0 || !api::isSamePaper(api::paperOf(m_config), command.from)) {
    reply(fail(ErrorCode::StateForbids, "paper"));
    return;
  }
  api::Config changed = m_config;
  putPaper(changed, settings);
  // Its own rows alone: whatever else is being saved meanwhile is another one's.
  ports::UnitOfWork work;
  const Rows before = m_isConfigured ? rowsOf(m_config) : Rows();
  for (auto& [key, value] : rowsOf(changed)) {
    const auto same = before.find(key);
    if (same == before.end() || same->second != value)
      work.settings.emplace(key, value);
  }
  if (work.settings.empty()) {
    reply(settings);
    return;
  }
  m_books.stageWork(std::move(work), "paper",
                    [this, settings, reply = std::move(reply)](const Status& status) {
                      if (!status) {
                        reply(fail(status.error()));
                        return;
                      }
                      putPaper(m_config, settings);
                      m_isConfigured = true;
                      m_prints.configure(m_config.outlet, m_config.printer);
                      m_statusDirty = true;
                      reply(settings);
                    });
}

}  // namespace loket::engine
