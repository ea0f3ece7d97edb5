#include "core/domain/journal/witness_settings.h"

#include <algorithm>
#include <set>

namespace loket::journal {
namespace {

constexpr std::string_view kHttps = "https://";
constexpr std::size_t kUrlMax = 500;
constexpr std::size_t kWitnessNameMax = 100;

tl::unexpected<Error> wrongWitness(std::size_t index, const char* key, const std::string& what) {
  return fail(ErrorCode::ConfigInvalid, "audit.witnesses[" + std::to_string(index) + "]." + key + ": " + what);
}

}  // namespace

// What is not the address alone would be lost where a path is added.
bool isOutsideUrl(std::string_view url) {
  if (url.substr(0, kHttps.size()) != kHttps || url.size() == kHttps.size() || url.size() > kUrlMax || url[kHttps.size()] == '/')
    return false;
  return std::none_of(url.begin(), url.end(), [](char c) {
    return static_cast<unsigned char>(c) <= 0x20 || static_cast<unsigned char>(c) >= 0x7F || c == '@' || c == '?' || c == '#' ||
           c == '\\';
  });
}

Status checkWitnesses(const Crypto& crypto, const WitnessPolicy& policy) {
  if (policy.witnesses.size() > kWitnessesMax)
    return fail(ErrorCode::ConfigInvalid, "audit.witnesses: at most " + std::to_string(kWitnessesMax));
  std::set<std::string> names;
  std::set<PublicKey> keys;
  for (std::size_t i = 0; i < policy.witnesses.size(); ++i) {
    const WitnessSettings& one = policy.witnesses[i];
    if (!isOutsideUrl(one.url))
      return wrongWitness(i, "url", "must be https://HOST[:PORT][/PATH]");
    const auto verifier = verifierFrom(crypto, one.key);
    if (!verifier)
      return wrongWitness(i, "key", verifier.error().detail);
    if (verifier->kind != KeyKind::Cosignature)
      return wrongWitness(i, "key", "not the key of a witness: a journal's own cannot witness it");
    if (verifier->name.size() > kWitnessNameMax)
      return wrongWitness(i, "key", "a name of at most " + std::to_string(kWitnessNameMax) + " letters");
    if (!names.insert(verifier->name).second)
      return wrongWitness(i, "key", "\"" + verifier->name + "\" is there twice");
    // One witness under two names would count twice.
    if (!keys.insert(verifier->key).second)
      return wrongWitness(i, "key", "the same key under another name");
  }
  if (policy.quorum < 0 || policy.quorum > static_cast<int>(policy.witnesses.size()))
    return fail(ErrorCode::ConfigInvalid,
                "audit.quorum: must be from 1 to " + std::to_string(policy.witnesses.size()) + ", the number of witnesses");
  return {};
}

}  // namespace loket::journal
