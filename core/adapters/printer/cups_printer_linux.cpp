#include <cups/cups.h>
#include <dlfcn.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <thread>

#include "core/adapters/printer/printers.h"

namespace loket::adapters::printer {
namespace {

// libcups, looked for when the first job goes to a spooler: a shop without one needs no CUPS installed, and its counter
// starts without loading it.
struct Cups {
  decltype(&::cupsSetServer) setServer = nullptr;
  decltype(&::cupsServer) server = nullptr;
  decltype(&::ippPort) port = nullptr;
  decltype(&::cupsUser) user = nullptr;
  decltype(&::cupsLastErrorString) lastError = nullptr;
  decltype(&::httpConnect2) connect = nullptr;
  decltype(&::httpSetTimeout) setTimeout = nullptr;
  decltype(&::httpClose) close = nullptr;
  decltype(&::cupsCreateJob) createJob = nullptr;
  decltype(&::cupsStartDocument) startDocument = nullptr;
  decltype(&::cupsWriteRequestData) write = nullptr;
  decltype(&::cupsFinishDocument) finishDocument = nullptr;
  decltype(&::cupsCancelJob2) cancelJob = nullptr;
  decltype(&::ippNewRequest) newRequest = nullptr;
  decltype(&::ippAddString) addString = nullptr;
  decltype(&::ippFindAttribute) findAttribute = nullptr;
  decltype(&::ippGetInteger) getInteger = nullptr;
  decltype(&::ippGetString) getString = nullptr;
  decltype(&::ippGetBoolean) getBoolean = nullptr;
  decltype(&::ippGetCount) getCount = nullptr;
  decltype(&::ippGetStatusCode) getStatus = nullptr;
  decltype(&::ippDelete) deleteMessage = nullptr;
  decltype(&::cupsDoRequest) doRequest = nullptr;
  decltype(&::cupsGetDests2) getDests = nullptr;
  decltype(&::cupsGetOption) getOption = nullptr;
  decltype(&::cupsFreeDests) freeDests = nullptr;

  // Nothing when it is not installed. It stays loaded: it keeps things of its own for every thread.
  static const Cups* get() {
    static const std::optional<Cups> library = load();
    return library ? &*library : nullptr;
  }

 private:
  static std::optional<Cups> load() {
    void* library = ::dlopen("libcups.so.2", RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr)
      return std::nullopt;
    bool whole = true;
    const auto find = [library, &whole](auto& function, const char* name) {
      void* found = ::dlsym(library, name);
      whole = whole && found != nullptr;
      function = reinterpret_cast<std::remove_reference_t<decltype(function)>>(found);
    };
    Cups cups;
    find(cups.setServer, "cupsSetServer");
    find(cups.server, "cupsServer");
    find(cups.port, "ippPort");
    find(cups.user, "cupsUser");
    find(cups.lastError, "cupsLastErrorString");
    find(cups.connect, "httpConnect2");
    find(cups.setTimeout, "httpSetTimeout");
    find(cups.close, "httpClose");
    find(cups.createJob, "cupsCreateJob");
    find(cups.startDocument, "cupsStartDocument");
    find(cups.write, "cupsWriteRequestData");
    find(cups.finishDocument, "cupsFinishDocument");
    find(cups.cancelJob, "cupsCancelJob2");
    find(cups.newRequest, "ippNewRequest");
    find(cups.addString, "ippAddString");
    find(cups.findAttribute, "ippFindAttribute");
    find(cups.getInteger, "ippGetInteger");
    find(cups.getString, "ippGetString");
    find(cups.getBoolean, "ippGetBoolean");
    find(cups.getCount, "ippGetCount");
    find(cups.getStatus, "ippGetStatusCode");
    find(cups.deleteMessage, "ippDelete");
    find(cups.doRequest, "cupsDoRequest");
    find(cups.getDests, "cupsGetDests2");
    find(cups.getOption, "cupsGetOption");
    find(cups.freeDests, "cupsFreeDests");
    return whole ? std::optional<Cups>(cups) : std::nullopt;
  }
};

// Where a job is, as the spooler tells it.
struct JobState {
  ipp_jstate_t state = IPP_JSTATE_PENDING;
  std::string words;  // the printer's own, such as that it cannot be reached
};

using CupsConnection = std::unique_ptr<http_t, decltype(&::httpClose)>;

// To the server that is named, or the system's own. Null when nobody answers.
CupsConnection connectTo(const Cups& cups, const std::string& server, const Patience& patience) {
  // This thread's own setting: it looks queues up over connections that it makes itself.
  cups.setServer(server.empty() ? nullptr : server.c_str());
  CupsConnection http(
      cups.connect(cups.server(), cups.port(), nullptr, AF_UNSPEC, HTTP_ENCRYPTION_IF_REQUESTED, 1,
                   static_cast<int>(patience.connect.ms), nullptr),
      cups.close);
  if (http)
    cups.setTimeout(
        http.get(), static_cast<double>(patience.stall.ms) / 1'000, [](http_t*, void*) { return 0; },
        nullptr);
  return http;
}

class CupsPrinter final : public ports::Printer {
 public:
  CupsPrinter(std::string uri, std::string server, std::string queue, const Patience& patience)
      : m_uri(std::move(uri)), m_server(std::move(server)), m_queue(std::move(queue)), m_patience(patience) {}

  // Nothing comes back through a spooler: it is sent at most.
  ports::PrintReport print(const ports::PrintOrder& order) override {
    const std::string& bytes = order.bytes;
    const Cups* cups = Cups::get();
    if (cups == nullptr)
      return broken(m_uri, 0, "libcups is not installed");
    const CupsConnection http = connectTo(*cups, m_server, m_patience);
    if (!http)
      return broken(m_uri, 0, cups->lastError());
    const int job = cups->createJob(http.get(), m_queue.c_str(), "Loket", 0, nullptr);
    if (job == 0)
      return broken(m_uri, 0, cups->lastError());
    bool whole = false;
    if (const auto wrong = handOver(*cups, http.get(), job, bytes, whole)) {
      // The spooler prints nothing before it has all; if it also forgets the rest, nothing was taken. Once it has all, it
      // may have begun before it was told to forget.
      const bool forgotten = cancelled(*cups, http.get(), job) && !whole;
      return broken(m_uri, forgotten ? 0 : bytes.size(), *wrong);
    }
    return watched(*cups, http.get(), job, bytes.size());
  }

  // What the spooler tells of the queue; through it nobody can be asked.
  ports::PrinterCondition look(ports::PrintOrder::Proof) override {
    using Trouble = ports::PrinterTrouble;
    const Cups* cups = Cups::get();
    if (cups == nullptr)
      return {Trouble::NoService, false, "libcups is not installed"};
    Patience hurried = m_patience;
    hurried.stall = m_patience.connect;
    const CupsConnection http = connectTo(*cups, m_server, hurried);
    if (!http)
      return {Trouble::NoService, false, cups->lastError()};
    ipp_t* request = cups->newRequest(IPP_OP_GET_PRINTER_ATTRIBUTES);
    const std::string place = "ipp://localhost/printers/" + m_queue;
    cups->addString(request, IPP_TAG_OPERATION, IPP_TAG_URI, "printer-uri", nullptr, place.c_str());
    cups->addString(request, IPP_TAG_OPERATION, IPP_TAG_NAME, "requesting-user-name", nullptr, cups->user());
    const std::unique_ptr<ipp_t, decltype(&::ippDelete)> answer(cups->doRequest(http.get(), request, "/"),
                                                                cups->deleteMessage);
    ipp_attribute_t* state =
        answer ? cups->findAttribute(answer.get(), "printer-state", IPP_TAG_ENUM) : nullptr;
    if (state == nullptr) {
      const bool isUnknown = answer && cups->getStatus(answer.get()) == IPP_STATUS_ERROR_NOT_FOUND;
      return {isUnknown ? Trouble::NoQueue : Trouble::NoService, false, cups->lastError()};
    }
    const std::string reasons = wordsIn(*cups, answer.get(), "printer-state-reasons", IPP_TAG_KEYWORD);
    if (reasons.find("media-empty") != std::string::npos || reasons.find("media-needed") != std::string::npos)
      return {Trouble::PaperOut, true, reasons};
    if (reasons.find("cover-open") != std::string::npos || reasons.find("door-open") != std::string::npos)
      return {Trouble::CoverOpen, true, reasons};
    ipp_attribute_t* accepts = cups->findAttribute(answer.get(), "printer-is-accepting-jobs", IPP_TAG_BOOLEAN);
    if (cups->getInteger(state, 0) == IPP_PSTATE_STOPPED || (accepts != nullptr && cups->getBoolean(accepts, 0) == 0))
      return {Trouble::QueueStopped, true, reasons};
    if (reasons.find("offline") != std::string::npos || reasons.find("connecting-to-device") != std::string::npos)
      return {Trouble::Offline, true, reasons};
    return {Trouble::None, true, "the queue is ready"};
  }

 private:
  static std::string wordsIn(const Cups& cups, ipp_t* answer, const char* name, ipp_tag_t tag) {
    std::string words;
    ipp_attribute_t* found = cups.findAttribute(answer, name, tag);
    for (int i = 0; found != nullptr && i < cups.getCount(found); ++i)
      if (const char* one = cups.getString(found, i, nullptr); one != nullptr)
        words += (words.empty() ? "" : " ") + std::string(one);
    return words;
  }

  // What went wrong, or nothing.
  std::optional<std::string> handOver(const Cups& cups, http_t* http, int job, const std::string& bytes,
                                      bool& whole) const {
    const auto failed = [&cups](const char* otherwise) {
      const char* told = cups.lastError();
      return std::string(told == nullptr || *told == '\0' ? otherwise : told);
    };
    if (cups.startDocument(http, m_queue.c_str(), job, "Loket", CUPS_FORMAT_RAW, 1) != HTTP_STATUS_CONTINUE)
      return failed("document refused");
    if (cups.write(http, bytes.data(), bytes.size()) != HTTP_STATUS_CONTINUE)
      return failed("document cut");
    whole = true;
    if (cups.finishDocument(http, m_queue.c_str()) > IPP_STATUS_OK_CONFLICTING)
      return failed("document not taken");
    return std::nullopt;
  }

  bool cancelled(const Cups& cups, http_t* http, int job) const {
    return cups.cancelJob(http, m_queue.c_str(), job, 1) <= IPP_STATUS_OK_CONFLICTING;
  }

  // "Completed" means that the spooler has handed everything on. A job that waits is taken back: a printer that is
  // switched on an hour later must not print by itself what was meanwhile printed again.
  ports::PrintReport watched(const Cups& cups, http_t* http, int job, std::size_t size) const {
    const auto begin = std::chrono::steady_clock::now();
    bool begun = false;
    std::string words = "the spooler tells nothing";
    while (std::chrono::steady_clock::now() - begin < std::chrono::milliseconds(m_patience.spool.ms)) {
      const auto told = stateOf(cups, http, job);
      if (told) {
        words = told->words;
        switch (told->state) {
          case IPP_JSTATE_COMPLETED:
            return {ports::PrintReport::End::Sent, size, {}};
          case IPP_JSTATE_CANCELED:
          case IPP_JSTATE_ABORTED:
            return broken(m_uri, size, "cancelled at the spooler: " + words);
          case IPP_JSTATE_PENDING:
          case IPP_JSTATE_HELD:
            break;
          case IPP_JSTATE_PROCESSING:
          case IPP_JSTATE_STOPPED:
            begun = true;
            break;
        }
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
    // It may begin between the last look and now, so it is only said to have done nothing when it can no longer begin.
    const bool forgotten = cancelled(cups, http, job);
    const auto last = stateOf(cups, http, job);
    const bool untouched = forgotten && !begun && !last;
    return broken(m_uri, untouched ? 0 : size, "timeout: " + words);
  }

  std::optional<JobState> stateOf(const Cups& cups, http_t* http, int job) const {
    ipp_t* request = cups.newRequest(IPP_OP_GET_JOB_ATTRIBUTES);
    const std::string place = "ipp://localhost/jobs/" + std::to_string(job);
    cups.addString(request, IPP_TAG_OPERATION, IPP_TAG_URI, "job-uri", nullptr, place.c_str());
    cups.addString(request, IPP_TAG_OPERATION, IPP_TAG_NAME, "requesting-user-name", nullptr, cups.user());
    const std::unique_ptr<ipp_t, decltype(&::ippDelete)> answer(cups.doRequest(http, request, "/jobs/"),
                                                                cups.deleteMessage);
    ipp_attribute_t* state =
        answer ? cups.findAttribute(answer.get(), "job-state", IPP_TAG_ENUM) : nullptr;
    if (state == nullptr)
      return std::nullopt;
    JobState told;
    told.state = static_cast<ipp_jstate_t>(cups.getInteger(state, 0));
    ipp_attribute_t* words = cups.findAttribute(answer.get(), "job-printer-state-message", IPP_TAG_TEXT);
    const char* said = words == nullptr ? nullptr : cups.getString(words, 0, nullptr);
    told.words = said == nullptr || *said == '\0' ? "waiting" : said;
    return told;
  }

  std::string m_uri;
  std::string m_server;
  std::string m_queue;
  Patience m_patience;
};

}  // namespace

std::unique_ptr<ports::Printer> makeCupsPrinter(std::string uri, std::string server, std::string queue,
                                                const Patience& patience) {
  return std::make_unique<CupsPrinter>(std::move(uri), std::move(server), std::move(queue), patience);
}

std::vector<ports::FoundPrinter> cupsQueues() {
  std::vector<ports::FoundPrinter> found;
  const Cups* cups = Cups::get();
  if (cups == nullptr)
    return found;
  const CupsConnection http = connectTo(*cups, {}, {});
  if (!http)
    return found;
  cups_dest_t* queues = nullptr;
  const int count = cups->getDests(http.get(), &queues);
  for (int i = 0; i < count; ++i) {
    // With settings of its own a queue is listed twice.
    if (queues[i].instance != nullptr)
      continue;
    const char* told = cups->getOption("printer-info", queues[i].num_options, queues[i].options);
    found.push_back(
        {std::string("cups://") + queues[i].name, told == nullptr || *told == '\0' ? queues[i].name : told});
  }
  cups->freeDests(count, queues);
  return found;
}

}  // namespace loket::adapters::printer
