"""One real registration by a clerk, in a process of its own: `python registering.py FOLDER PASSWORD VALUES HOW`."""

from __future__ import annotations

import dataclasses
import json
import os
import sys
from pathlib import Path
from typing import Any

from qmsdesk.models import keyslots

keyslots.COST = dataclasses.replace(keyslots.COST, memory_kib=8, rounds=1)

from qmsdesk.errors import UserError  # noqa: E402  (the cheap keys come first)
from qmsdesk.operations import department, drafts, slips  # noqa: E402
from qmsdesk.operations.desk import Desk  # noqa: E402
from qmsdesk.papers.catalogue import paper  # noqa: E402
from qmsdesk.papers.values import load  # noqa: E402


def say(*words: object) -> None:
    """An acknowledgement, written at once."""
    os.write(1, (" ".join(map(str, words)) + "\n").encode())


def early_word() -> None:
    """The sabotage: the clerk is told the number before it is committed."""
    from qmsdesk.operations import registering

    draw = registering.draw_numbers

    def told_at_once(*given: Any) -> Any:
        drawn = draw(*given)
        say("slip", drawn.numbers[0])
        return drawn

    registering.draw_numbers = told_at_once


def main(folder: Path, password: str, typed: str, how: str) -> None:
    """Sign in, save the draft, register it, sign out; what is said is what the clerk would see."""
    if how == "early-word":
        early_word()
    try:
        desk = department.open_department(data_dir=folder, user="李敏", password=password)
        try:
            register(desk, load(paper("01"), json.loads(typed)))
        finally:
            department.close_department(desk)
    except UserError as error:
        say("refused", error.message, "/", error.advice)


def register(desk: Desk, values: dict[str, Any]) -> None:
    """Between the marks `begin` and `end`: save the draft and register it."""
    draft = drafts.list_drafts(desk)[0]
    (desk.data_dir / "begin").touch()
    drafts.save_draft(desk, draft_id=draft.id, values=values)
    say("draft")
    done = slips.register(desk, draft_id=draft.id, values=values, request_id="one")
    say("slip", done.number)
    (desk.data_dir / "end").touch()


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
