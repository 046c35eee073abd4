"""QR codes, versions 1 to 6 at error level M (ISO/IEC 18004), quick enough to give every copy its own."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from qmsdesk.errors import BugError

Modules = tuple[bytes, ...]

_ALPHANUMERIC = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_FORMAT_GENERATOR, _FORMAT_MASK = 0x537, 0x5412
_MASK = 0  # chequered; readers take any of the eight, and choosing costs more than all the rest


@dataclass(frozen=True)
class _Version:
    """Data codewords in all, error-correction codewords of one block, blocks."""

    number: int
    data: int
    correction: int
    blocks: int

    @property
    def size(self) -> int:
        return 17 + 4 * self.number


_VERSIONS = (
    _Version(1, 16, 10, 1),
    _Version(2, 28, 16, 1),
    _Version(3, 44, 26, 1),
    _Version(4, 64, 18, 2),
    _Version(5, 86, 24, 2),
    _Version(6, 108, 16, 4),
)


def encode(text: str) -> Modules:
    """The dark (1) and light (0) modules of a QR code of `text`, row by row, without the quiet zone."""
    bits, version = _bits(text)
    words = [int(bits[start : start + 8], 2) for start in range(0, len(bits), 8)]
    for place in range(version.data - len(words)):
        words.append((0xEC, 0x11)[place % 2])
    stream = "".join(f"{word:08b}" for word in _interleave(words, version))
    rows = [bytearray(row) for row in _empty(version.number)]
    for (row, column, mask), bit in zip(_data_places(version.number), stream + "0" * 7, strict=False):
        rows[row][column] = (bit == "1") ^ mask
    return tuple(bytes(row) for row in rows)


def _bits(text: str) -> tuple[str, _Version]:
    if all(char in _ALPHANUMERIC for char in text):
        body = f"0010{len(text):09b}" + "".join(
            _pair(text[start : start + 2]) for start in range(0, len(text), 2)
        )
    else:
        data = text.encode("utf-8")
        body = f"0100{len(data):08b}" + "".join(f"{byte:08b}" for byte in data)
    version = next((item for item in _VERSIONS if item.data * 8 >= len(body)), None)
    if version is None:
        raise BugError(f"QR text too long: {len(text)} characters")
    body += "0" * min(4, version.data * 8 - len(body))
    return body + "0" * (-len(body) % 8), version


def _pair(pair: str) -> str:
    if len(pair) == 1:
        return f"{_ALPHANUMERIC.index(pair):06b}"
    return f"{_ALPHANUMERIC.index(pair[0]) * 45 + _ALPHANUMERIC.index(pair[1]):011b}"


def _interleave(words: list[int], version: _Version) -> list[int]:
    length = version.data // version.blocks
    data = [words[start : start + length] for start in range(0, version.data, length)]
    correction = [_correction(block, version.correction) for block in data]
    mixed = [block[place] for place in range(length) for block in data]
    return mixed + [block[place] for place in range(version.correction) for block in correction]


@lru_cache(maxsize=1)
def _field() -> tuple[list[int], list[int]]:
    """Powers and logarithms of GF(256) with x^8 + x^4 + x^3 + x^2 + 1."""
    powers, logarithms = [0] * 510, [0] * 256
    value = 1
    for exponent in range(255):
        powers[exponent] = powers[exponent + 255] = value
        logarithms[value] = exponent
        value = (value << 1) ^ (0x11D if value & 0x80 else 0)
    return powers, logarithms


@lru_cache(maxsize=8)
def _generator(degree: int) -> tuple[int, ...]:
    """The generator polynomial's coefficients below the leading one."""
    powers, logarithms = _field()
    poly = [1]
    for exponent in range(degree):
        longer = [*poly, 0]
        for place, value in enumerate(poly):
            if value:
                longer[place + 1] ^= powers[logarithms[value] + exponent]
        poly = longer
    return tuple(poly[1:])


def _correction(block: list[int], degree: int) -> bytes:
    """The remainder of the block's polynomial: one shift and one exclusive-or a codeword."""
    rest, top, room = 0, 8 * (degree - 1), (1 << 8 * degree) - 1
    for word in block:
        rest = (rest << 8 & room) ^ _multiple(degree, word ^ rest >> top)
    return rest.to_bytes(degree, "big")


@lru_cache(maxsize=2048)
def _multiple(degree: int, factor: int) -> int:
    """The generator polynomial times a factor, its coefficients side by side as one number."""
    if not factor:
        return 0
    powers, logarithms = _field()
    shift = logarithms[factor]
    return int.from_bytes(powers[shift + logarithms[value]] if value else 0 for value in _generator(degree))


@lru_cache(maxsize=8)
def _empty(number: int) -> tuple[bytes, ...]:
    """The fixed pattern of a version: 1 dark, 0 light, 2 room for data."""
    size = 17 + 4 * number
    rows = [bytearray(b"\x02" * size) for _ in range(size)]
    for top, left in ((0, 0), (0, size - 7), (size - 7, 0)):
        _finder(rows, top, left)
    for place in range(8, size - 8):
        rows[6][place] = rows[place][6] = place % 2 == 0
    if number > 1:
        _alignment(rows, size - 7)
    _format(rows, size)
    return tuple(bytes(row) for row in rows)


def _finder(rows: list[bytearray], top: int, left: int) -> None:
    size = len(rows)
    for row in range(top - 1, top + 8):
        for column in range(left - 1, left + 8):
            if 0 <= row < size and 0 <= column < size:
                distance = max(abs(row - top - 3), abs(column - left - 3))
                rows[row][column] = distance not in (2, 4)


def _alignment(rows: list[bytearray], centre: int) -> None:
    for row in range(-2, 3):
        for column in range(-2, 3):
            rows[centre + row][centre + column] = max(abs(row), abs(column)) != 1


def _format(rows: list[bytearray], size: int) -> None:
    """Level M and the mask, with their own check bits, twice."""
    value = rest = _MASK
    for _ in range(10):
        rest = (rest << 1) ^ (_FORMAT_GENERATOR if rest >> 9 else 0)
    word = (value << 10 | rest) ^ _FORMAT_MASK
    for place in range(15):
        bit = word >> place & 1
        if place < 8:
            rows[8][size - 1 - place] = bit
            rows[place + (place > 5)][8] = bit
        else:
            rows[size - 15 + place][8] = bit
            rows[8][15 - place - (place > 8)] = bit
    rows[size - 8][8] = 1


@lru_cache(maxsize=8)
def _data_places(number: int) -> tuple[tuple[int, int, bool], ...]:
    """(row, column, mask) of each data bit in reading order: pairs of columns from the right, up and down in turn."""
    rows = _empty(number)
    size = len(rows)
    places = []
    upward = True
    for right in (*range(size - 1, 6, -2), *range(5, 0, -2)):
        for row in range(size - 1, -1, -1) if upward else range(size):
            pair = (column for column in (right, right - 1) if rows[row][column] == 2)
            places += [(row, column, (row + column) % 2 == 0) for column in pair]
        upward = not upward
    return tuple(places)
