"""Encrypted templates and the exact 1:N search over them. Not: pictures (`enrolment`), deciding (`identification`)."""
