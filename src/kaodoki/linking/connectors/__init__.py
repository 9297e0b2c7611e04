"""One folder per attendance system. Each knows one other side and nothing of Kaodoki's database."""
