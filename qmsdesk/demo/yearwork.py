"""The last chapter, a whole year of returns, reports and surveys, in a department of its own.

The imported back-entries of the first department would count in that year's figures although they came later.
"""

from __future__ import annotations

from qmsdesk.demo.stage import DEPARTMENT, PASSWORD, UNIT_CODE, UNIT_NAME, USER, Stage

TOLD_EVERY = 200


def whole_year(stage: Stage) -> None:
    """Live through last year; its papers stand in `year`, its figures in the summary. No other department is open."""
    from qmsdesk.demo.year import build_year
    from qmsdesk.operations.department import close_department, create_department, open_department

    folder, data = stage.out / "year", stage.out / "year-data"
    create_department(
        data_dir=data,
        unit_code=UNIT_CODE,
        unit_name=UNIT_NAME,
        department=DEPARTMENT,
        user=USER,
        password=PASSWORD,
    )
    desk = open_department(data_dir=data, user=USER, password=PASSWORD)

    def progress(done: int, _total: int) -> bool:
        if done % TOLD_EVERY == 0:
            stage.tell(f"    {done} 步")
        return True

    try:
        stage.summary["year"] = {**build_year(desk, folder, progress), "data": str(data)}
    finally:
        close_department(desk)
    for place, path in enumerate(sorted(folder.rglob("*")), start=1):
        if path.is_file():
            stage.made(f"year_{place:03d}", path)
