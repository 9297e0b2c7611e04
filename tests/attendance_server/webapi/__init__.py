"""Tests of `attendance_server.webapi`."""
