"""A second unit, its departments and people through the page and the command line's verbs."""

from __future__ import annotations

from typing import Any

from qmsdesk.forms.trust.people_page import PeoplePage
from qmsdesk.forms.trust.person_dialogs import ChangeRoles, NewPerson, NewUnit, Secret
from qmsdesk.operations import people, units
from qmsdesk.operations.desk import Desk


def test_a_second_unit_with_departments_and_people_is_set_up_on_the_page(qtbot: Any, desk: Desk) -> None:
    page = PeoplePage(desk)
    qtbot.addWidget(page)
    page.show()
    page.add_unit.click()
    dialog = page.findChild(NewUnit)
    dialog.code.setText("02")
    dialog.ok.click()
    assert "单位名称" in dialog.message.text()
    dialog.name.setText("铸锻公司")
    dialog.scoring.setCurrentText("铸锻厂")
    dialog.here["经销部门"].setChecked(True)
    dialog.ok.click()
    assert [(line.code, line.scoring_class, line.here) for line in units.list_units(desk)][1] == (
        "02",
        "铸锻厂",
        1,
    )
    department = next(
        line for line in people.list_departments(desk) if (line.unit, line.kind) == ("铸锻公司", "质管部门")
    )
    page.departments.choose(department.id)
    page.place.click()
    assert "在本机办公" in page.message.text()
    assert units.list_units(desk)[1].here == 2
    person = NewPerson(desk)
    qtbot.addWidget(person)
    person.name.setText("赵倩")
    person.department.setCurrentIndex(person.department.findData(department.id))
    person.roles.boxes["quality_clerk"].setChecked(True)
    person.ok.click()
    page.refresh()
    line = next(line for line in people.list_people(desk) if line.name == "赵倩")
    assert (line.unit, line.roles, line.elsewhere) == ("铸锻公司", (), (("铸锻公司", ("quality_clerk",)),))
    roles = ChangeRoles(desk, line)
    qtbot.addWidget(roles)
    assert not any(box.isChecked() for box in roles.roles.boxes.values())
    roles.roles.boxes["quality_leader"].setChecked(True)
    roles.ok.click()
    line = next(line for line in people.list_people(desk) if line.name == "赵倩")
    assert (line.roles, line.elsewhere) == (("quality_leader",), (("铸锻公司", ("quality_clerk",)),))
    roles = ChangeRoles(desk, line)
    qtbot.addWidget(roles)
    roles.unit.setCurrentText("铸锻公司")
    assert roles.roles.chosen() == ("quality_clerk",)
    roles.roles.boxes["quality_clerk"].setChecked(False)
    roles.ok.click()
    line = next(line for line in people.list_people(desk) if line.name == "赵倩")
    assert (line.roles, line.elsewhere) == (("quality_leader",), ())


def test_a_new_recovery_code_is_offered_on_paper(qtbot: Any, desk: Desk) -> None:
    from qmsdesk.forms.preview import Preview

    page = PeoplePage(desk)
    qtbot.addWidget(page)
    page.show()
    page.recovery.click()
    secret = page.findChild(Secret)
    assert secret.print.isVisible()
    secret.print.click()
    window = secret.findChild(Preview)
    assert window.printed.no_file
    window.close()
    secret.close()
