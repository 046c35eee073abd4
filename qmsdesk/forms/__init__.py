"""The windows (PySide6)."""

# before any PySide6 module: PySide reads the source of every module that is imported after itself
import qmsdesk.operations.department
import qmsdesk.operations.ledger
import qmsdesk.operations.progress
import qmsdesk.operations.worker
import qmsdesk.procedure.dates
import qmsdesk.procedure.money
import qmsdesk.settings  # noqa: F401
