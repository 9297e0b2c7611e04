"""Tests of the attendance server: a run of its own, since it has settings of its own."""
