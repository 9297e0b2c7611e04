"""The KING OF TIME WebAPI v1.0, endpoint by endpoint: who may call when, what is stored, what is answered.

How minutes are counted is not decided here (`work_rules`), nor who holds which token (`linkage`).
"""
