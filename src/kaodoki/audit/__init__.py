"""Append-only record of who did what. Not: the states of a punch (`punches`), nor what the program logs."""
