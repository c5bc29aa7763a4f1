"""The older containers of office programs: documents under a password, and the formats of before 2007. Neither is read."""

from __future__ import annotations

from verify.errors import UnreadableError
from verify.model import Document, Reason

# Names of streams, in UTF-16 as their directory has them, and what they tell.
_STREAMS = (
    ("EncryptedPackage", "the document is protected by a password. Save it without one."),
    ("DRMEncryptedDataSpace", "the document is protected by rights management. Save it without protection."),
    ("WordDocument", "the format is not read: Word 97-2003 (.doc). Save it as .docx."),
    ("Workbook", "the format is not read: Excel 97-2003 (.xls). Save it as .xlsx or .csv."),
    ("PowerPoint Document", "the format is not read: PowerPoint 97-2003 (.ppt). Save it as text."),
)


def read(
    data: bytes, *, name: str, media_type: str, charset: str | None = None, base_url: str | None = None
) -> Document:
    """Raises `UnreadableError`, saying what to do."""
    del media_type, charset, base_url
    for stream, message in _STREAMS:
        if stream.encode("utf-16-le") in data:
            raise UnreadableError(f"{name}: {message}", reason=Reason.NOT_TEXT)
    raise UnreadableError(
        f"{name}: the format is not read: an older office document. Save it as .docx, .odt or text.",
        reason=Reason.NOT_TEXT,
    )
