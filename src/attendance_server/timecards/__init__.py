"""Time card pages for administrators: a person's month, by working day.

It only shows; punches come in through `webapi`, and minutes are counted in `work_rules`.
"""
