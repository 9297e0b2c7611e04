"""Punches as CSV files in a folder, for systems that import files."""
