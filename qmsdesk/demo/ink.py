"""The chapter of paper and signatures: the electronic original and its check, the signed sheets scanned and filed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QTransform

from qmsdesk.demo import hands
from qmsdesk.demo.stage import PASSWORD, Chapter, Stage
from qmsdesk.errors import BugError
from qmsdesk.operations import electronic_original, print_archive, prints, signing
from qmsdesk.operations.slips import find_number, read_slip

DPI, TURN = 200.0, 1.4
LEADER = "王工"
_INK = QColor("#1f3a93")
# where the leader's name goes on form 01, in mm from the upper left
_AT = (131.0, 237.0)


def sign_and_check(stage: Stage) -> None:
    """Sign in the program, take the electronic original out, have it judged, and judge one that was touched."""
    desk, slip_id = stage.here(), _slip(stage)
    version = read_slip(desk, slip_id=slip_id).version
    signing.sign(desk, slip_id=slip_id, box="sig_handler", password=PASSWORD, version=version)
    for name, path in zip(
        ("original_pdf", "root_certificate", "check_page_pdf"),
        electronic_original.export(desk, slip_id=slip_id, folder=_folder(stage, "original")),
        strict=True,
    ):
        stage.made(name, path)
    original = stage.files["original_pdf"]
    touched = original.with_name(f"{original.stem}-被改动.pdf.txt")
    data = bytearray(original.read_bytes())
    data[len(data) // 2] ^= 4
    touched.write_bytes(bytes(data))
    page = _page(stage, "verify")
    stage.summary["verify"] = {}
    for path, picture in ((original, "核验-有效"), (touched, "核验-无效")):
        page.checked = None
        page.check(path)
        hands.wait(lambda: page.checked is not None, "the judgement of a file")
        stage.camera.take(stage.main(), picture)
        stage.summary["verify"][path.name] = page.checked.valid


def bring_ink_back(stage: Stage) -> None:
    """The printed copies come back signed in ink and a little crooked; the name is typed back beside the picture."""
    desk, slip_id = stage.here(), _slip(stage)
    kept = next(
        item for item in print_archive.prints_of(desk, slip_id=slip_id) if item.kind == print_archive.COPY_SET
    )
    scans = _folder(stage, "scans")
    data = print_archive.read_bytes(desk, kept.sha256)
    paths = []
    for place, (width, height, rgb) in enumerate(prints.page_images(data, dpi=DPI), start=1):
        sheet = QImage(rgb, width, height, width * 3, QImage.Format.Format_RGB888).copy()
        paths.append(scans / f"扫描-{place}.png")
        _signed(sheet).save(str(paths[-1]))
        stage.made(f"scan_{place}", paths[-1])
    page = _page(stage, "scans")
    page.area.take(paths)
    hands.wait(lambda: page.filed.count() == len(paths), "the scans to be filed")
    hands.wait(lambda: not page.picture.pixmap().isNull(), "the picture of the scan")
    page.ink.boxes.setCurrentIndex(page.ink.boxes.findData("sig_review"))
    hands.write(page.ink.name, LEADER)
    hands.write(page.ink.day, "t")
    stage.camera.take(stage.main(), "扫描归档")
    hands.click(page.ink.note_button)
    state = read_slip(desk, slip_id=slip_id).state
    if state != "已审核":
        raise BugError(f"the slip stands at {state}")
    stage.tell(f"    {len(paths)} 页扫描件已归档，补录墨签后单据“{state}”")


def show_register(stage: Stage) -> None:
    """The register of copies and prints of the slip."""
    from qmsdesk.forms.print_register import PrintRegister

    dialog = PrintRegister(stage.here(), _slip(stage), stage.main())
    dialog.show()
    hands.settle(100)
    stage.camera.take(dialog, "打印登记")
    dialog.close()
    dialog.deleteLater()
    hands.settle()


def _signed(sheet: QImage) -> QImage:
    """A name and day by hand over the print, the sheet a little crooked in the scanner."""
    painter = QPainter(sheet)
    font = QFont()
    font.setPixelSize(round(DPI / 25.4 * 5.5))
    font.setItalic(True)
    painter.setFont(font)
    painter.setPen(_INK)
    scale = DPI / 25.4
    painter.drawText(round(_AT[0] * scale), round(_AT[1] * scale), LEADER)
    painter.end()
    turned = sheet.transformed(QTransform().rotate(TURN), Qt.TransformationMode.SmoothTransformation)
    paper = QImage(turned.size(), QImage.Format.Format_RGB888)
    paper.fill(Qt.GlobalColor.white)
    painter = QPainter(paper)
    painter.drawImage(0, 0, turned)
    painter.end()
    return paper


def _page(stage: Stage, name: str) -> Any:
    """A page of the main window by its action."""
    window = stage.main()
    hands.use(window, window.action(name))
    hands.settle(50)
    return window.tabs.currentWidget()


def _slip(stage: Stage) -> int:
    found = find_number(stage.here(), number=stage.summary["number"])
    if found is None:
        raise BugError("the slip of the call is not in the register")
    return found


def _folder(stage: Stage, name: str) -> Path:
    folder = stage.out / name
    folder.mkdir(exist_ok=True)
    return folder


CHAPTERS = (
    Chapter("签名、电子原件和核验", sign_and_check),
    Chapter("墨签扫描件归档和补录", bring_ink_back),
    Chapter("打印登记", show_register),
)
