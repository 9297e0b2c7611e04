"""Paired kiosks (顔認証端末): pairing codes, terminal tokens, revocation. Not: what they send (`clocking`)."""
