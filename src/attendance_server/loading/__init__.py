"""Company data from CSV files: divisions, working types, people, calendar, holidays, schedules and applications.

All of the files are taken or none: what is wrong is said by file, line and column, and nothing is stored then.
"""
