// `loketctl printer` and `loketctl paper`: where paper comes out, and paper that somebody must see to.
#pragma once

#include <string>
#include <string_view>

#include <CLI/CLI.hpp>

#include "app/wiring/console.h"
#include "core/api/paper.h"

namespace loket::app {

struct PaperWords {
  std::string uri, profile, ref;
  int drawer = -1;
  std::string sealCode;
  bool cameOut = false, notNeeded = false;
};

// What to do about a printer that would not print, by the doctor's word for it; empty when there is nothing.
std::string_view printerAdvice(std::string_view word);

void addPaper(CLI::App& app, PaperWords& words);

class PaperConsole {
 public:
  PaperConsole(const PaperWords& words, bool json, api::AgentClient& client, Output& output)
      : m_(words), m_json(json), m_client(client), m_out(output) {}

  // "printer list", "paper settle", ... Returns the exit status of the contract.
  int run(const std::string& command);

 private:
  int find();
  int tryOut();
  int use();
  int list();
  int settle();
  // What is configured.
  Result<api::PaperSettings> kept();
  // With what was said instead.
  [[nodiscard]] api::PaperSettings meant(api::PaperSettings settings) const;
  int failed(const Error& error);

  const PaperWords& m_;
  bool m_json;
  api::AgentClient& m_client;
  Output& m_out;
};

}  // namespace loket::app
