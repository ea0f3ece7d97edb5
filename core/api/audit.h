// The journal's tree as it is shown: how large it is, who has signed that, whether all of it is as it was written, and a file
// that proves one payment to somebody who trusts neither the shop nor us.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/time.h"
#include "core/domain/identity/ids.h"

namespace loket::api {

// One who is asked to cosign what this terminal signs.
struct WitnessView {
  std::string name;
  std::string url;
  std::uint64_t size = 0;  // of the newest checkpoint that it has cosigned; 0: none yet
  Instant at;              // when it did, by its own clock
  // What was wrong when it was asked last; empty: nothing. A word of the network ("connect", "timeout", "certificate-unknown", ...),
  // "unreadable", "refused", "server-error"; "unknown-terminal" (it has not been told of this one); "time" (its clock or ours is a
  // day off); of a witness that lies "signature", "key", "size"; "no-proof" (the database was made again from the sidecar, and what it cosigned is from
  // before that); and against this home "ahead" and "fork": it is older than what the witness has seen, or a second copy of it is in use.
  std::string trouble;
  Instant since;  // of the trouble
};

// Who else has seen how the journal stood.
struct Witnessed {
  std::vector<WitnessView> witnesses;  // empty: nobody is asked
  int quorum = 0;                      // how many of them must cosign
  std::uint64_t size = 0;              // of the newest checkpoint that so many have cosigned; 0: there is none
  Instant at;                          // when the last of them did, by this computer's clock
  std::vector<std::string> names;      // who
  Instant missingSince;                // what was signed then, or later, is not witnessed yet; zero: all of it is
};

// What was signed on one day, with the time at which an authority outside had seen it (RFC 3161).
struct StampView {
  BusinessDate day;      // on which it was signed
  std::uint64_t size = 0;
  Instant at;            // by the authority's clock
  Instant keptAt;        // by this computer's
  std::string signer;    // who says so: the subject of its certificate
  std::string note;      // exactly what is stamped: the checkpoint with the terminal's own signature
  std::string response;  // the authority's answer, DER; `openssl ts -verify` reads it

  // One of the two clocks is wrong.
  bool isClockApart() const { return at > keptAt + kApart || keptAt > at + kApart; }
  static constexpr Duration kApart = Duration::hours(24);
};

// Who is asked for such times, and what came of it last.
struct Stamped {
  std::string url;               // empty: nobody is asked
  std::optional<StampView> last;  // also of an authority that is not asked any more
  // What was wrong when it was asked last; empty: nothing. A word of ports::StampReply, or "local" (it could not be kept).
  std::string trouble;
  Instant since;  // of no answer being taken
};

struct CheckpointView {
  std::string origin;  // the terminal's name, as it signs
  std::string key;     // its public key, "name+hex+base64"; whoever checks needs it from elsewhere than the proof
  std::uint64_t size = 0;
  std::string root;  // base64
  std::string note;  // the signed text, with the cosignatures that there are of it
  Instant at;        // when it was signed
  Witnessed witnessed = {};
  Stamped stamped = {};
};

struct AuditFault {
  std::uint64_t index = 0;  // of the entry, or where one is missing
  // "leaf", "gap", "hash", "head", "event", "posting", "till", "access", "print", "complaint", "message", "customer", "group", "batch",
  // "ticket", "collection", "setting", "payment", "missing", "unlogged", "erased"; of the checkpoint "signature", "checkpoint"; "stamp" (it
  // does not go on from what was stamped).
  std::string what;
};

struct AuditReport {
  std::uint64_t size = 0;         // entries of the whole tree
  std::uint64_t from = 0;         // earlier ones are known by their hashes only
  std::uint64_t leaves = 0;       // looked at
  std::uint64_t particulars = 0;  // of them, compared with what stands in the books
  std::uint64_t payments = 0;     // that were compared with what their steps make of them
  std::uint64_t erased = 0;       // what they hid was erased
  std::string root;               // base64
  std::uint64_t signedSize = 0;   // of the newest checkpoint that is kept; 0: there is none
  std::vector<AuditFault> faults;  // the first hundred
  Witnessed witnessed = {};
  Stamped stamped = {};

  bool isSound() const { return faults.empty(); }
};

// What is known of those outside without asking them: who has seen what was signed, and every stamp that is kept, the oldest first.
struct StampList {
  Stamped stamped;
  std::vector<StampView> stamps;
  Witnessed witnessed = {};
};

struct AuditProgress {
  std::uint64_t done = 0;
  std::uint64_t of = 0;
};

// One thing that was written down of a payment. With the key of the log all of it can be checked by itself: the proof says that
// the entry stands in the log (C2SP tlog-proof), and the entry's commitment is SHA-256 of salt and particulars.
struct ProvenEntry {
  std::string entry;  // the text that is the leaf
  std::string salt;   // empty: what it hid is erased, or not for others' eyes; then there are no particulars either
  std::string particulars;
  std::string proof;
};

struct AuditProof {
  PaymentRef ref;
  std::string key;  // of who has signed it, "name+hex+base64"
  std::vector<ProvenEntry> entries;  // oldest first
};

// The whole log as one file (core/domain/journal/log_file.h).
struct AuditExport {
  std::string path;
  bool isFolder = false;  // it gets a name in there
  // What the entries are about too: names, numbers and sums. Never what was sent to suppliers, nor settings.
  bool withParticulars = false;
};
struct AuditExported {
  std::string path;
  std::string key;            // of who has signed it
  std::uint64_t size = 0;     // entries of the whole tree
  std::uint64_t from = 0;     // earlier ones are known by their hashes only
  std::uint64_t entries = 0;  // written
  std::uint64_t shown = 0;    // of them, with what they are about
};

// The entry that a paper's seal is of.
struct SealCheck {
  PaymentRef ref;
  std::string kind;  // "payment.settled"
  Instant at;
  std::uint64_t index = 0;
  bool isNewest = false;  // otherwise something has happened since that paper
};

}  // namespace loket::api
