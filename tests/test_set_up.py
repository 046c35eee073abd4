"""The one-command set-up, run with stand-ins for apt, dpkg and Python that write down what they are asked."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

# makes `-m venv DIR` a folder with itself in it, answers `-c` like the real one, and writes everything else down
PYTHON = """#!/bin/sh
case "$1 $2" in
    "-m venv") for last; do :; done; mkdir -p "$last/bin"; cp "$0" "$last/bin/python"; echo "venv" >>"$ASKED" ;;
    -c*) exec "{real}" "$@" ;;
    *) echo "$*" >>"$ASKED" ;;
esac
"""
DPKG = """#!/bin/sh
for last; do :; done
grep -qx "$last" "$HAVE" && printf installed
"""
APT = """#!/bin/sh
echo "apt-get $*" >>"$ASKED"
for word; do echo "$word" >>"$HAVE"; done
"""


class Machine:
    """A copy of the set-up in a folder with spaces, on a machine whose tools only take notes."""

    def __init__(self, folder: Path, *, user: int) -> None:
        self.root = folder / "a check out"
        self.asked, self.have = folder / "asked", folder / "have"
        self.tools = folder / "bin"
        self.user = user
        shutil.copytree(ROOT / "installer", self.root / "installer")
        shutil.copy(ROOT / "pyproject.toml", self.root)
        self.tools.mkdir()
        stand_ins = {
            "python3": PYTHON.format(real=sys.executable),
            "dpkg-query": DPKG,
            "apt-get": APT,
            "id": f"#!/bin/sh\necho {user}\n",
        }
        for name, text in stand_ins.items():
            (self.tools / name).write_text(text, encoding="utf-8")
            (self.tools / name).chmod(0o755)
        self.asked.touch()
        self.have.touch()

    def dev(self, *words: str, display: str = "") -> subprocess.CompletedProcess[str]:
        environment = {
            "PATH": f"{self.tools}:{os.environ['PATH']}",
            "ASKED": str(self.asked),
            "HAVE": str(self.have),
            "DISPLAY": display,
            "PIP_NO_INDEX": "1",  # whatever goes wrong here, nothing is fetched
        }
        command = ["sh", str(self.root / "installer" / "dev.sh"), *words]
        return subprocess.run(
            command, env=environment, cwd=self.root.parent, capture_output=True, text=True, check=False
        )

    def notes(self) -> list[str]:
        lines = self.asked.read_text(encoding="utf-8").splitlines()
        self.asked.write_text("", encoding="utf-8")
        return lines


pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the set-up script is for Linux")


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path, user=0)


def test_a_bare_machine_gets_packages_then_the_environment_then_the_program(machine: Machine) -> None:
    result = machine.dev("run", display=":0")
    assert result.returncode == 0, result.stderr
    notes = machine.notes()
    assert [note.split()[0] for note in notes] == ["apt-get", "apt-get", "venv", "-m", "-P"]
    assert "libegl1" in notes[1]
    assert "--no-install-recommends" in notes[1]
    assert "-m pip install" in notes[3]
    assert notes[4] == "-P -m qmsdesk"


def test_the_second_start_installs_nothing(machine: Machine) -> None:
    machine.dev("run", display=":0")
    machine.notes()
    machine.dev("run", display=":0")
    assert machine.notes() == ["-P -m qmsdesk"]


def test_without_a_display_one_line_says_so_and_the_demo_runs(machine: Machine) -> None:
    result = machine.dev("run")
    assert machine.notes()[-1] == "-P -m qmsdesk demo ./demo"
    assert len(result.stdout.splitlines()) == 1
    assert "no display" in result.stdout


def test_who_is_not_root_is_given_the_line_to_type(tmp_path: Path) -> None:
    machine = Machine(tmp_path, user=1000)
    result = machine.dev("run")
    assert result.returncode != 0
    assert "sudo apt-get install -y --no-install-recommends libglib2.0-0 libegl1" in result.stderr
    assert machine.notes() == []


def test_packages_under_their_newer_names_count(machine: Machine) -> None:
    machine.dev("run")
    had = machine.have.read_text(encoding="utf-8").splitlines()
    renamed = [f"{name}t64" if name in {"libglib2.0-0", "libcups2"} else name for name in had]
    machine.have.write_text("\n".join(renamed) + "\n", encoding="utf-8")
    machine.notes()
    machine.dev("run")
    assert machine.notes() == ["-P -m qmsdesk demo ./demo"]


def test_tests_bring_their_own_packages_and_the_environment_grows(machine: Machine) -> None:
    machine.dev("run")
    machine.notes()
    machine.dev("test", "-k", "one thing")
    notes = machine.notes()
    assert any("poppler-utils" in note for note in notes)
    assert sum(".[dev,postgres]" in note for note in notes) == 1
    assert "venv" not in notes
    assert notes[-1].startswith("-P -m pytest")
    machine.dev("run")
    assert machine.notes() == ["-P -m qmsdesk demo ./demo"]


def test_a_changed_dependency_is_installed_and_a_changed_tool_setting_is_not(machine: Machine) -> None:
    machine.dev("run")
    machine.notes()
    project = machine.root / "pyproject.toml"
    text = project.read_text(encoding="utf-8")
    project.write_text(text.replace("line-length = 110", "line-length = 111"), encoding="utf-8")
    machine.dev("run")
    assert len(machine.notes()) == 1
    project.write_text(text.replace("peewee>=4.4", "peewee>=4.5"), encoding="utf-8")
    machine.dev("run")
    assert "-m pip install" in machine.notes()[0]


def test_an_interrupted_set_up_is_done_again(machine: Machine) -> None:
    machine.dev("run")
    machine.notes()
    (machine.root / ".venv" / "made-for-run").unlink()
    machine.dev("run")
    assert "-m pip install" in machine.notes()[0]


def test_a_checkout_that_was_moved_gets_a_new_environment(machine: Machine) -> None:
    machine.dev("run")
    machine.notes()
    machine.root = machine.root.rename(machine.root.with_name("else where"))
    machine.dev("run")
    assert machine.notes()[0] == "venv"


def test_all_tests_means_the_slow_ones_too(machine: Machine) -> None:
    machine.dev("test")
    assert "-m not slow" in machine.notes()[-1]
    machine.dev("test", "--all", "-x")
    assert machine.notes()[-1].endswith("-m  -x")
