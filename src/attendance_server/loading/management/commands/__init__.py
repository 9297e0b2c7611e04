"""Run by `load`; it may run again and changes nothing then."""
