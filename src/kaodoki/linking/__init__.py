"""The link to the attendance system: connection, employee mapping, delivery, overtime sync.

Talks to the other side through `connectors` only. Not: what a punch is (`punches`), how it comes about (`clocking`).
"""
