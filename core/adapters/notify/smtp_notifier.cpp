#include "core/adapters/notify/smtp_notifier.h"

#include <algorithm>
#include <atomic>
#include <cstring>

#include <curl/curl.h>

#include "core/adapters/notify/message.h"
#include "core/domain/confirmation/confirmation.h"

namespace loket::adapters::notify {
namespace {

using Kind = ports::NotifyOutcome::Kind;

struct Upload {
  std::string bytes;
  std::size_t at = 0;
  bool ended = false;  // libcurl was given all: from here on the final dot may be out
};

std::size_t onRead(char* to, std::size_t size, std::size_t count, void* data) {
  auto* upload = static_cast<Upload*>(data);
  const std::size_t part = std::min(size * count, upload->bytes.size() - upload->at);
  std::memcpy(to, upload->bytes.data() + upload->at, part);
  upload->at += part;
  upload->ended = upload->at == upload->bytes.size();
  return part;
}

// What the server says is not for us, and may repeat the message.
std::size_t onWrite(char* /*from*/, std::size_t size, std::size_t count, void* /*data*/) {
  return size * count;
}

bool isMailbox(const std::string& text) {
  const auto address = confirmation::addressFor(text, confirmation::Channel::Email);
  return address && address->text == text;
}

std::string reasonOf(CURLcode code) {
  switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
      return "resolve";
    case CURLE_COULDNT_CONNECT:
      return "connect";
    case CURLE_OPERATION_TIMEDOUT:
      return "timeout";
    case CURLE_PEER_FAILED_VERIFICATION:
      return "certificate";
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_USE_SSL_FAILED:
      return "tls";
    case CURLE_LOGIN_DENIED:
      return "login";
    default:
      return "cut-off";
  }
}

ports::NotifyOutcome judge(CURLcode code, long answer, const Upload& upload) {
  if (code == CURLE_OK)
    return {Kind::Sent, {}};
  // A wrong password says nothing about the message: it goes out when the shop has mended it.
  if (code == CURLE_LOGIN_DENIED)
    return {Kind::NotSent, "login"};
  // The server's last word, also after the final dot: with a 4 or 5 it has not taken the message (RFC
  // 5321 4.2.1).
  if (answer >= 500 && answer < 600)
    return {Kind::Refused, std::to_string(answer)};
  if (answer >= 400 && answer < 500)
    return {Kind::NotSent, std::to_string(answer)};
  return {upload.ended ? Kind::MaybeSent : Kind::NotSent, reasonOf(code)};
}

class SmtpNotifier final : public ports::Notifier {
 public:
  explicit SmtpNotifier(SmtpOptions options) : m_options(std::move(options)) {}

  ports::NotifyOutcome send(const ports::Mail& mail) override {
    if (!isMailbox(mail.to))
      return {Kind::Refused, "address"};
    const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> easy(curl_easy_init(), &curl_easy_cleanup);
    const std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> to(
        curl_slist_append(nullptr, ("<" + mail.to + ">").c_str()), &curl_slist_free_all);
    Upload upload{messageOf(mail, m_options.from)};
    if (easy == nullptr || to == nullptr || !prepare(easy.get(), to.get(), upload))
      return {Kind::NotSent, "local"};
    if (m_stopped)
      return {Kind::NotSent, "stopped"};
    const CURLcode code = curl_easy_perform(easy.get());
    long answer = 0;
    curl_easy_getinfo(easy.get(), CURLINFO_RESPONSE_CODE, &answer);
    return judge(code, answer, upload);
  }

  void stop() override { m_stopped = true; }

 private:
  // libcurl asks at least once a second.
  static int onProgress(void* data, curl_off_t /*down*/, curl_off_t /*downNow*/, curl_off_t /*up*/,
                        curl_off_t /*upNow*/) {
    return static_cast<const SmtpNotifier*>(data)->m_stopped ? 1 : 0;
  }

  bool prepare(CURL* easy, curl_slist* to, Upload& upload) {
    const auto set = [easy](CURLoption option, auto value) {
      return curl_easy_setopt(easy, option, value) == CURLE_OK;
    };
    // The path is what we greet with; without one libcurl tells the computer's name.
    const std::string url = m_options.url + "/" + m_options.from.substr(m_options.from.find('@') + 1);
    const std::string from = "<" + m_options.from + ">";
    const long timeoutMs = std::max(1, m_options.timeoutMs);
    return set(CURLOPT_URL, url.c_str()) && set(CURLOPT_PROTOCOLS_STR, "smtp,smtps") &&
           set(CURLOPT_PROXY, "") && set(CURLOPT_USE_SSL, static_cast<long>(CURLUSESSL_ALL)) &&
           set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2)) &&
           set(CURLOPT_SSL_VERIFYPEER, 1L) && set(CURLOPT_SSL_VERIFYHOST, 2L) && setTrust(easy) &&
           setLogin(easy) && set(CURLOPT_MAIL_FROM, from.c_str()) && set(CURLOPT_MAIL_RCPT, to) &&
           set(CURLOPT_NOPROGRESS, 0L) && set(CURLOPT_XFERINFOFUNCTION, &onProgress) &&
           set(CURLOPT_XFERINFODATA, static_cast<void*>(this)) && set(CURLOPT_UPLOAD, 1L) && set(CURLOPT_READFUNCTION, &onRead) && set(CURLOPT_READDATA, &upload) &&
           set(CURLOPT_WRITEFUNCTION, &onWrite) && set(CURLOPT_TIMEOUT_MS, timeoutMs) &&
           set(CURLOPT_CONNECTTIMEOUT_MS, timeoutMs) && set(CURLOPT_NOSIGNAL, 1L) &&
           // The parting QUIT is under no other limit than these; a mute server would hold us for two
           // minutes.
           set(CURLOPT_FORBID_REUSE, 1L) && set(CURLOPT_SERVER_RESPONSE_TIMEOUT, (timeoutMs + 999) / 1000);
  }

  bool setTrust(CURL* easy) const {
    if (m_options.caPem.empty())
      return true;
    std::string pem = m_options.caPem;
    curl_blob blob{pem.data(), pem.size(), CURL_BLOB_COPY};
    // The blob replaces the system's bundle but not its directory.
    return curl_easy_setopt(easy, CURLOPT_CAINFO_BLOB, &blob) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_CAPATH, static_cast<char*>(nullptr)) == CURLE_OK;
  }

  bool setLogin(CURL* easy) const {
    return m_options.user.empty() ||
           (curl_easy_setopt(easy, CURLOPT_USERNAME, m_options.user.c_str()) == CURLE_OK &&
            curl_easy_setopt(easy, CURLOPT_PASSWORD, m_options.password.c_str()) == CURLE_OK);
  }

  SmtpOptions m_options;
  std::atomic<bool> m_stopped{false};
};

// A host and perhaps a port after the scheme: no path, no login and nothing that could end a line.
bool isSmtpUrl(const std::string& url) {
  std::string_view rest = url;
  if (rest.substr(0, 8) == "smtps://")
    rest.remove_prefix(8);
  else if (rest.substr(0, 7) == "smtp://")
    rest.remove_prefix(7);
  else
    return false;
  return !rest.empty() && std::all_of(rest.begin(), rest.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '.' ||
           c == '-' || c == ':' || c == '[' || c == ']';
  });
}

}  // namespace

Result<std::unique_ptr<ports::Notifier>> createSmtpNotifier(SmtpOptions options) {
  if (!isSmtpUrl(options.url))
    return fail(ErrorCode::ConfigInvalid, "url");
  if (!isMailbox(options.from))
    return fail(ErrorCode::ConfigInvalid, "from");
  static const bool kReady = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
  if (!kReady)
    return fail(ErrorCode::Internal, "curl");
  return std::unique_ptr<ports::Notifier>(std::make_unique<SmtpNotifier>(std::move(options)));
}

}  // namespace loket::adapters::notify
