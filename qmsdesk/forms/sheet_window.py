"""The one window for every paper: its sheet with editors over the cells, what is not printed beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from qmsdesk.errors import FieldProblem
from qmsdesk.forms.editors.attachments import AttachmentsEditor
from qmsdesk.forms.editors.base import FieldEditor, Surroundings
from qmsdesk.forms.editors.line_box import LineBox
from qmsdesk.forms.editors.signature import SignatureEditor
from qmsdesk.forms.editors.text_box import TextBox
from qmsdesk.forms.extra_panel import ExtraPanel
from qmsdesk.forms.problem_list import ProblemList
from qmsdesk.forms.sheet_actions import build_sheet_actions
from qmsdesk.forms.sheet_header import SheetHeader
from qmsdesk.forms.sheet_history import SheetHistory
from qmsdesk.forms.sheet_keys import SheetKeys, set_tab_order
from qmsdesk.forms.sheet_view import STEP, SheetView
from qmsdesk.forms.type_ahead import Provider, Suggestion, TypeAhead
from qmsdesk.papers.base import Field, Kind, Need, Paper
from qmsdesk.papers.values import is_empty
from qmsdesk.procedure.clock import Clock, SystemClock

SLASHED = (Kind.TEXT, Kind.LONG_TEXT, Kind.DATE, Kind.LINK)  # kinds that print "/" when empty (S-12)
EVERYTHING = "*"  # as a read-only section: nothing can be changed


class SheetWindow(QWidget):
    """Shows values of a paper and lets them be changed; knows no database, says what is asked for by signals."""

    changed = Signal()
    save_requested = Signal()
    register_requested = Signal()
    print_requested = Signal()
    void_requested = Signal()
    signing_requested = Signal()
    history_requested = Signal()
    prints_requested = Signal()
    source_requested = Signal()
    files_given = Signal(str, object)  # field, tuple[Path, ...]

    def __init__(
        self,
        paper: Paper,
        values: Mapping[str, Any],
        *,
        company: str,
        form_no: str,
        number: str = "",
        state: str = "",
        read_only_sections: Iterable[str] = (),
        clock: Clock | None = None,
        person: str = "",
        secrecy: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.paper = paper
        around = Surroundings((clock or SystemClock()).today, person, paper.letter)
        self.view = SheetView(paper, form_no=form_no, company=company, around=around, parent=self)
        self.panel = ExtraPanel(_beside(paper, self.view), replace(around, on_paper=False), self)
        self.view.page.secrecy = secrecy
        self.problem_list = ProblemList(self)
        self.editors: dict[str, FieldEditor] = {**self.view.editors, **self.panel.editors}
        self.actions_by_name = build_sheet_actions(self, _slots(self))
        self.header = SheetHeader(paper.title, self.actions_by_name, self)
        self.keys = SheetKeys(self.editors, self)
        self._unknown: dict[str, Any] = {}
        self._filled: dict[str, str] = {}
        self._assemble()
        self._connect()
        self.set_state(state, number)
        self._show(values)
        self.set_read_only_sections(read_only_sections)
        self.opened_with = self.values()
        self.history = SheetHistory(self.opened_with)

    def values(self) -> dict[str, Any]:
        """What stands on the sheet and beside it now; empty fields are left out."""
        found = {name: editor.value() for name, editor in self.editors.items()}
        return {**self._unknown, **{name: value for name, value in found.items() if not is_empty(value)}}

    def set_values(self, values: Mapping[str, Any]) -> None:
        """Show other values; Ctrl+Z brings the former back."""
        self.history.remember(self.values())
        self._show(values)
        self.history.remember(self.values())
        self.changed.emit()

    def set_state(self, state: str, number: str = "") -> None:
        """State in words, number once there is one; a registered sheet shows "/" in empty optional fields."""
        self.header.show_state(state, number)
        self.view.page.set_watermark("作废" if "作废" in state else "")
        if "number" in self.editors:
            self.editors["number"].show(number)
        for editor in self.view.editors.values():
            slashed = bool(number) and editor.field.section == "fill" and editor.field.kind in SLASHED
            editor.set_blank("/" if slashed else "")
        for name in ("register", "discard"):
            self.actions_by_name[name].setVisible(not number)
        self.actions_by_name["void"].setVisible(bool(number) and "作废" not in state)
        self.actions_by_name["sign_box"].setVisible(bool(number) and "作废" not in state)
        for name in ("history", "prints"):
            self.actions_by_name[name].setVisible(bool(number))

    def set_read_only_sections(self, sections: Iterable[str]) -> None:
        """Sections nobody may change now; "*" stands for all of them."""
        locked = set(sections)
        for editor in self.editors.values():
            system = editor.field.need is Need.SYSTEM
            editor.set_read_only(system or EVERYTHING in locked or editor.field.section in locked)
        changeable = any(not editor.read_only for editor in self.editors.values())
        for name in ("save", "discard", "sign"):
            self.actions_by_name[name].setEnabled(changeable)
        set_tab_order(self.editors)
        self.view.page.update()

    def show_problems(self, problems: Sequence[FieldProblem]) -> None:
        """Mark the fields, list the problems, go to the first."""
        for editor in self.editors.values():
            editor.clear_problem()
        for problem in reversed(problems):
            if problem.field in self.editors:
                self.editors[problem.field].show_problem(problem.message)
        self.problem_list.show_problems(problems)
        if problems:
            self.jump_to(problems[0].field)

    def jump_to(self, field: str) -> None:
        """Put the cursor into a field and bring it into sight."""
        editor = self.editors.get(field)
        if editor is None:
            return
        if field in self.panel.editors and not self.panel.isVisible():
            self.actions_by_name["panel"].trigger()
        editor.focus()
        if field in self.view.editors:
            self.view.reveal(editor.placed[0].widget)

    def set_type_ahead(self, field: str, provider: Provider) -> TypeAhead:
        """Propose texts from past records in a text field; choosing fills other fields that are empty."""
        editor = self.editors[field]
        box = editor.placed[0].widget
        if not isinstance(box, LineBox | TextBox):
            raise TypeError(f"no type-ahead in {field}")
        ahead = TypeAhead(box, self.view.page if field in self.view.editors else self.panel.inner, provider)
        ahead.taken.connect(self._fill)
        return ahead

    def finish_typing(self) -> None:
        """Commit what an input method still composes and read what stands in the field with the cursor."""
        QGuiApplication.inputMethod().commit()
        for editor in self.editors.values():
            if any(place.widget.hasFocus() for place in editor.placed):
                editor.commit()

    def undo(self) -> None:
        """Take back the last step over all fields."""
        self._go_to(self.history.undo(self.values()))

    def redo(self) -> None:
        """Make the step again."""
        self._go_to(self.history.redo(self.values()))

    def discard_changes(self) -> None:
        """「放弃修改」: the values as they were when the sheet was opened; Ctrl+Z brings the others back."""
        self.set_values(self.opened_with)

    def sign_today(self) -> None:
        """「今天我签」 in the signature that has the cursor, else in the first open one that is blank."""
        self.history.remember(self.values())
        editor = _signature_to_fill(self.editors)
        if editor is not None:
            editor.sign_today()
        self.history.remember(self.values())

    def _assemble(self) -> None:
        split = QSplitter(Qt.Orientation.Horizontal, self)
        split.addWidget(self.view)
        split.addWidget(self.panel)
        split.setStretchFactor(0, 1)
        split.setStretchFactor(1, 0)
        split.setChildrenCollapsible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.header)
        layout.addWidget(split, 1)
        layout.addWidget(self.problem_list)
        panel = self.actions_by_name["panel"]
        panel.setChecked(bool(self.panel.editors))
        panel.setVisible(bool(self.panel.editors))
        self.panel.setVisible(bool(self.panel.editors))

    def _connect(self) -> None:
        self.keys.save_asked.connect(lambda: self._ask(self.save_requested))
        self.keys.undo_asked.connect(self.undo)
        self.keys.redo_asked.connect(self.redo)
        self.keys.left.connect(lambda: self.history.remember(self.values()))
        self.view.zoomed.connect(self.header.show_zoom)
        self.problem_list.chosen.connect(self.jump_to)
        for name, editor in self.editors.items():
            editor.changed.connect(lambda name=name: self._on_changed(name))
            editor.milestone.connect(lambda: self.history.remember(self.values()))
            if isinstance(editor, AttachmentsEditor):
                editor.files_given.connect(lambda paths, name=name: self.files_given.emit(name, paths))

    def _show(self, values: Mapping[str, Any]) -> None:
        self._unknown = {name: value for name, value in values.items() if name not in self.editors}
        for name, editor in self.editors.items():
            if editor.field.kind is not Kind.NUMBER or name in values:
                editor.show(values.get(name))
        self.view.page.update()

    def _go_to(self, step: Mapping[str, Any] | None) -> None:
        if step is not None and not all(editor.read_only for editor in self.editors.values()):
            self._show(step)
            self.changed.emit()

    def _on_changed(self, field: str) -> None:
        self.problem_list.drop(field)
        self.view.note.withdraw(field)
        self.changed.emit()

    def _ask(self, signal: SignalInstance) -> None:
        self.finish_typing()
        signal.emit()

    def _fill(self, suggestion: Suggestion) -> None:
        """Fill what is empty or was filled before; where something else was typed, only offer."""
        for name, text in suggestion.fills.items():
            box = self.editors[name].placed[0].widget if name in self.editors else None
            if not isinstance(box, LineBox | TextBox) or box.isReadOnly() or not text:
                continue
            if not box.plain().strip() or box.plain() == self._filled.get(name):
                box.enter(text)
                self._filled[name] = text
            elif box.plain() != text:
                self.view.note.offer(name, text, partial(box.enter, text))
        self.history.remember(self.values())


def _beside(paper: Paper, view: SheetView) -> tuple[Field, ...]:
    """The fields that have no room on the sheet."""
    return tuple(field for field in (*paper.fields, *paper.extra) if field.name not in view.editors)


def _signature_to_fill(editors: Mapping[str, FieldEditor]) -> SignatureEditor | None:
    found = [
        editor for editor in editors.values() if isinstance(editor, SignatureEditor) and not editor.read_only
    ]
    focused = [editor for editor in found if any(place.widget.hasFocus() for place in editor.placed)]
    blank = [editor for editor in found if editor.value() is None]
    return next(iter(focused or blank), None)


def _slots(window: SheetWindow) -> dict[str, Callable[[], object]]:
    view = window.view
    return {
        "save": lambda: window._ask(window.save_requested),
        "register": lambda: window._ask(window.register_requested),
        "print": lambda: window._ask(window.print_requested),
        "void": window.void_requested.emit,
        "sign_box": window.signing_requested.emit,
        "history": window.history_requested.emit,
        "prints": window.prints_requested.emit,
        "source": window.source_requested.emit,
        "sign": window.sign_today,
        "discard": window.discard_changes,
        "zoom_in": lambda: view.set_zoom(view.zoom + STEP),
        "zoom_out": lambda: view.set_zoom(view.zoom - STEP),
        "zoom_reset": lambda: view.set_zoom(100),
        "fit": view.fit_width,
        "panel": lambda: window.panel.setVisible(window.actions_by_name["panel"].isChecked()),
    }
