"""Time card pages for administrators: a person's month, by working day, on screen, on paper, as PDF and CSV.

It only shows; punches come in through `webapi`, and minutes are counted in `work_rules`. The frame of all pages (login,
language, who may see what, looks) is here too, and `administration` uses it.
"""
