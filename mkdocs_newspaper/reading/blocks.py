"""A document's text -> blocks that remember their source lines, whatever the document's format is."""

from __future__ import annotations

from mkdocs_newspaper.reading.markdown_blocks import read_markdown
from mkdocs_newspaper.reading.page_marks import page_label
from mkdocs_newspaper.reading.passages import Block, BlockKind, Finding, Line

__all__ = ["Block", "BlockKind", "Finding", "Line", "page_label", "read_blocks"]


def read_blocks(document_text: str, format: str) -> tuple[list[Block], list[Finding]]:
    """The blocks of a document, with findings as `(code, line, message)`.

    Args:
        document_text: The decoded text, lines ended by `\\n`.
        format: "md", "txt" (read alike: OCR tools write Markdown into `.txt` too) or "html".

    All findings are worth an info: `active-content` for a script or a `javascript:` link, which is shown
    as text or left out.
    """
    if format == "html":
        # BeautifulSoup takes longer to import than an issue to read, and most archives are Markdown.
        from mkdocs_newspaper.reading.html_blocks import read_html

        return read_html(document_text)
    return read_markdown(document_text)
