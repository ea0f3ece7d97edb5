// The prices' part of the configuration, changed by itself.
#include "core/engine/config_record.h"
#include "core/engine/engine.h"

namespace loket::engine {

void Engine::savePrices(const api::SavePrices& command, api::Reply<PriceRules> reply) {
  if (const Status ok = usable(); !ok) {
    reply(fail(ok.error()));
    return;
  }
  std::vector<UpstreamId> known;
  for (const UpstreamSettings& upstream : m_config.upstreams) known.push_back(upstream.id);
  if (const Status sound = checkPriceRules(command.to, known); !sound) {
    reply(fail(sound.error()));
    return;
  }
  // Also what another one, or a price list, has staged in this very turn.
  m_books.flush();
  const PriceRules before = m_config.priceRules();
  if (m_configsUnderWay > 0 || before != command.from) {
    reply(fail(ErrorCode::StateForbids, "prices"));
    return;
  }
  if (!command.belowCost && effectOf(m_shelf.products(), before, command.to).newlyBelowCost > 0) {
    reply(fail(ErrorCode::StateForbids, "below-cost"));
    return;
  }
  if (command.to == before) {
    reply(before);
    return;
  }
  ports::UnitOfWork work;
  // Where nothing is kept yet these rows alone would be no configuration.
  api::Config whole = m_config;
  whole.pricing = command.to.pricing;
  whole.routing = command.to.routing;
  work.settings = m_isConfigured ? rowsOf(command.to) : rowsOf(whole);
  const Rows record = m_priceHistory.next(before, command.to, command.by, m_world.clock.now());
  work.settings.insert(record.begin(), record.end());
  std::vector<Product> products = repriced(m_shelf.products(), command.to.pricing);
  if (!products.empty())
    work.catalogue = products;
  ++m_configsUnderWay;
  m_books.stageWork(std::move(work), "config",
                    [this, to = command.to, record, products = std::move(products),
                     reply = std::move(reply)](const Status& status) {
                      --m_configsUnderWay;
                      if (!status) {
                        reply(fail(status.error()));
                        return;
                      }
                      m_config.pricing = to.pricing;
                      m_config.routing = to.routing;
                      m_isConfigured = true;
                      m_priceHistory.restore(record);
                      m_prices.setPricing(to.pricing);
                      m_router.setRules(to.routing);
                      if (!products.empty())
                        fillShelf(products);
                      m_statusDirty = true;
                      reply(to);
                    });
}

}  // namespace loket::engine
