"""Punches to any HTTP receiver, signed as Standard Webhooks says."""
