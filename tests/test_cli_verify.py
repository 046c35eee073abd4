"""qmsdesk verify: 0 only for the untouched original, a reason in words for everything else."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from qmsdesk import cli
from qmsdesk.operations import department, electronic_original, intake, signing, slips

PASSWORD = "testing-desk-2026"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def files(call_note: Any, complete_feedback: dict[str, Any], clock: Any, tmp_path: Path) -> tuple[Path, ...]:
    """The exported original, root certificate and auditor's page of a department that is closed again."""
    place = {"data_dir": tmp_path / "data", "user": "李敏", "password": PASSWORD}
    department.create_department(
        **place, unit_code="01", unit_name="炼化设备公司", department="经销部门", clock=clock
    )
    desk = department.open_department(**place, clock=clock)
    taken = intake.record_call(desk, note=call_note, request_id="call")
    done = slips.register(desk, draft_id=taken.draft_id, values=complete_feedback, request_id="slip")
    signing.sign(desk, slip_id=done.slip_id, box="sig_handler", password=PASSWORD, version=1)
    paths = electronic_original.export(desk, slip_id=done.slip_id, folder=tmp_path)
    department.close_department(desk)
    return paths


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("QMSDESK_PASSWORD", PASSWORD)

    def command(*arguments: object, data: Path = tmp_path / "data") -> tuple[int, str, str]:
        capsys.readouterr()
        code = cli.main(["--data", str(data), "verify", *map(str, arguments)])
        said = capsys.readouterr()
        return code, said.out, said.err

    return command


def test_the_untouched_original_is_accepted_and_the_record_shown(files: tuple[Path, ...], run: Run) -> None:
    code, said, errors = run(files[0])
    assert (code, errors) == (0, "")
    assert "有效" in said
    assert "李敏（经办） 2026-11-22 10:00 成立" in said
    assert "用户名称：兰州石化公司" in said


def test_without_the_database_the_root_certificate_is_enough(
    files: tuple[Path, ...], run: Run, tmp_path: Path
) -> None:
    nowhere = tmp_path / "nowhere"
    code, said, _errors = run(files[0], "--ca", files[1], "--json", data=nowhere)
    answer = json.loads(said)
    assert (code, answer["valid"], answer["number"]) == (0, True, "F01-2026-001")
    code, said, _errors = run(files[0], data=nowhere)
    assert code == 1
    assert "没有可信的签名根证书" in said


def test_a_changed_file_is_refused_in_words(files: tuple[Path, ...], run: Run, tmp_path: Path) -> None:
    bad = tmp_path / "bad.pdf"
    with pikepdf.open(files[0]) as pdf:
        pdf.docinfo["/Title"] = "别的"
        pdf.save(bad)
    code, said, _errors = run(bad)
    assert code == 1
    assert "无效" in said
    bad.write_bytes(files[0].read_bytes().replace(b"QM0703-01", b"QM0703-02") + b"x")
    assert run(bad)[0] == 1


@pytest.mark.parametrize("content", [b"", b"not a pdf", b"%PDF-1.7\n%%EOF\n"])
def test_what_is_no_print_is_refused(
    files: tuple[Path, ...], run: Run, tmp_path: Path, content: bytes
) -> None:
    bad = tmp_path / "bad.pdf"
    bad.write_bytes(content)
    code, said, _errors = run(bad)
    assert code == 1
    assert "无效" in said


def test_a_missing_file_and_a_wrong_certificate_are_said(
    files: tuple[Path, ...], run: Run, tmp_path: Path
) -> None:
    code, _said, errors = run(tmp_path / "none.pdf")
    assert code == 1
    assert "读不出" in errors
    code, _said, errors = run(files[0], "--ca", files[0])
    assert code == 1
    assert "不是证书文件" in errors
