"""The company API and the terminal API under `/api/v1/`. Thin: parse, call one service or query, answer."""
