#include "core/engine/printer_profiles.h"

#include "printer_texts.inc"
#include <nlohmann/json.hpp>

#include "core/base/check.h"
#include "core/base/text.h"

namespace loket::engine {
namespace {

using Json = nlohmann::json;

constexpr std::string_view kOtherwise = "generic-58mm";

// Built in and read by a test, every one: it cannot be wrong.
const Json& profiles() {
  static const Json all = Json::parse(kProfiles);
  return all;
}

receipt::Codes codesOf(const std::string& word) {
  if (word == "raster")
    return receipt::Codes::Raster;
  if (word == "native")
    return receipt::Codes::Native;
  LOKET_CHECK(word == "none");
  return receipt::Codes::None;
}

ports::PrintOrder::Proof proofOf(const std::string& word) {
  if (word == "status")
    return ports::PrintOrder::Proof::Status;
  LOKET_CHECK(word == "process-id");
  return ports::PrintOrder::Proof::ProcessId;
}

}  // namespace

std::vector<std::string> printerProfileNames() {
  std::vector<std::string> names;
  for (const auto& [name, profile] : profiles().items())
    names.push_back(name);
  return names;
}

std::string printerProfileFor(const std::string& model) {
  for (const auto& [name, profile] : profiles().items())
    if (const auto models = profile.find("models"); models != profile.end())
      for (const Json& one : *models)
        if (containsNoCase(model, one.get<std::string>()))
          return name;
  return std::string(kOtherwise);
}

PrinterProfile printerProfile(const std::string& name) {
  const auto known = profiles().find(name);
  const Json& told = known == profiles().end() ? profiles().at(std::string(kOtherwise)) : *known;
  PrinterProfile profile;
  receipt::PaperProfile& paper = profile.paper;
  for (const auto& [key, value] : told.items()) {
    if (key == "columns")
      paper.columns = value.get<int>();
    else if (key == "cutter")
      paper.cutter = value.get<bool>();
    else if (key == "feedLines")
      paper.feedLines = value.get<int>();
    else if (key == "codeDots")
      paper.codeDots = value.get<int>();
    else if (key == "largeByGs")
      paper.largeByGs = value.get<bool>();
    else if (key == "proof")
      profile.proof = proofOf(value.get<std::string>());
    else if (key == "bytesPerSecond")
      profile.bytesPerSecond = value.get<int>();
    else if (key == "formLines")
      profile.form = receipt::Form{0, value.get<int>()};
    else if (key == "codes")
      paper.codes = codesOf(value.get<std::string>());
    else
      LOKET_CHECK(key == "models");
  }
  if (profile.form)
    profile.form->columns = paper.columns;
  return profile;
}

}  // namespace loket::engine
