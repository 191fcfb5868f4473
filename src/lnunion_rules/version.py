"""The library's version, as it stands in receipts."""

__version__ = "0.1.0"
