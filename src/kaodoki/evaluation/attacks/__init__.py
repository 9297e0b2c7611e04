"""Presentation attacks and bona fide attempts made from photos, and what liveness makes of them (ISO/IEC 30107-3).

Everything made here is synthetic: it says how the checks answer to known motion and patterns, and certifies nothing.
"""
