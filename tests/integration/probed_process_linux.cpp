#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <vector>

#include "tests/integration/probed_process.h"

namespace loket::integration_tests {
namespace {

struct Pipe {
  int read = -1;
  int write = -1;
};

Pipe makePipe() {
  int ends[2] = {-1, -1};
  if (::pipe2(ends, O_CLOEXEC) != 0)
    return {};
  return {ends[0], ends[1]};
}

// The child's ends under fixed numbers, high enough to be nobody else's.
constexpr int kChildPoints = 198;
constexpr int kChildAnswers = 199;

}  // namespace

ProbedProcess::ProbedProcess(const QString& program, const QStringList& arguments,
                             const QProcessEnvironment& environment) {
  const Pipe points = makePipe();
  const Pipe answers = makePipe();
  const Pipe output = makePipe();
  m_points = points.read;
  m_answers = answers.write;
  m_output = output.read;
  ::fcntl(m_output, F_SETFL, O_NONBLOCK);

  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, points.write, kChildPoints);
  posix_spawn_file_actions_adddup2(&actions, answers.read, kChildAnswers);
  posix_spawn_file_actions_adddup2(&actions, output.write, STDOUT_FILENO);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);

  std::vector<QByteArray> words{program.toLocal8Bit()};
  for (const QString& argument : arguments)
    words.push_back(argument.toLocal8Bit());
  QProcessEnvironment probed = environment;
  probed.insert(QStringLiteral("LOKET_PROBE_FDS"), QStringLiteral("%1,%2").arg(kChildPoints).arg(kChildAnswers));
  std::vector<QByteArray> variables;
  for (const QString& variable : probed.toStringList())
    variables.push_back(variable.toLocal8Bit());
  const auto pointers = [](std::vector<QByteArray>& texts) {
    std::vector<char*> out;
    for (QByteArray& text : texts)
      out.push_back(text.data());
    out.push_back(nullptr);
    return out;
  };
  pid_t pid = -1;
  if (::posix_spawn(&pid, words.front().constData(), &actions, nullptr, pointers(words).data(),
                    pointers(variables).data()) == 0)
    m_pid = pid;
  posix_spawn_file_actions_destroy(&actions);
  ::close(points.write);
  ::close(answers.read);
  ::close(output.write);
}

ProbedProcess::~ProbedProcess() {
  kill();
  ::close(m_points);
  ::close(m_answers);
  ::close(m_output);
}

std::optional<QString> ProbedProcess::nextPoint(int ms) {
  while (true) {
    if (const auto end = m_buffer.indexOf('\n'); end >= 0) {
      const QString point = QString::fromLatin1(m_buffer.left(end));
      m_buffer.remove(0, end + 1);
      return point;
    }
    pollfd wait{m_points, POLLIN, 0};
    if (::poll(&wait, 1, ms) <= 0)
      return std::nullopt;
    char bytes[256];
    const ssize_t got = ::read(m_points, bytes, sizeof bytes);
    if (got <= 0)
      return std::nullopt;
    m_buffer.append(bytes, got);
  }
}

void ProbedProcess::goOn() {
  const char go = 'g';
  // A process that has just died takes no answer.
  const auto before = std::signal(SIGPIPE, SIG_IGN);
  if (::write(m_answers, &go, 1) < 0)
    m_buffer.clear();
  std::signal(SIGPIPE, before);
}

void ProbedProcess::kill() {
  if (m_pid < 0 || m_ended)
    return;
  ::kill(static_cast<pid_t>(m_pid), SIGKILL);
  ::waitpid(static_cast<pid_t>(m_pid), nullptr, 0);
  m_ended = true;
}

bool ProbedProcess::hasEnded() {
  if (m_pid < 0)
    return true;
  if (!m_ended && ::waitpid(static_cast<pid_t>(m_pid), nullptr, WNOHANG) == m_pid)
    m_ended = true;
  return m_ended;
}

QByteArray ProbedProcess::output() {
  QByteArray all;
  char bytes[4096];
  for (ssize_t got = 0; (got = ::read(m_output, bytes, sizeof bytes)) > 0;)
    all.append(bytes, got);
  return all;
}

}  // namespace loket::integration_tests
