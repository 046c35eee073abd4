"""The program's log of its own faults: where and what kind, never what the customer said."""

from __future__ import annotations

import logging
import traceback
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

BYTES, KEPT = 500_000, 3
NAME = "qmsdesk.log"


class DiscreetFormatter(logging.Formatter):
    """Frames and the kind of error; its words stay out, because they may quote a value (ValueError: '兰州…')."""

    def formatException(
        self, ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
    ) -> str:
        """The chain of errors, the first one first, each as its kind and the lines of our code it came through."""
        parts, error = [], ei[1]
        while error is not None:
            frames = "".join(traceback.format_list(traceback.extract_tb(error.__traceback__)))
            parts.append(f"{frames}{type(error).__name__}")
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "\n".join(reversed(parts))

    def format(self, record: logging.LogRecord) -> str:
        """Without the cached text another handler may have made of the error."""
        record.exc_text = None
        text = super().format(record)
        record.exc_text = None
        return text


def keep_log(data_dir: Path) -> None:
    """Write the program's own faults into a small log in the data folder."""
    handler = RotatingFileHandler(
        data_dir / NAME, maxBytes=BYTES, backupCount=KEPT, encoding="utf-8", delay=True
    )
    handler.setFormatter(DiscreetFormatter("%(asctime)s %(levelname)s %(message)s"))
    logging.getLogger("qmsdesk").addHandler(handler)
