"""E-mails (メール通知): what is told to whom, once, and its way to the mail server.

`collecting` finds what happened and writes mails, `sending` hands them over; rows decide, jobs only wake. Not: the
invitation of an employee, which an administrator sends and which is `enrolment`'s.
"""
