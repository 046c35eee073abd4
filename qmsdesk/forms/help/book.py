"""The pages of the manual: small Markdown files in resources/help, in the order of contents.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from qmsdesk.forms.help.tables import TABLES
from qmsdesk.settings import resources_dir

FIRST = "index"
CLAUSE, PICTURE = "clause:", "picture:"
_MARKER = re.compile(r"^\{\{(\w+)(?: ([\w-]+))?\}\}$", re.MULTILINE)
_CLAUSE_NUMBER = re.compile(
    r"(?<![\d.\[\w/:-])(4\.[1-4](?:\.[1-3])?|5\.[1-5](?:\.\d){0,2})(?![\d.]*\d|\])|(?<=[（| ，])(3\.[1-3])(?=[）| ，])"
)
_HEADING = re.compile(r"^(#{1,4}) +(.*)$")


@dataclass(frozen=True)
class HelpPage:
    """One page: its key (the file's stem), title, the group it stands in, and its Markdown."""

    key: str
    title: str
    group: str
    text: str


@dataclass(frozen=True)
class Section:
    """A heading of a page with the plain text under it."""

    page: HelpPage
    heading: str
    text: str


def help_dir() -> Path:
    """Where the pages lie."""
    return resources_dir() / "help"


@lru_cache(maxsize=1)
def contents() -> tuple[tuple[str, tuple[HelpPage, ...]], ...]:
    """The groups of the contents with their pages, in reading order."""
    listed = tomllib.loads((help_dir() / "contents.toml").read_text("utf-8"))
    return tuple(
        (group["title"], tuple(_read(key, group["title"]) for key in group["pages"]))
        for group in listed["group"]
    )


def pages() -> tuple[HelpPage, ...]:
    """Every page in reading order."""
    return tuple(page for _, group in contents() for page in group)


def page(key: str) -> HelpPage | None:
    """The page of this key, if there is one."""
    return next((found for found in pages() if found.key == key), None)


@lru_cache(maxsize=1)
def sections() -> tuple[Section, ...]:
    """Every heading of the manual with what stands under it, in reading order."""
    return tuple(section for found in pages() for section in _sections(found))


def clause(number: str) -> Section | None:
    """Where a clause of the procedure stands: its own heading, its first part, else the clause it belongs to."""
    headings = {
        section.heading.split(" ")[0]: section
        for section in sections()
        if section.page.key.startswith("clause")
    }
    while number:
        parts = [name for name in headings if name == number or name.startswith(f"{number}.")]
        if parts:
            return headings[number if number in headings else parts[0]]
        number = number.rpartition(".")[0]
    return None


def links(text: str) -> list[str]:
    """Targets of every link and picture in a page."""
    return re.findall(r"\]\(([^)\s]+)\)", text)


def _read(key: str, group: str) -> HelpPage:
    lines = (help_dir() / f"{key}.md").read_text("utf-8").strip()
    title, _, _ = lines.partition("\n")
    return HelpPage(key, title.removeprefix("# ").strip(), group, _with_clauses(_with_tables(lines)))


def _with_tables(text: str) -> str:
    """Markers such as {{steps 01}} become tables made from what the program itself runs on."""
    return _MARKER.sub(lambda found: TABLES[found[1]](found[2] or ""), text)


def _with_clauses(text: str) -> str:
    """Every clause number in the text becomes a link to the clause."""
    return "\n".join(line if _HEADING.match(line) else _linked(line) for line in text.splitlines())


def _linked(line: str) -> str:
    parts = re.split(r"(\[[^\]]*\]\([^)]*\)|`[^`]*`)", line)
    for place in range(0, len(parts), 2):
        parts[place] = _CLAUSE_NUMBER.sub(lambda found: f"[{found[0]}]({CLAUSE}{found[0]})", parts[place])
    return "".join(parts)


def _sections(found: HelpPage) -> Iterator[Section]:
    heading, lines = found.title, list[str]()
    for line in found.text.splitlines():
        match = _HEADING.match(line)
        if match is None:
            lines.append(line)
            continue
        if lines:
            yield Section(found, heading, _plain("\n".join(lines)))
        heading, lines = match[2], []
    yield Section(found, heading, _plain("\n".join(lines)))


def _plain(text: str) -> str:
    """The words of Markdown without its signs."""
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"^[|:\- ]+$", "", text, flags=re.MULTILINE)
    return re.sub(r"\s+", " ", re.sub(r"[*`>|#]+", " ", text)).strip()
