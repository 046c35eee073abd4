"""The company's words on this department's sheets, with the form numbers the department prints (I-02)."""

from __future__ import annotations

from dataclasses import replace

from qmsdesk.operations.desk import Desk
from qmsdesk.papers.catalogue import all_papers
from qmsdesk.settings import Company, company


def sheet_words(desk: Desk) -> Company:
    """`company()` of the data folder; the old print numbers where the department chose them (I-02)."""
    from qmsdesk.operations.readings import current

    words = company(desk.data_dir)
    if current(desk).form_series == "QM0703":
        return words
    old = {sheet.code: sheet.old_form_no for sheet in all_papers() if sheet.old_form_no}
    return replace(words, form_numbers={**words.form_numbers, **old})
