"""Tests of `attendance_server.project`."""
