"""Benchmarks, and the peers they run against in environments of their own under `build/`. Never part of the product."""
