"""The consent ledger: which notice a person agreed to, when and how declared. Not: erasing (`enrolment`)."""
