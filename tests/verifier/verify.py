#!/usr/bin/python3
"""Checks what a Loket journal says, without any of Loket: written from RFC 6962/9162 and the C2SP texts
(signed-note, tlog-checkpoint, tlog-cosignature, tlog-proof).

  verify.py proof PROOF ENTRY --log VKEY [--witness VKEY]... [--quorum N]
      PROOF is a .tlog-proof, ENTRY the entry's bytes. Exit 0: it is in the log; 1: it is not proven.
  verify.py payment FILE --log VKEY [--witness VKEY]... [--quorum N]
      FILE is what `loketctl audit prove` wrote of one payment. Exit 0: every entry is in the log, and its particulars are
      those that were written down; 1: not proven. With witnesses, all of them, or N, have cosigned the checkpoints.
  verify.py stamp FILE CHECKPOINT [--log VKEY]
      What `loketctl audit stamp export FILE` wrote: an RFC 3161 answer, and what it stamps. Exit 0: the answer is granted and about
      exactly these bytes, and with --log they are a checkpoint of that log; prints the time it names. WHO has stamped it is not
      looked at here: that is for `openssl ts -verify -data CHECKPOINT -in FILE -CAfile ROOT`.
  verify.py log FILE --log VKEY [--witness VKEY]... [--quorum N]
      FILE is what `loketctl audit export` wrote of the whole log. Exit 0: its entries are those that the terminal has signed
      (and the witnesses have seen), and what is shown of them is what was written down; 1: not proven.
  verify.py bits FILE --log VKEY [--witness VKEY]...
      The same of the file with one single bit turned, for every bit of it; prints how many of them are proven, and of how many.
  verify.py cases FILE
      One question of the test a line, as JSON; prints 1 or 0 for each.
"""

import argparse
import base64
import hashlib
import io
import json
import re
import sys

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

NOTE, COSIGNATURE = 1, 4


class Refused(Exception):
    pass


def leaf_hash(entry):
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()


def tree_root(leaves):
    """MTH of RFC 6962, straight from its definition."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return node_hash(tree_root(leaves[:split]), tree_root(leaves[split:]))


def in_tree(index, size, leaf, path, root):
    """Rebuilds the root from the leaf on; by recursion over the tree, not by the loop of the RFC."""

    def rebuild(index, size, path):
        if size == 1:
            if path:
                raise Refused("hashes are left over")
            return leaf
        if not path:
            raise Refused("a hash is missing")
        split = 1
        while split * 2 < size:
            split *= 2
        if index < split:
            return node_hash(rebuild(index, split, path[:-1]), path[-1])
        return node_hash(path[-1], rebuild(index - split, size - split, path[:-1]))

    try:
        return 0 <= index < size and rebuild(index, size, path) == root
    except Refused:
        return False


def is_beginning(old_size, size, old_root, root, path):
    """Rebuilds both roots from the proof, by recursion."""
    if old_size > size:
        return False
    if old_size == size:
        return not path and old_root == root
    if old_size == 0:
        return not path and old_root == tree_root([])

    def rebuild(old_size, size, whole, path):
        if old_size == size:
            if whole:
                if path:
                    raise Refused("hashes are left over")
                return old_root, old_root
            if len(path) != 1:
                raise Refused("not the hashes of this size")
            return path[0], path[0]
        if not path:
            raise Refused("a hash is missing")
        split = 1
        while split * 2 < size:
            split *= 2
        if old_size <= split:
            older, newer = rebuild(old_size, split, whole, path[:-1])
            return older, node_hash(newer, path[-1])
        older, newer = rebuild(old_size - split, size - split, False, path[:-1])
        return node_hash(path[-1], older), node_hash(path[-1], newer)

    try:
        return rebuild(old_size, size, True, path) == (old_root, root)
    except Refused:
        return False


def strict_base64(text):
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError as problem:
        raise Refused("not base64") from problem
    if base64.b64encode(data).decode() != text:
        raise Refused("another text for the same value")
    return data


class Verifier:
    def __init__(self, text):
        name, _, rest = text.partition("+")
        number, _, key = rest.partition("+")
        blob = strict_base64(key)
        if not name or len(blob) != 33 or blob[0] not in (NOTE, COSIGNATURE):
            raise Refused("not a verifier's key")
        self.name, self.kind, self.key = name, blob[0], blob[1:]
        self.text = text
        self.key_id = hashlib.sha256(name.encode() + b"\n" + blob).digest()[:4]
        if self.key_id.hex() != number:
            raise Refused("the key's number is not its own")

    def seals(self, body, signatures):
        """Whether one of the signatures is this key's and good, and none of this key's is bad."""
        found = False
        for name, blob in signatures:
            if name != self.name or blob[:4] != self.key_id:
                continue
            message, signature = body.encode(), blob[4:]
            if self.kind == COSIGNATURE:
                if len(signature) != 72:
                    return False
                when = int.from_bytes(signature[:8], "big")
                message = f"cosignature/v1\ntime {when}\n".encode() + message
                signature = signature[8:]
            if len(signature) != 64:
                return False
            try:
                Ed25519PublicKey.from_public_bytes(self.key).verify(signature, message)
            except InvalidSignature:
                return False
            found = True
        return found


def parse_note(text):
    if any(ord(c) < 0x20 and c != "\n" for c in text):
        raise Refused("control characters")
    end = text.rfind("\n\n")
    if end < 0 or not text.endswith("\n"):
        raise Refused("not a signed note")
    signatures = []
    for line in text[end + 2:].split("\n")[:-1]:
        if not line.startswith("\u2014 "):
            raise Refused("not a signature's line")
        name, _, text_of_blob = line[2:].partition(" ")
        blob = strict_base64(text_of_blob)
        if not name or "+" in name or len(blob) <= 4:
            raise Refused("not a signature's line")
        signatures.append((name, blob))
    if not signatures:
        raise Refused("nobody has signed")
    return text[:end + 1], signatures


def parse_checkpoint(body):
    lines = body.split("\n")
    if len(lines) < 4 or not lines[0]:
        raise Refused("not a checkpoint")
    if not lines[1].isascii() or not lines[1].isdigit() or (len(lines[1]) > 1 and lines[1][0] == "0"):
        raise Refused("not a size")
    root = strict_base64(lines[2])
    size = int(lines[1])
    if len(root) != 32 or size >= 2**64:
        raise Refused("not a root")
    return lines[0], size, root


def parse_proof(text):
    head, _, note = text.partition("\n\n")
    lines = head.split("\n")
    if lines.pop(0) != "c2sp.org/tlog-proof@v1":
        raise Refused("not a proof")
    if lines and lines[0].startswith("extra "):
        strict_base64(lines.pop(0)[6:])
    if not lines or not lines[0].startswith("index "):
        raise Refused("no index")
    number = lines.pop(0)[6:]
    if not number.isascii() or not number.isdigit() or (len(number) > 1 and number[0] == "0"):
        raise Refused("no index")
    path = [strict_base64(line) for line in lines]
    if any(len(one) != 32 for one in path):
        raise Refused("not a hash")
    return int(number), path, note


def proves(text, entry, log, witnesses=(), quorum=0):
    index, path, note = parse_proof(text)
    body, signatures = parse_note(note)
    origin, size, root = parse_checkpoint(body)
    if origin != log.name or not log.seals(body, signatures):
        raise Refused("not signed by this log")
    if sum(witness.seals(body, signatures) for witness in witnesses) < quorum:
        raise Refused("too few witnesses")
    if not in_tree(index, size, leaf_hash(entry), path, root):
        raise Refused("the entry is not in the log")
    return size


def read_entry(text):
    lines = text.split("\n")
    if len(lines) != 6 or lines[0] != "loket/1" or lines[5]:
        raise Refused("not an entry")
    kind, subject, at, commitment = lines[1:5]
    if not re.fullmatch(r"[A-Za-z.-]{1,64}", kind) or len(subject.encode()) > 512:
        raise Refused("not an entry")
    if not re.fullmatch(r"-?[1-9][0-9]*|0", at) or not -(2**63) <= int(at) < 2**63 or not re.fullmatch(r"[0-9a-f]{64}", commitment):
        raise Refused("not an entry")
    return {"kind": kind, "subject": subject, "at": int(at), "commitment": commitment}


def quorum_of(arguments):
    witnesses = [Verifier(one) for one in arguments.witness]
    if any(one.kind != COSIGNATURE for one in witnesses) or len({one.key for one in witnesses}) != len(witnesses):
        raise Refused("not the keys of different witnesses")
    quorum = len(witnesses) if arguments.quorum is None else arguments.quorum
    if not 0 <= quorum <= len(witnesses):
        raise Refused("more than there are")
    return witnesses, quorum


def proves_payment(proof, log, witnesses=(), quorum=0):
    """Every entry by itself: it stands in the log, it is about this payment, and the particulars are those that were meant."""
    if proof.get("format") != "loket-proof/1" or not proof.get("entries"):
        raise Refused("not a payment's proof")
    entries = []
    before = -1
    for one in proof["entries"]:
        proves(one["proof"], one["entry"].encode(), log, witnesses, quorum)
        index = parse_proof(one["proof"])[0]
        if index <= before:
            raise Refused("not in the order in which it happened")
        before = index
        entry = read_entry(one["entry"])
        salt = strict_base64(one["salt"])
        if not salt and one["particulars"]:
            raise Refused("particulars without a salt prove nothing")
        if salt and hashlib.sha256(salt + one["particulars"].encode()).hexdigest() != entry["commitment"]:
            raise Refused("the particulars are not those that were written down")
        if entry["subject"] != proof["payment"]:
            raise Refused("an entry is about something else")
        entry["seal"] = seal(one["entry"].encode())
        entries.append(entry)
    return entries


def line_of(file, label=""):
    """The next line, without its line feed, and without the label that it must begin with."""
    line = file.readline()
    if not line.endswith(b"\n"):
        raise Refused("it is cut off")
    if not line.startswith(label.encode()):
        raise Refused("no line of " + label.strip())
    return line[len(label):-1]


def root_over(size, start, known, leaves):
    """MTH of RFC 6962 over [0, size), where what is before `start` is known by the hashes of whole subtrees only."""

    def root(low, high):
        if (low, high) in known:
            return known[low, high]
        if high - low == 1:
            return leaves[low - start]
        split = 1
        while split * 2 < high - low:
            split *= 2
        return node_hash(root(low, low + split), root(low + split, high))

    return root(0, size) if size else hashlib.sha256(b"").digest()


def proves_log(file, log, witnesses=(), quorum=0):
    """A whole exported log, as it comes: every entry in its place, and what it is about where that is shown."""
    if line_of(file) != b"loket-log/1":
        raise Refused("not of the form loket-log/1")
    if line_of(file, "key ").decode() != log.text:
        raise Refused("of another key")
    number = line_of(file, "from ").decode()
    if not re.fullmatch(r"[1-9][0-9]*|0", number) or int(number) >= 2**64:
        raise Refused("where it begins")
    start = int(number)
    known, low = {}, 0
    for level in range(63, -1, -1):
        if start >> level & 1:
            subtree = strict_base64(line_of(file, "before ").decode())
            if len(subtree) != 32:
                raise Refused("not a hash")
            known[low, low + (1 << level)] = subtree
            low += 1 << level
    if line_of(file):
        raise Refused("more hashes than there were subtrees")
    leaves, shown = [], 0
    may_be_shown = False
    while True:
        line = line_of(file)
        if not line:
            break
        if line == b"loket/1":
            text = b"loket/1\n" + b"".join(line_of(file) + b"\n" for _ in range(4))
            entry = read_entry(text.decode())
            leaves.append(leaf_hash(text))
            may_be_shown = True
            continue
        if not may_be_shown or not line.startswith(b"salt "):
            raise Refused("neither an entry nor its end")
        salt = strict_base64(line[5:].decode())
        particulars = strict_base64(line_of(file, "particulars ").decode())
        if not salt or hashlib.sha256(salt + particulars).hexdigest() != entry["commitment"]:
            raise Refused("an entry is not about what is shown of it")
        may_be_shown = False
        shown += 1
    body, signatures = parse_note(file.read().decode())
    origin, size, root = parse_checkpoint(body)
    if origin != log.name or not log.seals(body, signatures):
        raise Refused("not signed by this log")
    if sum(witness.seals(body, signatures) for witness in witnesses) < quorum:
        raise Refused("too few witnesses")
    if size != start + len(leaves) or root_over(size, start, known, leaves) != root:
        raise Refused("its entries are not those that were signed")
    return size, start, shown


def is_log(data, log, witnesses, quorum):
    try:
        proves_log(io.BytesIO(data), log, witnesses, quorum)
    except (Refused, UnicodeDecodeError):
        return False
    return True


def seal(entry):
    """As a receipt says it: the first 60 bits of the leaf's hash in Crockford's base 32, in fours."""
    bits = int.from_bytes(leaf_hash(entry), "big") >> (256 - 60)
    letters = "".join("0123456789ABCDEFGHJKMNPQRSTVWXYZ"[bits >> shift & 31] for shift in range(55, -1, -5))
    return "-".join(letters[at : at + 4] for at in (0, 4, 8))


def der(data, at, tag):
    """One value of this tag that begins there: its content, and where the next begins."""
    if at + 2 > len(data) or data[at] != tag:
        raise Refused("not the form of RFC 3161")
    size, at = data[at + 1], at + 2
    if size >= 0x80:
        count = size & 0x7F
        if not 1 <= count <= 4 or at + count > len(data):
            raise Refused("not the form of RFC 3161")
        size, at = int.from_bytes(data[at : at + count], "big"), at + count
    if at + size > len(data):
        raise Refused("it is cut off")
    return data[at : at + size], at + size


def der_path(data, *tags):
    """The first value in the first value in ...; of a step that is a pair, the n-th of its siblings, the ones before with any tag."""
    for step in tags:
        tag, skip = step if isinstance(step, tuple) else (step, 0)
        at = 0
        for _ in range(skip):
            if at >= len(data):
                raise Refused("not the form of RFC 3161")
            at = der(data, at, data[at])[1]
        data = der(data, at, tag)[0]
    return data


SEQUENCE, INTEGER, OCTETS, OID, TIME, ZERO = 0x30, 0x02, 0x04, 0x06, 0x18, 0xA0
SIGNED_DATA = bytes.fromhex("2a864886f70d010702")
TST_INFO = bytes.fromhex("2a864886f70d0109100104")
SHA256 = bytes.fromhex("608648016503040201")


def stamps(response, text):
    """The time that a TimeStampResp names for these bytes."""
    inside, end = der(response, 0, SEQUENCE)
    if end != len(response):
        raise Refused("something follows it")
    if der_path(inside, SEQUENCE, INTEGER) not in (b"\x00", b"\x01"):
        raise Refused("it is not granted")
    token = der_path(inside, (SEQUENCE, 1))
    if der_path(token, OID) != SIGNED_DATA:
        raise Refused("it is not signed")
    content = der_path(token, (ZERO, 1), SEQUENCE, (SEQUENCE, 2))
    if der_path(content, OID) != TST_INFO:
        raise Refused("it is no time stamp")
    info = der_path(content, (ZERO, 1), OCTETS, SEQUENCE)
    imprint = der_path(info, (SEQUENCE, 2))
    if der_path(imprint, SEQUENCE, OID) != SHA256 or der_path(imprint, (OCTETS, 1)) != hashlib.sha256(text).digest():
        raise Refused("it stamps something else")
    return der_path(info, (TIME, 4)).decode("ascii")


def answer(case):
    kind = case["kind"]
    raw = bytes.fromhex
    if kind == "root":
        return tree_root([leaf_hash(raw(entry)) for entry in case["entries"]]) == raw(case["root"])
    if kind == "inclusion":
        return in_tree(case["index"], case["size"], leaf_hash(raw(case["entry"])), [raw(one) for one in case["path"]],
                       raw(case["root"]))
    if kind == "consistency":
        return is_beginning(case["old"], case["size"], raw(case["oldRoot"]), raw(case["root"]),
                            [raw(one) for one in case["path"]])
    try:
        if kind == "note":
            body, signatures = parse_note(raw(case["note"]).decode())
            return Verifier(case["key"]).seals(body, signatures)
        if kind == "proof":
            proves(raw(case["proof"]).decode(), raw(case["entry"]), Verifier(case["log"]), [Verifier(case["witness"])], 1)
            return True
        if kind == "log":
            return is_log(raw(case["file"]), Verifier(case["log"]), [Verifier(case["witness"])], 1)
    except (Refused, UnicodeDecodeError):
        return False
    raise SystemExit("no such case: " + kind)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    proof = commands.add_parser("proof")
    proof.add_argument("proof")
    proof.add_argument("entry")
    proof.add_argument("--log", required=True)
    proof.add_argument("--witness", action="append", default=[])
    proof.add_argument("--quorum", type=int)
    payment = commands.add_parser("payment")
    payment.add_argument("file")
    payment.add_argument("--log", required=True)
    payment.add_argument("--witness", action="append", default=[])
    payment.add_argument("--quorum", type=int)
    stamp = commands.add_parser("stamp")
    stamp.add_argument("file")
    stamp.add_argument("checkpoint")
    stamp.add_argument("--log")
    for name in ("log", "bits"):
        whole = commands.add_parser(name)
        whole.add_argument("file")
        whole.add_argument("--log", required=True)
        whole.add_argument("--witness", action="append", default=[])
        whole.add_argument("--quorum", type=int)
    commands.add_parser("cases").add_argument("file")
    arguments = parser.parse_args()
    if arguments.command == "cases":
        with open(arguments.file, encoding="ascii") as cases:
            for line in cases:
                print(int(answer(json.loads(line))))
        return 0
    if arguments.command == "stamp":
        try:
            with open(arguments.file, "rb") as response, open(arguments.checkpoint, "rb") as checkpoint:
                text = checkpoint.read()
                when = stamps(response.read(), text)
            if arguments.log:
                body, signatures = parse_note(text.decode())
                if parse_checkpoint(body)[0] != Verifier(arguments.log).name or not Verifier(arguments.log).seals(body, signatures):
                    raise Refused("not signed by this log")
        except (Refused, UnicodeDecodeError) as problem:
            print(f"not proven: {problem}")
            return 1
        print(f"{when}: about these bytes; who says so, `openssl ts -verify` tells")
        return 0
    if arguments.command == "log":
        try:
            with open(arguments.file, "rb") as file:
                size, start, shown = proves_log(file, Verifier(arguments.log), *quorum_of(arguments))
        except (Refused, UnicodeDecodeError) as problem:
            print(f"not proven: {problem}")
            return 1
        print(f"proven: {size - start} entries of a log of {size}, {shown} of them with what they are about")
        return 0
    if arguments.command == "bits":
        with open(arguments.file, "rb") as file:
            data = bytearray(file.read())
        log, (witnesses, quorum) = Verifier(arguments.log), quorum_of(arguments)
        proven = 0
        for bit in range(len(data) * 8):
            data[bit // 8] ^= 1 << bit % 8
            proven += is_log(bytes(data), log, witnesses, quorum)
            data[bit // 8] ^= 1 << bit % 8
        print(proven, len(data) * 8)
        return 0
    if arguments.command == "payment":
        try:
            with open(arguments.file, encoding="utf-8") as text:
                entries = proves_payment(json.load(text), Verifier(arguments.log), *quorum_of(arguments))
        except (Refused, UnicodeDecodeError, KeyError, TypeError, ValueError, AttributeError) as problem:
            print(f"not proven: {problem}")
            return 1
        for entry in entries:
            print(entry["at"], entry["seal"], entry["kind"], entry["subject"])
        return 0
    try:
        with open(arguments.proof, encoding="utf-8", newline="") as text, open(arguments.entry, "rb") as entry:
            size = proves(text.read(), entry.read(), Verifier(arguments.log), *quorum_of(arguments))
    except (Refused, UnicodeDecodeError) as problem:
        print(f"not proven: {problem}")
        return 1
    print(f"proven: it is in the log of {size} entries")
    return 0


if __name__ == "__main__":
    sys.exit(main())
