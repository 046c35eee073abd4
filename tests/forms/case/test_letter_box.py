"""A letter to the customer begins without anything internal, and what is typed into it is marked where it stands."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from qmsdesk.errors import UserError
from qmsdesk.forms.case.gesture import gesture_dialog
from qmsdesk.forms.case.letter_box import FINE, LetterBox
from qmsdesk.forms.case.more_feedback import LETTER
from qmsdesk.operations import replies
from qmsdesk.operations.letters import marks_of_letter, proposed_letter
from qmsdesk.operations.slips import read_slip
from tests.operations.case_walk import Walker


def test_the_draft_of_a_letter_tells_nothing_internal(walker: Walker) -> None:
    for slip_id in (
        walker.suggestion("登记 审核 发出 签收 答复 审核答复"),
        walker.delivered(),
        walker.classified(),
    ):
        text = proposed_letter(walker.desk, slip_id=slip_id)
        assert text.startswith("兰州石化公司：")
        assert "重整反应器" in text
        assert marks_of_letter(walker.desk, slip_id=slip_id, text=text) == ()


def test_what_is_copied_from_the_case_is_marked_in_the_dialog_and_not_sent(
    qtbot: QtBot, walker: Walker
) -> None:
    claim = walker.claim("判定 !cost")
    slip = read_slip(walker.desk, slip_id=claim)
    dialog = gesture_dialog(walker.desk, slip, LETTER)
    qtbot.addWidget(dialog)
    box = dialog.boxes["text"]
    assert isinstance(box, LetterBox)
    assert box.note.text() == FINE
    words = "😀 经查：密封面加工超差，由装配车间返修，花费 1,234.56，另付 800 元。"
    box.setPlainText(words)
    marked = [selection.cursor.selectedText() for selection in box.extraSelections()]
    assert marked == ["密封面加工超差", "装配车间", "1,234.56", "800 元"]
    assert "不能寄给顾客（5.5.2）：“密封面加工超差”、“1,234.56”" in box.note.text()
    assert "请再看一眼：“装配车间”、“800 元”" in box.note.text()
    dialog.act()
    letter = replies.replies_of(walker.desk, slip_id=claim)[-1]
    with pytest.raises(UserError, match=r"密封面加工超差.*5\.5\.2"):
        replies.step(walker.desk, reply_id=letter.id, action="送批")


def test_each_letter_is_judged_by_its_own_words(walker: Walker) -> None:
    slip_id = walker.delivered()
    bad = replies.draft_reply(walker.desk, slip_id=slip_id, text="三包费用由我方承担。")
    replies.draft_reply(walker.desk, slip_id=slip_id, text="已经返修，感谢来函。")
    with pytest.raises(UserError, match="三包费用"):
        replies.step(walker.desk, reply_id=bad, action="送批")
