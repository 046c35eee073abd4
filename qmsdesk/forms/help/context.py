"""Which page of the manual belongs to what is in front."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from qmsdesk.forms.help.book import FIRST

BY_PAPER = {
    "01": "feedback", "02": "suggestion", "03": "handling", "04": "claim", "05": "returns", "06": "surveys",
    "07": "ledger", "00": "sheet",
}  # fmt: skip
BY_CLASS = {
    "StartPage": "index",
    "IntakeWindow": "call",
    "OriginalWindow": "other-mail",
    "OriginalsPage": "other-mail",
    "ImportWindow": "import",
    "LedgerPage": "ledger",
    "ScanPage": "ink",
    "VerifyPage": "verify",
    "CasePage": "case",
    "RecordsPage": "case",
    "WaitingPage": "waiting",
    "PacketsPage": "packets",
    "SettingsPage": "settings",
    "MachinePage": "claim",
    "CostsPage": "claim",
    "DutiesPage": "duties",
    "ReturnsPage": "returns",
    "ReportsPage": "reports",
    "ChartsPage": "charts",
    "SurveysPage": "surveys",
    "PeoplePage": "people",
    "BackupPage": "backup",
    "HealthPage": "health",
    "RetentionPage": "retention",
    "ViewingPage": "viewing",
    "HistoryPage": "history",
    "Preview": "printing",
    "FirstRun": "first-start",
    "SignIn": "sign-in",
    "ErrorBox": "errors",
    "RestoreDialog": "backup",
    "SignDialog": "signing",
    "PasswordDialog": "sign-in",
    "PurposeDialog": "viewing",
}


def topic_for(widget: QWidget | None) -> str:
    """The key of the page that explains this widget or what it stands in; the first page when nothing fits."""
    while widget is not None:
        own = getattr(widget, "help_topic", None)
        if isinstance(own, str):
            return own
        sheet = getattr(widget, "paper", None)
        code = getattr(sheet, "code", "")
        if code:
            return BY_PAPER.get(code, "auxiliary")
        for kind in type(widget).__mro__:
            if kind.__name__ in BY_CLASS:
                return BY_CLASS[kind.__name__]
        widget = widget.parentWidget()
    return FIRST
