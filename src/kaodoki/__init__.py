"""Kaodoki (顔時): a face time clock that a company runs itself."""

__version__ = "0.1.0"
