"""Taking in a pack that somebody brings: every file is hostile until it has been read, hashed and run apart.

Not: using a pack (`pipeline`), or calibrating one (`identification`).
"""
