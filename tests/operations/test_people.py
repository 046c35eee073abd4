"""People, roles and passwords: only administrators manage them, and somebody always can."""

from __future__ import annotations

from typing import Any

import pytest

from qmsdesk.errors import UserError
from qmsdesk.models import audit, audit_check
from qmsdesk.operations import department, people
from qmsdesk.operations.desk import Desk
from qmsdesk.operations.people import PersonLine

PASSWORD, OTHER = "testing-desk-2026", "another-desk-7351"


def _person(desk: Desk, name: str) -> PersonLine:
    return next(line for line in people.list_people(desk) if line.name == name)


def _sign_in(desk: Desk, user: str, password: str) -> Desk:
    """Close the present desk and sign in as somebody else."""
    department.close_department(desk)
    return department.open_department(data_dir=desk.data_dir, user=user, password=password, clock=desk.clock)


@pytest.fixture
def colleague(desk: Desk) -> int:
    """王工, who leads sales and signs in."""
    key = people.add_person(desk, name="王工", roles=("sales_leader",), telephone="8123")
    people.let_sign_in(desk, person_id=key, password=OTHER)
    return key


def test_a_colleague_signs_in_with_his_own_password_and_roles(desk: Desk, colleague: int) -> None:
    there = _sign_in(desk, "王工", OTHER)
    assert there.user.roles == {"sales_leader"}
    assert there.user.must_change_password
    people.change_password(there, old=OTHER, new="third-desk-words-1")
    again = _sign_in(there, "王工", "third-desk-words-1")
    assert not again.user.must_change_password
    assert audit_check.verify() == ()


def test_only_an_administrator_manages_people(desk: Desk, colleague: int) -> None:
    there = _sign_in(desk, "王工", OTHER)
    for verb in (
        lambda: people.add_person(there, name="赵倩"),
        lambda: people.set_roles(there, person_id=colleague, roles=("administrator",)),
        lambda: people.reset_password(there, person_id=1),
        lambda: people.stop_signing_in(there, person_id=1),
        lambda: people.new_recovery_code(there),
        lambda: people.unlock(there, person_id=1),
    ):
        with pytest.raises(UserError, match="系统管理员"):
            verb()


def test_the_last_administrator_stays(desk: Desk, colleague: int) -> None:
    with pytest.raises(UserError, match="至少要有一位"):
        people.set_roles(desk, person_id=1, roles=("sales_clerk",))
    people.set_roles(desk, person_id=colleague, roles=("sales_leader", "administrator"))
    people.set_roles(desk, person_id=1, roles=("sales_clerk",))
    assert _person(desk, "李敏").roles == ("sales_clerk",)


def test_who_left_cannot_sign_in_but_his_name_stays(desk: Desk, colleague: int) -> None:
    people.stop_signing_in(desk, person_id=colleague, reason="调走")
    line = _person(desk, "王工")
    assert (line.active, line.signs_in) == (False, False)
    with pytest.raises(UserError, match="用户名或密码不对"):
        _sign_in(desk, "王工", OTHER)
    department.open_department(data_dir=desk.data_dir, user="李敏", password=PASSWORD, clock=desk.clock)


def test_a_forgotten_password_is_replaced_by_one_to_hand_over(desk: Desk, colleague: int) -> None:
    password = people.reset_password(desk, person_id=colleague)
    assert _sign_in(desk, "王工", password).user.must_change_password


def test_a_wrong_old_password_changes_nothing(desk: Desk) -> None:
    with pytest.raises(UserError, match="不对"):
        people.change_password(desk, old="wrong", new=OTHER)
    assert _sign_in(desk, "李敏", PASSWORD).user.name == "李敏"


@pytest.mark.parametrize("name", ["王工", " 王工 "])
def test_a_name_is_given_once(desk: Desk, colleague: int, name: str) -> None:
    with pytest.raises(UserError, match="已经在名单里"):
        people.add_person(desk, name=name)


def test_an_unknown_role_is_refused(desk: Desk) -> None:
    with pytest.raises(UserError, match="没有“emperor”"):
        people.add_person(desk, name="赵倩", roles=("emperor",))


def test_a_new_recovery_code_is_in_the_trail_but_not_its_letters(desk: Desk) -> None:
    code = people.new_recovery_code(desk)
    last = audit.lines()[-1]
    assert last["action"] == "更换恢复码"
    assert code not in str(last)


def test_failed_tries_are_shown_and_a_locked_user_is_freed(desk: Desk, colleague: int, clock: Any) -> None:
    from qmsdesk.models import keyslots

    for _ in range(3):
        with pytest.raises(UserError):
            keyslots.open_slot(desk.data_dir, user="王工", password="wrong", now=clock.now())
    assert _person(desk, "王工").failed_tries == 3
    assert people.unlock(desk, person_id=colleague) == 3
    assert _person(desk, "王工").failed_tries == 0
