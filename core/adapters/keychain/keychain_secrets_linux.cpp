#include <systemd/sd-bus.h>

#include <algorithm>
#include <cstring>
#include <utility>
#include <vector>

#include "core/adapters/keychain/keychain_secrets.h"
#include "core/domain/identity/key_trouble.h"

namespace loket::adapters {
namespace {

constexpr const char* kService = "org.freedesktop.secrets";
constexpr const char* kPath = "/org/freedesktop/secrets";
constexpr const char* kServiceFace = "org.freedesktop.Secret.Service";
constexpr const char* kCollection = "org.freedesktop.Secret.Collection";
constexpr const char* kItem = "org.freedesktop.Secret.Item";
constexpr std::uint64_t kCallUs = 10ULL * 1'000'000ULL;
constexpr std::string_view kNowhere = "/";

struct BusUnref {
  void operator()(sd_bus* bus) const { sd_bus_flush_close_unref(bus); }
};
using Bus = std::unique_ptr<sd_bus, BusUnref>;
struct MessageUnref {
  void operator()(sd_bus_message* message) const { sd_bus_message_unref(message); }
};
using Message = std::unique_ptr<sd_bus_message, MessageUnref>;
using Attributes = std::vector<std::pair<std::string, std::string>>;
using Paths = std::vector<std::string>;

tl::unexpected<Error> unreachable(const std::string& what) {
  return failKey(KeyTrouble::SecretAway, "the keychain: " + what);
}

tl::unexpected<Error> unreachable(int code) { return unreachable(std::strerror(-code)); }

tl::unexpected<Error> locked() {
  return failKey(
      KeyTrouble::SecretLocked,
      "the keychain: it is locked; unlock it (log in to the desktop) and try again. The recovery code opens without it");
}

// One connection with one session, in which secrets are said in clear: the session's bus is the user's own, and whoever
// reads along there could ask for them as well.
class Talk {
 public:
  static Result<std::unique_ptr<Talk>> open(const std::string& address) {
    auto talk = std::unique_ptr<Talk>(new Talk);
    sd_bus* bus = nullptr;
    int code = address.empty() ? sd_bus_open_user(&bus) : sd_bus_new(&bus);
    if (code < 0)
      return unreachable("no session's bus here: " + std::string(std::strerror(-code)));
    talk->m_bus.reset(bus);
    if (!address.empty()) {
      code = sd_bus_set_address(bus, address.c_str());
      if (code >= 0)
        code = sd_bus_set_bus_client(bus, 1);
      if (code >= 0)
        code = sd_bus_start(bus);
      if (code < 0)
        return unreachable("no session's bus here: " + std::string(std::strerror(-code)));
    }
    sd_bus_set_method_call_timeout(bus, kCallUs);
    LOKET_ASSIGN(const Message question, talk->question(kPath, kServiceFace, "OpenSession"));
    sd_bus_message_append(question.get(), "sv", "plain", "s", "");
    LOKET_ASSIGN(const Message answer, talk->call(question.get()));
    const char* session = nullptr;
    if (const int read = sd_bus_message_skip(answer.get(), "v"); read < 0)
      return unreachable(read);
    if (const int read = sd_bus_message_read(answer.get(), "o", &session); read < 0)
      return unreachable(read);
    talk->m_session = session;
    return talk;
  }

  // Where new secrets go, unlocked.
  Result<std::string> collection() {
    LOKET_ASSIGN(const Message question, this->question(kPath, kServiceFace, "ReadAlias"));
    sd_bus_message_append(question.get(), "s", "default");
    LOKET_ASSIGN(const Message answer, call(question.get()));
    const char* path = nullptr;
    if (const int read = sd_bus_message_read(answer.get(), "o", &path); read < 0)
      return unreachable(read);
    if (path == kNowhere)
      return unreachable("there is none yet; the desktop makes one");
    const std::string found = path;
    LOKET_TRY(unlock(found));
    return found;
  }

  struct Found {
    Paths unlocked;
    Paths locked;
  };
  Result<Found> search(const Attributes& attributes) {
    LOKET_ASSIGN(const Message question, this->question(kPath, kServiceFace, "SearchItems"));
    append(question.get(), attributes);
    LOKET_ASSIGN(const Message answer, call(question.get()));
    Found found;
    LOKET_ASSIGN(found.unlocked, paths(answer.get()));
    LOKET_ASSIGN(found.locked, paths(answer.get()));
    return found;
  }

  // Without asking anybody: nobody may sit there.
  Status unlock(const std::string& path) {
    LOKET_ASSIGN(const Message question, this->question(kPath, kServiceFace, "Unlock"));
    sd_bus_message_append(question.get(), "ao", 1, path.c_str());
    LOKET_ASSIGN(const Message answer, call(question.get()));
    LOKET_ASSIGN(const Paths unlocked, paths(answer.get()));
    return std::find(unlocked.begin(), unlocked.end(), path) != unlocked.end() ? Status() : Status(locked());
  }

  Result<SecretBytes> secretOf(const std::string& item) {
    LOKET_ASSIGN(const Message question, this->question(item.c_str(), kItem, "GetSecret"));
    sd_bus_message_append(question.get(), "o", m_session.c_str());
    LOKET_ASSIGN(const Message answer, call(question.get()));
    const void* bytes = nullptr;
    std::size_t size = 0;
    int code = sd_bus_message_enter_container(answer.get(), 'r', "oayays");
    if (code >= 0)
      code = sd_bus_message_skip(answer.get(), "oay");
    if (code >= 0)
      code = sd_bus_message_read_array(answer.get(), 'y', &bytes, &size);
    if (code < 0)
      return unreachable(code);
    return SecretBytes(std::string_view(static_cast<const char*>(bytes), size));
  }

  Status add(const std::string& collection, const std::string& label, const Attributes& attributes, const SecretBytes& secret) {
    LOKET_ASSIGN(const Message question, this->question(collection.c_str(), kCollection, "CreateItem"));
    sd_bus_message* const m = question.get();
    sd_bus_message_sensitive(m);
    sd_bus_message_open_container(m, 'a', "{sv}");
    sd_bus_message_append(m, "{sv}", "org.freedesktop.Secret.Item.Label", "s", label.c_str());
    sd_bus_message_open_container(m, 'e', "sv");
    sd_bus_message_append(m, "s", "org.freedesktop.Secret.Item.Attributes");
    sd_bus_message_open_container(m, 'v', "a{ss}");
    append(m, attributes);
    sd_bus_message_close_container(m);
    sd_bus_message_close_container(m);
    sd_bus_message_close_container(m);
    sd_bus_message_open_container(m, 'r', "oayays");
    sd_bus_message_append(m, "o", m_session.c_str());
    sd_bus_message_append_array(m, 'y', "", 0);
    sd_bus_message_append_array(m, 'y', secret.data(), secret.size());
    sd_bus_message_append(m, "s", "application/octet-stream");
    sd_bus_message_close_container(m);
    sd_bus_message_append(m, "b", 1);
    LOKET_ASSIGN(const Message answer, call(m));
    const char* item = nullptr;
    if (const int code = sd_bus_message_read(answer.get(), "o", &item); code < 0)
      return unreachable(code);
    // It wants to ask somebody first.
    return item == kNowhere ? Status(locked()) : Status();
  }

  Status remove(const std::string& item) {
    LOKET_ASSIGN(const Message question, this->question(item.c_str(), kItem, "Delete"));
    LOKET_ASSIGN(const Message answer, call(question.get()));
    const char* prompt = nullptr;
    if (const int code = sd_bus_message_read(answer.get(), "o", &prompt); code < 0)
      return unreachable(code);
    return prompt == kNowhere ? Status() : Status(locked());
  }

 private:
  Talk() = default;

  Result<Message> question(const char* path, const char* face, const char* method) {
    sd_bus_message* message = nullptr;
    if (const int code = sd_bus_message_new_method_call(m_bus.get(), &message, kService, path, face, method); code < 0)
      return unreachable(code);
    return Message(message);
  }

  Result<Message> call(sd_bus_message* question) {
    sd_bus_error error = SD_BUS_ERROR_NULL;
    sd_bus_message* answer = nullptr;
    const int code = sd_bus_call(m_bus.get(), question, kCallUs, &error, &answer);
    const std::string why = error.message != nullptr ? error.message : code < 0 ? std::strerror(-code) : "";
    const bool isLocked = error.name != nullptr && std::string_view(error.name) == "org.freedesktop.Secret.Error.IsLocked";
    sd_bus_error_free(&error);
    if (isLocked)
      return locked();
    if (code < 0)
      return unreachable(why);
    sd_bus_message_sensitive(answer);
    return Message(answer);
  }

  static void append(sd_bus_message* message, const Attributes& attributes) {
    sd_bus_message_open_container(message, 'a', "{ss}");
    for (const auto& [key, value] : attributes) sd_bus_message_append(message, "{ss}", key.c_str(), value.c_str());
    sd_bus_message_close_container(message);
  }

  static Result<Paths> paths(sd_bus_message* message) {
    Paths all;
    if (const int code = sd_bus_message_enter_container(message, 'a', "o"); code < 0)
      return unreachable(code);
    const char* path = nullptr;
    while (sd_bus_message_read(message, "o", &path) > 0) all.emplace_back(path);
    if (const int code = sd_bus_message_exit_container(message); code < 0)
      return unreachable(code);
    return all;
  }

  Bus m_bus;
  std::string m_session;
};

class KeychainSecrets final : public ports::DeviceSecrets {
 public:
  KeychainSecrets(std::string home, std::string bus) : m_home(std::move(home)), m_address(std::move(bus)) {}

  std::string_view place() const override { return "keychain"; }

  Status usable() override {
    LOKET_ASSIGN(const auto talk, Talk::open(m_address));
    LOKET_ASSIGN(const auto collection, talk->collection());
    static_cast<void>(collection);
    return {};
  }

  Result<std::optional<SecretBytes>> read(const std::string& id) override {
    LOKET_ASSIGN(const auto talk, Talk::open(m_address));
    LOKET_ASSIGN(const auto found, talk->search(ofId(id)));
    if (!found.unlocked.empty()) {
      LOKET_ASSIGN(auto secret, talk->secretOf(found.unlocked.front()));
      return std::optional<SecretBytes>(std::move(secret));
    }
    if (found.locked.empty())
      return std::optional<SecretBytes>();
    LOKET_TRY(talk->unlock(found.locked.front()));
    LOKET_ASSIGN(auto secret, talk->secretOf(found.locked.front()));
    return std::optional<SecretBytes>(std::move(secret));
  }

  Status keep(const std::string& id, const SecretBytes& secret) override {
    LOKET_ASSIGN(const auto talk, Talk::open(m_address));
    LOKET_ASSIGN(const std::string collection, talk->collection());
    Attributes attributes = ofId(id);
    attributes.emplace_back("home", m_home);
    return talk->add(collection, "Loket: " + m_home, attributes, secret);
  }

  // A home that was copied wants what was kept for the one that it is a copy of, and another home may lie where one lay:
  // only what was kept from here, under that id.
  Status keepOnly(const std::string& id, const std::string& old) override {
    if (old.empty() || old == id)
      return {};
    LOKET_ASSIGN(const auto talk, Talk::open(m_address));
    Attributes attributes = ofId(old);
    attributes.emplace_back("home", m_home);
    LOKET_ASSIGN(const auto found, talk->search(attributes));
    for (const Paths* paths : {&found.unlocked, &found.locked})
      for (const std::string& item : *paths) LOKET_TRY(talk->remove(item));
    return {};
  }

 private:
  static Attributes ofId(const std::string& id) { return {{"application", "loket"}, {"id", id}}; }

  std::string m_home;
  std::string m_address;
};

}  // namespace

std::unique_ptr<ports::DeviceSecrets> createKeychainSecrets(std::string home, std::string bus) {
  return std::make_unique<KeychainSecrets>(std::move(home), std::move(bus));
}

}  // namespace loket::adapters
