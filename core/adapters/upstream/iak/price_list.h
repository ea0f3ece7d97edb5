// IAK's two price lists, in the words that the market's catalogue uses, so that the same goods of several upstreams
// become one product. Pure.
#pragma once

#include <string>

#include "core/ports/upstream.h"

namespace loket::adapters::iak {

ports::PriceListReply readPrepaidList(const std::string& answer, const UpstreamId& upstream);
ports::PriceListReply readBillList(const std::string& answer, const UpstreamId& upstream);

}  // namespace loket::adapters::iak
