#include "core/engine/collective.h"

#include <memory>
#include <utility>

namespace loket::engine {
namespace {

struct InquiryRound {
  std::vector<api::InquiryRequest> requests;
  InquireOne inquire;
  std::function<void(int)> progress;
  api::Reply<std::vector<api::QuoteLine>> reply;
  std::vector<api::QuoteLine> lines;
  std::size_t begun = 0;
  std::size_t done = 0;
};

void goOn(const std::shared_ptr<InquiryRound>& round) {
  while (round->begun < round->requests.size() && round->begun - round->done < kInquiriesAtOnce) {
    const std::size_t no = round->begun++;
    round->inquire(round->requests[no], [round, no](Result<api::Quote> quote) {
      if (quote)
        round->lines[no].quote = std::move(*quote);
      else
        round->lines[no].error = quote.error();
      ++round->done;
      if (round->progress)
        round->progress(static_cast<int>(round->done));
      if (round->done == round->requests.size())
        round->reply(std::move(round->lines));
      else
        goOn(round);
    });
  }
}

}  // namespace

void inquireAll(std::vector<api::InquiryRequest> requests, InquireOne inquire, std::function<void(int)> progress,
                api::Reply<std::vector<api::QuoteLine>> reply) {
  if (requests.empty()) {
    reply(std::vector<api::QuoteLine>());
    return;
  }
  auto round = std::make_shared<InquiryRound>();
  round->lines.resize(requests.size());
  round->requests = std::move(requests);
  round->inquire = std::move(inquire);
  round->progress = std::move(progress);
  round->reply = std::move(reply);
  goOn(round);
}

void sellAll(const std::vector<api::SellRequest>& requests, const SellOne& sell,
             api::Reply<std::vector<api::SaleLine>> reply) {
  struct Round {
    std::vector<api::SaleLine> lines;
    std::size_t left = 0;
    api::Reply<std::vector<api::SaleLine>> reply;
  };
  if (requests.empty()) {
    reply(std::vector<api::SaleLine>());
    return;
  }
  const auto round = std::make_shared<Round>(Round{std::vector<api::SaleLine>(requests.size()), requests.size(), std::move(reply)});
  for (std::size_t no = 0; no < requests.size(); ++no)
    sell(requests[no], [round, no](Result<api::PaymentView> sold) {
      if (sold)
        round->lines[no].sold = std::move(*sold);
      else
        round->lines[no].error = sold.error();
      if (--round->left == 0)
        round->reply(std::move(round->lines));
    });
}

}  // namespace loket::engine
