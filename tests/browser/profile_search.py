"""What lies in a browser's profile: every file, unpacked where it is packed, searched for words and for keys.

Written as somebody would who has the device, our source, and no passphrase.
"""

import base64
import json
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_TABLE_MAGIC = bytes.fromhex("57fb808b247547db")
_LOG_BLOCK = 32 * 1024
#: How Chromium marks a value of IndexedDB that it packed.
_PACKED_VALUE = re.compile(rb"\x11\x02")
_GZIP, _ZLIB = re.compile(rb"\x1f\x8b\x08"), re.compile(rb"\x78[\x01\x5e\x9c\xda]")
_MOST = 32 * 1024 * 1024


def contents(profile: Path) -> Iterator[tuple[str, bytes]]:
    """(name, bytes) of each file, and of everything that unpacks from it."""
    for path in sorted(profile.rglob("*")):
        if path.is_symlink() or not path.is_file():
            continue
        data, name = path.read_bytes(), str(path.relative_to(profile))
        yield name, data
        parts = [("gzip", part) for part in _streams(_GZIP, data, 31)]
        parts += [("zlib", part) for part in _streams(_ZLIB, data, 15)]
        if data.endswith(_TABLE_MAGIC):
            parts += [("table", part) for part in _table(data)]
        if path.suffix == ".log":
            parts.append(("log", _log(data)))
        for kind, part in parts:
            yield f"{name} ({kind})", part
        for kind, part in [("file", data), *parts]:
            for value in _packed_values(part):
                yield f"{name} ({kind}, packed value)", value


def forms_of(text: str) -> dict[str, bytes]:
    """A word as a browser may write it."""
    plain = text.encode()
    return {
        "utf-8": plain,
        "utf-16": text.encode("utf-16-le"),
        "utf-16, turned": text.encode("utf-16-be"),
        "address": quote(text).encode(),
        "json": json.dumps(text)[1:-1].encode(),
        **{f"base64 {shift}": _inner_base64(plain, shift) for shift in range(3)},
    }


def forms_of_key(key: bytes) -> dict[str, bytes]:
    """A key as a program may write it; the text of base64url is what a JWK holds."""
    return {
        "raw": key,
        "hex": key.hex().encode(),
        "HEX": key.hex().upper().encode(),
        "base64": base64.b64encode(key).rstrip(b"="),
        "base64url": base64.urlsafe_b64encode(key).rstrip(b"="),
        "hex, utf-16": key.hex().encode("utf-16-le"),
        "base64url, utf-16": base64.urlsafe_b64encode(key).decode().rstrip("=").encode("utf-16-le"),
        "numbers": ",".join(map(str, key)).encode(),
        "numbers, spaced": ", ".join(map(str, key)).encode(),
    }


def search(profile: Path, wanted: dict[str, bytes]) -> list[str]:
    """Where what is found; `wanted` is name → bytes."""
    return [
        f"{name}: {what}"
        for name, data in contents(profile)
        for what, needle in wanted.items()
        if needle in data
    ]


class Locks:
    """The ciphertexts of a device, to try keys on: those of the data key, and one record."""

    def __init__(self, devices: list[dict], records: list[dict]):
        closed = [(one["server"], one["id"]) for one in devices]
        closed += [(one["phrase"], one["id"]) for one in devices if one["phrase"]]
        self.keys = [(bytes(box["iv"]), bytes(box["bytes"]), label.encode()) for box, label in closed]
        self.records = [(bytes(one["iv"]), bytes(one["bytes"]), one["id"].encode()) for one in records[:1]]

    def opened_by(self, candidate: bytes) -> bool:
        """Whether these bytes are a key of anything here: as they are, or as the key that ours is derived from."""
        if any(_opens(candidate, box) for box in self.keys + self.records):
            return True
        return len(candidate) == 32 and any(_opens(records_key(candidate), box) for box in self.records)


def records_key(data_key: bytes) -> bytes:
    """As crypto.js derives it."""
    return HKDF(hashes.SHA256(), 32, bytes(32), b"muntada records").derive(data_key)


def unlock(key: bytes, box: dict, label: str) -> bytes:
    """What is closed in a box, by its key."""
    return AESGCM(key).decrypt(bytes(box["iv"]), bytes(box["bytes"]), label.encode())


def candidates(data: bytes, step: int = 1) -> Iterator[bytes]:
    """Every 32 and 16 bytes that could be a key, and every text of letters that could be one written out."""
    for size in (32, 16):
        for start in range(0, len(data) - size + 1, step):
            window = data[start : start + size]
            if len(set(window)) > size // 2:
                yield window
    for found in re.finditer(rb"[0-9a-fA-F]{64}", data):
        yield bytes.fromhex(found[0].decode())
    for found in re.finditer(rb"(?=([A-Za-z0-9+/_-]{43}))", data):
        text = found[1].decode().replace("+", "-").replace("/", "_")
        yield base64.urlsafe_b64decode(text + "=")


def keys_found(profile: Path, locks: Locks, under: str, step: int = 1) -> tuple[int, list[str]]:
    """(number of candidates tried, where one opens something), in the files whose name holds `under`."""
    tried, found, seen = 0, [], set()
    for name, data in contents(profile):
        if under not in name:
            continue
        for candidate in candidates(data, step):
            if candidate in seen:
                continue
            seen.add(candidate)
            tried += 1
            if locks.opened_by(candidate):
                found.append(name)
    return tried, found


def _opens(key, box):
    iv, closed, label = box
    try:
        AESGCM(key).decrypt(iv, closed, label)
    except InvalidTag:
        return False
    return True


def _inner_base64(plain, shift):
    """The letters of base64 that do not depend on what stands around, if it begins `shift` bytes into three."""
    text = base64.b64encode(bytes(shift) + plain)
    return text[4 if shift else 0 : len(text) - 4]


def _streams(start, data, bits):
    for found in start.finditer(data):
        try:
            part = zlib.decompressobj(bits).decompress(data[found.start() :], _MOST)
        except zlib.error:
            continue
        if len(part) > 16:
            yield part


def _varint(data, at):
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 127) << shift
        if byte < 128:
            return value, at
        shift += 7
        if shift > 63:
            raise ValueError("no number")


def _unsnap(data: bytes, at: int = 0) -> bytes:
    """What snappy packed, as far as it goes."""
    size, at = _varint(data, at)
    if not 0 < size <= _MOST:
        raise ValueError("no length")
    out = bytearray()
    while len(out) < size and at < len(data):
        tag = data[at]
        at += 1
        if tag & 3 == 0:
            length = tag >> 2
            if length >= 60:
                extra = length - 59
                length = int.from_bytes(data[at : at + extra], "little")
                at += extra
            out += data[at : at + length + 1]
            at += length + 1
            continue
        if tag & 3 == 1:
            length, distance = 4 + (tag >> 2 & 7), (tag >> 5) << 8 | data[at]
            at += 1
        else:
            width = 2 if tag & 3 == 2 else 4
            length, distance = 1 + (tag >> 2), int.from_bytes(data[at : at + width], "little")
            at += width
        if not 0 < distance <= len(out):
            break
        for _ in range(length):
            out.append(out[-distance])
    return bytes(out)


def _packed_values(data):
    for found in _PACKED_VALUE.finditer(data):
        try:
            value = _unsnap(data, found.end())
        except (ValueError, IndexError):
            continue
        if len(value) > 16:
            yield value


def _table(data):
    """The blocks of a LevelDB table, unpacked."""
    try:
        at = len(data) - 48
        for _ in range(2):
            _, at = _varint(data, at)
        start, at = _varint(data, at)
        size, at = _varint(data, at)
        for value in _values(_block(data, start, size)):
            offset, after = _varint(value, 0)
            length, _ = _varint(value, after)
            yield _block(data, offset, length)
    except (IndexError, ValueError):
        return


def _block(data, start, size):
    block = data[start : start + size]
    return _unsnap(block) if data[start + size] == 1 else block


def _values(block):
    restarts = int.from_bytes(block[-4:], "little")
    at, end = 0, len(block) - 4 - 4 * restarts
    while at < end:
        _, at = _varint(block, at)
        unshared, at = _varint(block, at)
        length, at = _varint(block, at)
        yield block[at + unshared : at + unshared + length]
        at += unshared + length


def _log(data):
    """The records of a LevelDB log without the heads between its blocks."""
    out = bytearray()
    for start in range(0, len(data), _LOG_BLOCK):
        block, at = data[start : start + _LOG_BLOCK], 0
        while at + 7 <= len(block):
            length = int.from_bytes(block[at + 4 : at + 6], "little")
            out += block[at + 7 : at + 7 + length]
            at += 7 + length
    return bytes(out)
