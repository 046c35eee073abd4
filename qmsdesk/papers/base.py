"""The words a sheet is declared in: frozen data, millimetres, no Qt and no PDF."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from qmsdesk.errors import FieldProblem

Values = Mapping[str, Any]


class Kind(StrEnum):
    """What may stand in a field; each kind has one editor and one way to print."""

    NUMBER = "number"  # the slip's own number, given at registration
    TEXT = "text"
    LONG_TEXT = "long_text"
    DATE = "date"
    CHOICE = "choice"
    TICK = "tick"
    QUANTITY = "quantity"
    MONEY = "money"  # integer 分
    WEIGHT = "weight"  # integer grams
    ROWS = "rows"
    ATTACHMENTS = "attachments"
    SIGNATURE = "signature"
    LINK = "link"  # numbers of other slips


class Need(StrEnum):
    """When a field must hold a value at registration."""

    ALWAYS = "always"
    CONDITIONAL = "conditional"
    OPTIONAL = "optional"
    LATER = "later"  # filled in a later step, by another hand
    SYSTEM = "system"


@dataclass(frozen=True)
class Field:
    """One thing to be filled in: its name, printed label, kind, and who fills it when."""

    name: str
    label: str
    kind: Kind = Kind.TEXT
    need: Need = Need.ALWAYS
    section: str = "fill"
    choices: tuple[str, ...] = ()
    escapes: tuple[str, ...] = ()
    max_length: int = 200
    columns: tuple[Field, ...] = ()
    pair: str = ""
    hint: str = ""
    clause: str = ""


@dataclass(frozen=True)
class Words:
    """Words of the form itself, printed inside a cell."""

    text: str


@dataclass(frozen=True)
class Mark:
    """A separator that is drawn but is no label, such as the stroke between two entries."""

    text: str


@dataclass(frozen=True)
class Entry:
    """Room for a field inside a line; `share` of the free width, or `width` mm when given."""

    field: str
    share: float = 1.0
    width: float = 0.0
    option: str = ""
    part: str = ""
    placeholder: str = ""


@dataclass(frozen=True)
class TickBox:
    """The printed □ of a tick field, or of one option of a choice field."""

    field: str
    option: str = ""


Segment = Words | Mark | Entry | TickBox


@dataclass(frozen=True)
class Cell:
    """A cell of a grid; `line` flows along the first line, `under` fills the room below it."""

    row: int
    col: int
    rows: int
    cols: int
    line: tuple[Segment, ...] = ()
    under: tuple[Entry, ...] = ()
    centred: bool = False
    size: float = 9.5
    bold: bool = False
    diagonal: bool = False
    reconstructed: bool = False


@dataclass(frozen=True)
class Block:
    """A table: column widths and row heights in mm, and its cells."""

    columns: tuple[float, ...]
    rows: tuple[float, ...]
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Strip:
    """Words and entries outside the tables, between two x positions (mm from the left margin)."""

    x1: float
    x2: float
    line: tuple[Segment, ...]


@dataclass(frozen=True)
class RepeatingRows:
    """Rows that repeat: the field that holds them, where they start, how many fit a sheet.

    Rows beyond the sheet go on further sheets with the head repeated, or (`more_sheets` off) on a 附页.
    """

    field: str
    block: int
    first_row: int
    count: int
    columns: tuple[tuple[int, str], ...]
    more_sheets: bool = True


@dataclass(frozen=True)
class SignatureBox:
    """A signature/date pair: its field, meaning, the role that signs, the section it locks (§7)."""

    field: str
    meaning: str
    role: str
    locks: str


@dataclass(frozen=True)
class Facts:
    """What a rule may know besides the values: the business date and the source document."""

    today: date
    has_transcript: bool = False


Rule = Callable[[Values, Facts], Iterable[FieldProblem]]


@dataclass(frozen=True)
class Paper:
    """One sheet of the procedure: geometry in mm, fields in printed order, copies, signatures."""

    code: str
    key: str
    form_no: str
    title: str
    letter: str
    portrait: bool
    fields: tuple[Field, ...]
    blocks: tuple[Block, ...]
    head: tuple[Strip, ...] = ()
    foot: tuple[Strip, ...] = ()
    title_line: tuple[Segment, ...] = ()
    company_line: bool = True
    copies: tuple[str, ...] = ()
    copies_vary: bool = False
    signatures: tuple[SignatureBox, ...] = ()
    rows: RepeatingRows | None = None
    extra: tuple[Field, ...] = ()
    rules: tuple[Rule, ...] = ()
    notes: tuple[str, ...] = ()
    old_form_no: str = ""
    revision: str = "2"
    clause: str = ""
    years_kept: int = 5
    _index: dict[str, Field] = field(default_factory=dict, init=False, repr=False, compare=False, hash=False)

    def __post_init__(self) -> None:
        self._index.update({item.name: item for item in (*self.fields, *self.extra)})

    @property
    def size(self) -> tuple[float, float]:
        """Page width and height in mm."""
        return (210.0, 297.0) if self.portrait else (297.0, 210.0)

    @property
    def margins(self) -> tuple[float, float, float, float]:
        """Left, right, top, bottom in mm; the binding edge is the wide one."""
        return (25.0, 15.0, 12.0, 12.0) if self.portrait else (15.0, 15.0, 20.0, 12.0)

    def field(self, name: str) -> Field:
        """The declaration of a field, printed or stored; KeyError for a name it does not have."""
        return self._index[name]

    def signature(self, name: str) -> SignatureBox | None:
        """The signature box behind a field, or None."""
        return next((box for box in self.signatures if box.field == name), None)
