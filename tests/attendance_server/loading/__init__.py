"""Tests of `attendance_server.timecards`."""
