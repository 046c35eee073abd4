"""Every table, parents before children, and the sheet of each paper."""

from __future__ import annotations

from qmsdesk.models.attachment import Attachment
from qmsdesk.models.audit_line import AuditLine
from qmsdesk.models.base import Record
from qmsdesk.models.contact_log import ContactLog
from qmsdesk.models.copy import Copy
from qmsdesk.models.counter_table import Counter
from qmsdesk.models.customer import Customer
from qmsdesk.models.draft import Draft
from qmsdesk.models.feedback import Feedback
from qmsdesk.models.handling import Handling
from qmsdesk.models.ledger import Ledger
from qmsdesk.models.monthly_return import MonthlyReturn, MonthlyReturnLine
from qmsdesk.models.organisation import Department, Person, RoleAssignment, Setting, Unit
from qmsdesk.models.product import Product
from qmsdesk.models.request import Request
from qmsdesk.models.saved_view import SavedView
from qmsdesk.models.signature import Signature
from qmsdesk.models.slip import Slip
from qmsdesk.models.source_document import SourceDocument
from qmsdesk.models.suggestion import Suggestion
from qmsdesk.models.survey_form import SurveyForm
from qmsdesk.models.template_change import TemplateChange, TemplateChangeLine
from qmsdesk.models.view_log import ViewLog
from qmsdesk.models.warranty_claim import WarrantyClaim, WarrantyClaimLine

ALL: tuple[type[Record], ...] = (
    Unit, Department, Person, RoleAssignment, Setting, Customer, Product, Slip, SourceDocument, Feedback, Suggestion,
    Handling, WarrantyClaim, WarrantyClaimLine, MonthlyReturn, MonthlyReturnLine, SurveyForm, TemplateChange,
    TemplateChangeLine, Copy, Signature, Attachment, Draft, Ledger, ContactLog, AuditLine, ViewLog, SavedView, Counter,
    Request,
)  # fmt: skip

# paper key -> its table and the table of its repeating rows
SHEETS: dict[str, tuple[type[Record], type[Record] | None]] = {
    "feedback": (Feedback, None),
    "suggestion": (Suggestion, None),
    "handling": (Handling, None),
    "warranty_claim": (WarrantyClaim, WarrantyClaimLine),
    "monthly_return": (MonthlyReturn, MonthlyReturnLine),
    "survey_form": (SurveyForm, None),
    "template_change": (TemplateChange, TemplateChangeLine),
}
