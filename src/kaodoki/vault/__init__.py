"""Sealed bytes: AES-GCM under a company's own key, bound to the row they belong to.

PURE: no database, no environment. Which company has which key is `people`'s to know; what is sealed (templates,
photos, connection tokens) is known by the folders that own it.
"""
