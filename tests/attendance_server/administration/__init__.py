"""Tests of `attendance_server.administration`."""
