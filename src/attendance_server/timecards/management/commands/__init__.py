"""Run by `serve` before it serves; each may run again and changes nothing then."""
