"""Photos of employees: quality gate, consent, approval, and the erasure of face data. Not: searching (`gallery`)."""
