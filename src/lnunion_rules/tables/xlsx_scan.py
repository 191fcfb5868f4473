"""An XLSX file looked over before it is opened: is it what it says, how large would it become.

An XLSX file is a zip of XML. Each part is inflated once, a piece at a time and never beyond what
it declares, and each sheet is searched for what the reader of values would not tell: how far its
cells reach, and which of them hold a formula or an error.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Container, Iterator

from ..errors import InputError

MEGABYTE = 1024**2
MOST_INFLATED = 1024 * MEGABYTE
MOST_RATIO = 100
"""Sheets of a ledger shrink to about a tenth; what shrinks to a hundredth is made to harm."""
MOST_CELLS = 20_000_000
"""Rows times columns of the area in use on all sheets: a reader keeps a place for each."""

LONGEST_PIECE = 64 * MEGABYTE
"""How long a row, or a tag, may be."""
LONGEST_LIST = 16 * MEGABYTE
"""How long the list of a workbook's sheets may be."""

_PIECE = MEGABYTE
_DIGITS = 18
_END = 200
_LOCAL_HEADER = 30
_REFERENCE = re.compile(rb"\br\s*=\s*[\"']([A-Z]{1,3})([0-9]{1,7})[\"']")
_COUNT = re.compile(rb"\buniqueCount\s*=\s*[\"'](\d+)[\"']")
_FORMULA = re.compile(rb"<(?:\w+:)?c\b([^<>]*)>\s*<(?:\w+:)?f\b")
_ERROR = re.compile(rb"<(?:\w+:)?c\b([^<>]*\bt\s*=\s*[\"']e[\"'][^<>]*)>")
_SHEET = re.compile(r"<(?:\w+:)?sheet\b([^<>]*)>")
_LINK = re.compile(r"<(?:\w+:)?Relationship\b([^<>]*)>")
_ATTRIBUTE = re.compile(r"([\w:]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")


Marks = dict[tuple[int, int], InputError]
"""Cells by row and column from 0 that cannot be taken as they stand, each with the error why."""


def scanned(data: bytes, sheets: Container[str]) -> dict[str, Marks]:
    """The marks of each of the sheets, which are parts of the zip by their paths.

    Raises ``InputError``: ``file-broken``, ``zip-bomb``, ``sheet-too-large``.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        raise InputError("file-broken", form="XLSX") from None
    _check_declared(parts)
    marks, cells = {}, 0
    for part in parts:
        sheet = part.filename in sheets
        pieces = _whole(_inflated(data, part), b"row>" if sheet else b">")
        checked = _plain_xml(pieces, part.file_size)
        if sheet:
            marks[part.filename], area = _marks(checked)
            cells += area
            if cells > MOST_CELLS:
                raise InputError("sheet-too-large", cells=MOST_CELLS)
        else:
            for _ in checked:
                pass
    return marks


def _check_declared(parts: list[zipfile.ZipInfo]) -> None:
    whole = sum(part.file_size for part in parts)
    shrunk = any(
        part.file_size > MEGABYTE and part.file_size > MOST_RATIO * part.compress_size
        for part in parts
        if not part.filename.startswith("xl/media/")
    )
    if whole > MOST_INFLATED or shrunk:
        raise InputError("zip-bomb")


def _inflated(data: bytes, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """A part in pieces; refused where it is more than it declares, or not what was packed."""
    at = part.header_offset + _LOCAL_HEADER
    at += sum(int.from_bytes(data[at - back : at - back + 2], "little") for back in (4, 2))
    raw = data[at : at + part.compress_size]
    if part.flag_bits & 1 or part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise InputError("file-broken", form="XLSX")
    packed = part.compress_type == zipfile.ZIP_DEFLATED
    size, check = 0, 0
    try:
        for piece in _unpacked(raw) if packed else [raw]:
            size, check = size + len(piece), zlib.crc32(piece, check)
            if size > part.file_size:
                raise InputError("zip-bomb")
            yield piece
    except zlib.error:
        raise InputError("file-broken", form="XLSX") from None
    if (size, check) != (part.file_size, part.CRC):
        raise InputError("file-broken", form="XLSX")


def _unpacked(raw: bytes) -> Iterator[bytes]:
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    while raw and not inflater.eof:
        yield inflater.decompress(raw, _PIECE)
        raw = inflater.unconsumed_tail


def _marks(pieces: Iterator[bytes]) -> tuple[Marks, int]:
    """The marks of a sheet, and how many cells the area in use has."""
    marks: Marks = {}
    corners: list[int] = []
    end = b""
    for piece in pieces:
        end = (end + piece)[-_END:]
        if b"\0" in piece or b"<!DOCTYPE" in piece:
            raise InputError("file-broken", form="XLSX")
        _reach(piece, corners)
        _note(piece, _FORMULA, InputError("formula-in-cell"), marks)
        _note(piece, _ERROR, InputError("error-in-cell"), marks)
    if not end.rstrip().endswith(b"worksheet>"):
        raise InputError("file-broken", form="XLSX")
    top, bottom, left, right = corners or (0, -1, 0, -1)
    return marks, (bottom - top + 1) * (right - left + 1)


def _whole(pieces: Iterator[bytes], end: bytes) -> Iterator[bytes]:
    """The same bytes cut only behind ``end``, so that no tag, or no row, is cut."""
    held = b""
    for piece in pieces:
        held += piece
        if len(held) > LONGEST_PIECE:
            raise InputError("file-broken", form="XLSX")
        cut = held.rfind(end) + len(end)
        if cut >= len(end):
            yield held[:cut]
            held = held[cut:]
    yield held


def _plain_xml(pieces: Iterator[bytes], size: int) -> Iterator[bytes]:
    """The same pieces, refused where they count on more entries than they have bytes."""
    for piece in pieces:
        # A reader makes room beforehand for as many entries as such a count says.
        if any(int(count[:_DIGITS]) > size for count in _COUNT.findall(piece)):
            raise InputError("zip-bomb")
        yield piece


def _reach(piece: bytes, corners: list[int]) -> None:
    """Widen the corners top, bottom, left, right by the cells of a piece."""
    found = _REFERENCE.findall(piece)
    if not found:
        return
    rows = [int(row) - 1 for row in {row for _, row in found}]
    columns = [_position(name) for name in {name for name, _ in found}]
    if corners:
        rows += corners[:2]
        columns += corners[2:]
    corners[:] = [min(rows), max(rows), min(columns), max(columns)]


def _position(name: bytes) -> int:
    position = 0
    for letter in name:
        position = position * 26 + letter - ord("A") + 1
    return position - 1


def _note(piece: bytes, pattern: re.Pattern[bytes], refused: InputError, marks: Marks) -> None:
    for attributes in pattern.findall(piece):
        at = _REFERENCE.search(attributes)
        if at:
            marks[int(at[2]) - 1, _position(at[1])] = refused


def sheet_paths(data: bytes) -> list[str]:
    """Where each sheet of the workbook stands in the zip, in the order of the workbook."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
            if any(archive.getinfo(name).file_size > LONGEST_LIST for name in names):
                raise InputError("file-broken", form="XLSX")
            book, links = (archive.read(name).decode() for name in names)
    except (zipfile.BadZipFile, zlib.error, KeyError, ValueError, NotImplementedError, OSError):
        raise InputError("file-broken", form="XLSX") from None
    linked = map(_attributes, _LINK.findall(links))
    targets = {link.get("Id", ""): link.get("Target", "") for link in linked}
    paths = []
    for sheet in map(_attributes, _SHEET.findall(book)):
        named = next((value for key, value in sheet.items() if key.endswith(":id")), "")
        target = targets.get(named, "")
        paths.append(target.removeprefix("/") if target.startswith("/") else f"xl/{target}")
    return paths


def _attributes(text: str) -> dict[str, str]:
    return {name: double or single for name, double, single in _ATTRIBUTE.findall(text)}
