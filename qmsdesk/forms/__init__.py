"""The windows (PySide6)."""

# before any PySide6 module: PySide reads the source of every module that is imported after itself
import qmsdesk.operations.department
import qmsdesk.operations.ledger  # noqa: F401
