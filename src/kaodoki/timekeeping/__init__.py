"""Rules about time at work: working day, order of punches, restricted hours, remaining overtime.

PURE: no database, no clock, no environment; the zone, the settings and "now" are arguments.
"""
