"""The accuracy sheet: a module for each of its sections, and the page that joins them.

A section measures with the modules above and says what it found in Markdown. It decides nothing.
"""
