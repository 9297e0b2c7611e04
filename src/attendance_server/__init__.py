"""An attendance system of its own that speaks the KING OF TIME WebAPI v1.0.

It is a program beside Kaodoki, with its own settings and database, for companies without an attendance system and
for tests and demos. It is not part of Kaodoki: neither package imports the other, they only meet over HTTP.
"""
