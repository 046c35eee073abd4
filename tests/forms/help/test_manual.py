"""The manual is whole: every link leads somewhere, every command and clause is in it, and its figures are true."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from qmsdesk.forms.actions import DEEDS, plain_text
from qmsdesk.forms.help import book
from qmsdesk.forms.help.search import find
from qmsdesk.forms.sheet_actions import SHEET_DEEDS
from qmsdesk.procedure import roles, workflow
from qmsdesk.settings import resources_dir

KEYS = [page.key for page in book.pages()]
SOURCE = Path(book.__file__).resolve().parents[2]
# what is quoted in a sentence for people: （5.3.4.6）、（I-14）、（§6）; docstrings of the code are not
CITED = re.compile(r"[（，、]\s*(5\.\d(?:\.\d){0,2}|I-\d{2}|[RS]-\d[\w.-]*)(?=[）、，；a])")


def test_every_page_stands_in_the_contents_and_nothing_else_does() -> None:
    files = {path.stem for path in book.help_dir().glob("*.md")}
    assert files == set(KEYS)
    assert len(KEYS) == len(set(KEYS))


@pytest.mark.parametrize("key", KEYS)
def test_a_page_has_a_title_of_its_own_and_every_link_in_it_leads_somewhere(key: str) -> None:
    page = book.page(key)
    assert page is not None
    assert page.text.startswith(f"# {page.title}")
    assert [other.key for other in book.pages() if other.title == page.title] == [key]
    assert "{{" not in page.text
    for target in book.links(page.text):
        if target.startswith(book.CLAUSE):
            assert book.clause(target.removeprefix(book.CLAUSE)) is not None, target
        elif target.startswith(book.PICTURE):
            assert (resources_dir() / "pictures" / target.removeprefix(book.PICTURE)).is_file(), target
        else:
            other, _, heading = target.partition("#")
            assert book.page(other) is not None, target
            known = [section.heading for section in book.sections() if section.page.key == other]
            assert not heading or any(name.startswith(heading) for name in known), target


def test_every_page_can_be_reached_by_links_from_the_first() -> None:
    reached, waiting = set[str](), ["index"]
    while waiting:
        key = waiting.pop()
        if key in reached:
            continue
        reached.add(key)
        page = book.page(key)
        assert page is not None
        for target in book.links(page.text):
            if target.startswith(book.CLAUSE):
                found = book.clause(target.removeprefix(book.CLAUSE))
                waiting += [found.page.key] if found else []
            elif not target.startswith(book.PICTURE):
                waiting.append(target.partition("#")[0])
    assert reached == set(KEYS)


@pytest.mark.parametrize("deed", [*DEEDS, *SHEET_DEEDS], ids=lambda deed: deed.name)
def test_every_command_is_explained_by_its_own_name(deed: object) -> None:
    name = plain_text(deed).rstrip("…")  # type: ignore[arg-type]
    assert find(name), name


@pytest.mark.parametrize("life", workflow.LIVES)
def test_every_gesture_of_every_life_is_in_the_manual(life: str) -> None:
    missing = [row.action for row in workflow.TABLE if row.life == life and not find(row.action)]
    assert missing == []


def test_every_role_is_explained() -> None:
    assert [role.name for role in roles.TABLE if not find(role.name)] == []


def test_every_clause_a_step_or_a_role_names_has_a_heading_of_its_own() -> None:
    named = {row.clause for row in workflow.TABLE if row.clause[0].isdigit()}
    named |= {part.strip() for role in roles.TABLE for part in role.clauses.split(",")}
    for number in named:
        found = book.clause(number)
        assert found is not None, number
        assert found.heading.split(" ")[0] == number, (number, found.heading)


def test_every_clause_and_reading_that_a_message_quotes_is_found() -> None:
    quoted = set()
    for path in SOURCE.rglob("*.py"):
        quoted |= set(CITED.findall(path.read_text("utf-8")))
    assert len(quoted) > 20
    numbers = {name for name in quoted if name[0].isdigit()}
    assert {number for number in numbers if book.clause(number) is None} == set()
    assert {name for name in quoted - numbers if not find(name)} == set()


def test_words_are_found_headings_first() -> None:
    hits = find("恢复码")
    assert hits[0].heading == "恢复码"
    assert "恢复码" in f"{hits[0].heading} {hits[0].snippet}"
    assert find("撤回 原因")
    assert find("这几个字哪里也没有") == []
    assert find("  ") == []
    assert find("F9")
    assert find("5.3.4.6")[0].page.key == "clause-53"


def _figures() -> list[dict[str, object]]:
    text = (book.help_dir() / "figures.toml").read_text("utf-8")
    return list(tomllib.loads(text)["figure"])


def test_the_figures_name_tests_that_exist_and_readme_says_the_same(repository: Path) -> None:
    readme = (repository / "README.md").read_text("utf-8")
    for row in _figures():
        for name in row["tests"]:  # type: ignore[attr-defined]
            path, _, function = name.partition("::")
            assert (repository / "tests" / path).is_file(), name
            assert f"def {function}" in (repository / "tests" / path).read_text("utf-8"), name
        assert f"| {row['tried_en']} | {row['seen_en']} |" in readme, row["tried_en"]
    listed = readme.split("| Tried | Seen |")[1].split("\n\n")[0].strip().splitlines()[1:]
    assert len(listed) == len(_figures())


def test_no_real_person_and_no_original_wording_slips_in() -> None:
    """Our own words: no sentence of the procedure's text longer than its terms."""
    text = "".join(page.text for page in book.pages())
    for phrase in ("以顾客为关注焦点,是公司生存和发展的前提", "应属公司内部资料,不得外泄。确因"):
        assert phrase not in text
