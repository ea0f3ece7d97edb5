#include "app/wiring/owner_link.h"

#include <nlohmann/json.hpp>

#include "app/wiring/exit_status.h"
#include "core/adapters/system/local_socket.h"

namespace loket::app {
namespace {

using Json = nlohmann::json;

std::string socketIn(const std::string& home) { return home + "/owner.sock"; }
std::string windowSocketIn(const std::string& home) { return home + "/window.sock"; }

std::string textIn(const Json& json, const char* key) {
  const auto at = json.find(key);
  return at != json.end() && at->is_string() ? at->get<std::string>() : std::string();
}

// `value` of the library ends the process where the type is another one.
bool flagIn(const Json& json, const char* key) {
  const auto at = json.find(key);
  return at != json.end() && at->is_boolean() && at->get<bool>();
}

int numberIn(const Json& json, const char* key, int absent) {
  const auto at = json.find(key);
  return at != json.end() && at->is_number_integer() ? at->get<int>() : absent;
}

// What a forwarded command prints, sent line by line to the process that asked.
class RemoteOutput final : public Output {
 public:
  explicit RemoteOutput(adapters::LocalConnection& connection) : m_connection(connection) {}
  void line(const std::string& text) override { put("out", text); }
  void note(const std::string& text) override { put("err", text); }
  void progress(int done, int total) override { send(Json{{"done", done}, {"total", total}}); }
  void end(int status) { send(Json{{"exit", status}}); }

 private:
  void put(const char* stream, const std::string& text) { send(Json{{stream, text}}); }
  void send(const Json& json) {
    static_cast<void>(m_connection.send(json.dump(-1, ' ', false, Json::error_handler_t::replace)));
  }
  adapters::LocalConnection& m_connection;
};

}  // namespace

struct OwnerLink::Impl {
  std::unique_ptr<adapters::LocalServer> server;
};

OwnerLink::OwnerLink(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
OwnerLink::~OwnerLink() = default;

Result<std::unique_ptr<OwnerLink>> OwnerLink::serve(const std::string& home, api::AgentClient& client, People& people) {
  auto impl = std::make_unique<Impl>();
  LOKET_ASSIGN(impl->server,
               adapters::LocalServer::listen(
                   socketIn(home), [&client, &people](adapters::LocalConnection& connection) {
                     auto frame = connection.receive();
                     if (!frame)
                       return;
                     Json json = Json::parse(*frame, nullptr, false);
                     if (!json.is_object())
                       return;
                     RemoteOutput output(connection);
                     Invocation invocation;
                     invocation.pin = SecretBytes(textIn(json, "pin"));
                     invocation.otherPin = SecretBytes(textIn(json, "otherPin"));
                     const auto caller = people.prove(UserName(textIn(json, "user")), invocation.pin);
                     if (!caller) {
                       output.end(reportFailure(output, flagIn(json, "json"), caller.error()));
                       return;
                     }
                     invocation.folder = textIn(json, "folder");
                     if (json.contains("arguments") && json["arguments"].is_array())
                       for (const Json& argument : json["arguments"])
                         if (argument.is_string())
                           invocation.arguments.push_back(argument.get<std::string>());
                     output.end(runCommand(invocation, *caller, people, client, output));
                   }));
  return std::unique_ptr<OwnerLink>(new OwnerLink(std::move(impl)));
}

OwnerLink::Forwarded OwnerLink::forward(const std::string& home, const Invocation& invocation,
                                        Output& output) {
  const auto connection = adapters::connectLocal(socketIn(home));
  const Json request = {{"arguments", invocation.arguments},
                        {"folder", invocation.folder},
                        {"user", invocation.user},
                        {"json", invocation.json},
                        {"pin", std::string(invocation.pin.view())},
                        {"otherPin", std::string(invocation.otherPin.view())}};
  // An argument need not be UTF-8.
  if (!connection || !(*connection)->send(request.dump(-1, ' ', false, Json::error_handler_t::replace)))
    return {Forwarded::Kind::NoOwner, 0};
  while (true) {
    const auto frame = (*connection)->receive();
    const Json json = frame ? Json::parse(*frame, nullptr, false) : Json();
    if (!json.is_object())
      return {Forwarded::Kind::OwnerLost, 0};
    if (json.contains("out"))
      output.line(textIn(json, "out"));
    else if (json.contains("err"))
      output.note(textIn(json, "err"));
    else if (json.contains("done"))
      output.progress(numberIn(json, "done", 0), numberIn(json, "total", 0));
    else if (json.contains("exit"))
      return {Forwarded::Kind::Done, numberIn(json, "exit", kExitLocal)};
  }
}

struct WindowLink::Impl {
  std::unique_ptr<adapters::LocalServer> server;
};

WindowLink::WindowLink(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
WindowLink::~WindowLink() = default;

std::unique_ptr<WindowLink> WindowLink::serve(const std::string& home, std::function<void()> raise) {
  auto server = adapters::LocalServer::listen(
      windowSocketIn(home), [raise = std::move(raise)](adapters::LocalConnection& connection) {
        if (!connection.receive())
          return;
        raise();
        static_cast<void>(connection.send("{}"));
      });
  if (!server)
    return nullptr;
  auto impl = std::make_unique<Impl>();
  impl->server = std::move(*server);
  return std::unique_ptr<WindowLink>(new WindowLink(std::move(impl)));
}

bool WindowLink::raise(const std::string& home) {
  const auto connection = adapters::connectLocal(windowSocketIn(home));
  return connection && (*connection)->send("{\"raise\":true}") && (*connection)->receive();
}

}  // namespace loket::app
