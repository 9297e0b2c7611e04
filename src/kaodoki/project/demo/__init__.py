"""The demo: real faces become punches, and punches reach the attendance server, through the HTTP interfaces only.

It is a terminal, a company's own program and a visitor of the attendance server in one, so it knows nothing that they
would not know: no model, no database. It is not a test of the parts; it is the main job, end to end, at any minute.
"""
