"""Putting it together: settings, addresses, the supervisor behind `kaodoki up`, the demo."""
