"""Renewing templates with another model pack: compute in the background, compare on live attempts, switch when told.

Not: reading packs and running networks (`faces`), searching (`gallery`).
"""
