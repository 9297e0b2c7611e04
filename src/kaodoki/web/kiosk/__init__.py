"""The kiosk page: camera, clock and answer. It speaks the terminal API like any terminal and decides nothing."""
