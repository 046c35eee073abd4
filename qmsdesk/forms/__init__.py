"""The windows (PySide6)."""
