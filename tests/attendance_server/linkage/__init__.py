"""Linking by consent: the screen, the codes, the tokens."""
