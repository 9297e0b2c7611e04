"""What people and machines see: the API, the kiosk, the console. Thin: parse, call one service or query, render."""
