"""Console users with their roles, and API tokens. Not: terminals' keys (`terminals`), employees (`people`)."""
