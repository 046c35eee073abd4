"""Finding words in the manual: every section that has all of them, headings first."""

from __future__ import annotations

from dataclasses import dataclass

from qmsdesk.forms.help.book import HelpPage, Section, sections

MOST = 60
AROUND = 26


@dataclass(frozen=True)
class Hit:
    """A section that has all the words, and the text around the first of them."""

    page: HelpPage
    heading: str
    snippet: str


def find(text: str) -> list[Hit]:
    """The sections with every word of `text`, those with a word in the heading first, then in reading order."""
    words = text.casefold().split()
    if not words:
        return []
    found = [(_rank(section, words), section) for section in sections() if _has_all(section, words)]
    found.sort(key=lambda item: item[0])
    return [Hit(section.page, section.heading, _around(section.text, words)) for _, section in found[:MOST]]


def _has_all(section: Section, words: list[str]) -> bool:
    text = f"{section.page.title} {section.heading} {section.text}".casefold()
    return all(word in text for word in words)


def _rank(section: Section, words: list[str]) -> int:
    heading, title = section.heading.casefold(), section.page.title.casefold()
    return 2 - any(word in heading for word in words) - any(word in title for word in words)


def _around(text: str, words: list[str]) -> str:
    """A piece of the text with the first word that occurs in it."""
    folded = text.casefold()
    places = [folded.find(word) for word in words if word in folded]
    start = max(0, min(places, default=0) - AROUND)
    piece = text[start : start + 3 * AROUND].strip()
    return f"{'…' if start else ''}{piece}{'…' if start + 3 * AROUND < len(text) else ''}"
