"""PDF/A-2b: every stored print is made archival and checked before it is kept, all in memory."""

from __future__ import annotations

from io import BytesIO

from qmsdesk.errors import BugError

LEVEL = "2b"
# the checker does not judge forms: of a signed file it says so, and nothing else
_SIGNED_ONLY = ("/AcroForm are not supported", "(/AcroForm) are not supported", "(/Perms) are not supported")


def archive(data: bytes) -> bytes:
    """The same print as PDF/A-2b with output intent and XMP; BugError when the result does not pass the check.

    Nothing is written to disk: pikepdf's own `save` would leave the text in a temporary file for a moment.
    """
    import pikepdf
    from pikepdf import pdfa

    with pikepdf.open(BytesIO(data)) as pdf:
        for page in pdf.pages:
            if "/Trans" in page.obj:
                del page.obj["/Trans"]  # ReportLab's empty page transition
        pdfa.prepare(pdf, LEVEL)
        out = BytesIO()
        pdf.save(out, **pdfa.resolve_save_kwargs(LEVEL))
    made = out.getvalue()
    if found := findings(made):
        raise BugError("not PDF/A-2b: " + "; ".join(found[:5]))
    return made


def findings(data: bytes) -> list[str]:
    """What keeps a file from being PDF/A-2b, in the checker's words; empty when it is."""
    from pikepdf import pdfa

    report = pdfa.validate_written(BytesIO(data), LEVEL)
    return [str(finding) for finding in report.findings]


def archival_but_for_signatures(data: bytes) -> bool:
    """Whether a signed file is PDF/A-2b as far as the checker can tell: signature fields are all it leaves open."""
    return all(finding.endswith(_SIGNED_ONLY) for finding in findings(data))
