"""Pages on which administrators look after the attendance server: employees, divisions, closing, access tokens.

It shows and asks; rules and data are in `webapi` and `linkage`, the frame of the pages is in `timecards`.
"""
