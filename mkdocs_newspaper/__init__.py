"""Newspaper archives for MkDocs: OCR'd issues in, a bilingual, cross-linked, citable archive out."""

__version__ = "0.1.0"
