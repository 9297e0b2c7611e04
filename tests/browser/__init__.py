"""Browser tests: Chromium with a fake camera against a real Kaodoki on the embedded PostgreSQL."""
