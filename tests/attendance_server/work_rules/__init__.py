"""Tests of `attendance_server.work_rules`."""
