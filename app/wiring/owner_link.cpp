#include "app/wiring/owner_link.h"

#include "app/wiring/owner_frames.h"
#include "core/adapters/system/local_socket.h"

namespace loket::app {
namespace {

std::string socketIn(const std::string& home) { return home + "/owner.sock"; }
std::string windowSocketIn(const std::string& home) { return home + "/window.sock"; }

// What a forwarded command says, sent to the process that asked.
class RemoteOutput final : public Output {
 public:
  explicit RemoteOutput(adapters::LocalConnection& connection) : m_connection(connection) {}
  void line(const std::string& text) override { send({Saying::Kind::Line, text}); }
  void note(const std::string& text) override { send({Saying::Kind::Note, text}); }
  void progress(int done, int total) override { send({Saying::Kind::Progress, {}, done, total}); }
  void refused(const std::string& word, const std::string& detail) override {
    send({Saying::Kind::Refused, word, 0, 0, 0, detail});
  }
  void end(int status) { send({Saying::Kind::End, {}, 0, 0, status}); }
  void closing() { send({Saying::Kind::Closing, {}}); }

 private:
  void send(const Saying& saying) { static_cast<void>(m_connection.send(frameOf(saying))); }
  adapters::LocalConnection& m_connection;
};

}  // namespace

struct OwnerLink::Impl {
  std::unique_ptr<adapters::LocalServer> server;
};

OwnerLink::OwnerLink(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
OwnerLink::~OwnerLink() = default;

Result<std::unique_ptr<OwnerLink>> OwnerLink::serve(const std::string& home, api::AgentClient& client,
                                                    People& people, Enter enter) {
  auto impl = std::make_unique<Impl>();
  LOKET_ASSIGN(impl->server,
               adapters::LocalServer::listen(socketIn(home), [&client, &people, enter = std::move(enter)](
                                                                 adapters::LocalConnection& connection) {
                 const auto frame = connection.receive();
                 const auto invocation = frame ? invocationIn(*frame) : std::nullopt;
                 if (!invocation)
                   return;
                 RemoteOutput output(connection);
                 const auto held = enter ? enter() : nullptr;
                 if (enter && !held)
                   return output.closing();
                 const auto caller = people.logIn(UserName(invocation->user), invocation->pin, "command");
                 // As a command does that opens the home itself.
                 if (caller)
                   for (const std::string& note : alarmNotes(client)) output.note("loketctl: " + note);
                 output.end(caller ? runCommand(*invocation, *caller, people, client, output)
                                   : reportFailure(output, invocation->json, caller.error()));
               }));
  return std::unique_ptr<OwnerLink>(new OwnerLink(std::move(impl)));
}

OwnerLink::Forwarded OwnerLink::forward(const std::string& home, const Invocation& invocation,
                                        Output& output) {
  const auto connection = adapters::connectLocal(socketIn(home));
  if (!connection || !(*connection)->send(frameOf(invocation)))
    return {Forwarded::Kind::NoOwner, 0};
  while (true) {
    const auto frame = (*connection)->receive();
    const auto saying = frame ? sayingIn(*frame) : std::nullopt;
    if (!saying)
      return {Forwarded::Kind::OwnerLost, 0};
    switch (saying->kind) {
      case Saying::Kind::Line:
        output.line(saying->text);
        break;
      case Saying::Kind::Note:
        output.note(saying->text);
        break;
      case Saying::Kind::Progress:
        output.progress(saying->done, saying->total);
        break;
      case Saying::Kind::Refused:
        output.refused(saying->text, saying->detail);
        break;
      case Saying::Kind::End:
        return {Forwarded::Kind::Done, saying->status};
      case Saying::Kind::Closing:
        return {Forwarded::Kind::NoOwner, 0};
      case Saying::Kind::Other:
        break;
    }
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
