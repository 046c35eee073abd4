"""Every hostile or broken spreadsheet ends soon, small and with one clear sentence (G48)."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import pytest

from qmsdesk.errors import UserError
from qmsdesk.exchange.tables import read_table

_spec = importlib.util.spec_from_file_location("hostile_files", Path(__file__).with_name("hostile_files.py"))
assert _spec is not None
assert _spec.loader is not None
hostile_files = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(hostile_files)

MEASURED = """
import json, resource, sys, time
from pathlib import Path
from qmsdesk.errors import UserError
from qmsdesk.exchange.tables import read_table
resource.setrlimit(resource.RLIMIT_CPU, (20, 20))
answers = []
for name in sys.argv[1:]:
    start = time.process_time()
    try:
        read_table(Path(name))
        answers.append(["read", time.process_time() - start])
    except UserError as error:
        answers.append([str(error), time.process_time() - start])
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(json.dumps([answers, int(peak.split()[1]) / 1024]))
"""


@pytest.mark.parametrize("case", hostile_files.HOSTILE)
def test_it_is_refused_in_one_sentence_that_names_the_file(tmp_path: Path, case: str) -> None:
    path, words = hostile_files.write(tmp_path, case)
    with pytest.raises(UserError) as refusal:
        read_table(path)
    assert words in refusal.value.message
    assert path.name in refusal.value.message
    assert refusal.value.advice
    assert "\n" not in str(refusal.value)


@pytest.mark.skipif(sys.platform != "linux", reason="reads the peak of memory from /proc")
def test_all_of_them_together_take_less_than_200_mb_and_5_s_each(tmp_path: Path) -> None:
    paths = []
    for number, case in enumerate(hostile_files.HOSTILE):
        folder = tmp_path / str(number)
        folder.mkdir()
        paths.append(str(hostile_files.write(folder, case)[0]))
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, *paths], capture_output=True, text=True, check=True
    )
    answers, megabytes = json.loads(done.stdout)
    assert not [answer for answer in answers if answer[0] == "read" or answer[1] > 5]
    assert megabytes < 200


def test_a_far_cell_that_is_only_formatted_does_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    cells = b'<row r="1"><c r="A1" t="inlineStr"><is><t>\xe9\x97\xae\xe9\xa2\x98</t></is></c></row>'
    cells += b'<row r="2"><c r="A2" t="inlineStr"><is><t>x</t></is></c></row>'
    cells += b'<row r="1048576"><c r="XFD1048576" s="1"/></row>'
    path.write_bytes(hostile_files.sheet(cells))
    assert read_table(path).rows == [("x",)]
