// The other ends of the wire as the museum needs them: an aggregator and a bank that execute, forget, lie and
// close for the night. They read the bytes by themselves, with nothing of the product's codecs, and keep what
// really happened.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "tests/unit/engine/counter.h"

namespace loket::tests {

// What becomes of one request.
enum class Fate {
  Answered,
  AnswerLost,   // executed, and nobody heard
  RequestLost,  // never arrived, and nobody knows
  NoWay,        // no byte left
};

struct SeenRequest {
  Instant at;
  std::string body;
  std::string externalId;  // banks only
};

// Digiflazz: one effect per ref_id, and asking is sending the same again.
class Aggregator {
 public:
  explicit Aggregator(Counter& counter);

  // Of the n-th transaction request, 1 is the first.
  std::function<Fate(int n)> fate;
  // Makes another answer of the true one.
  std::function<void(nlohmann::json& told)> tell;
  // Instead of an answer: status and body.
  std::function<std::optional<ports::HttpReply>(int n)> instead;

  std::vector<SeenRequest> transactions;
  std::map<std::string, int> effects;  // by ref_id
  int effectsFor(const std::string& number) const;

 private:
  ports::HttpReply answer(const ports::HttpRequest& request);
  ports::HttpReply transact(const std::string& body);

  Counter& m_counter;
  std::map<std::string, std::string> m_numbers;  // by ref_id
};

// A bank that speaks SNAP: one effect per partnerReferenceNo.
class Bank {
 public:
  explicit Bank(Counter& counter);

  std::function<Fate(int n)> fate;  // of the n-th transfer request
  std::function<void(nlohmann::json& told)> tell;
  std::function<std::optional<ports::HttpReply>(int n)> instead;
  // The responseCode of a status answer instead of the true one; empty: the true one.
  std::function<std::string(Instant now)> statusCode;

  std::vector<SeenRequest> transfers;
  std::vector<SeenRequest> questions;
  std::map<std::string, int> effects;  // by partnerReferenceNo

 private:
  ports::HttpReply answer(const ports::HttpRequest& request);
  ports::HttpReply transfer(const ports::HttpRequest& request);
  ports::HttpReply status(const ports::HttpRequest& request);

  Counter& m_counter;
  std::map<std::string, nlohmann::json> m_made;
};

ports::HttpReply httpReply(int status, std::string body);

// A transfer of 100,000 rupiah to the n-th account.
api::SellRequest transferTo(int n);

}  // namespace loket::tests
