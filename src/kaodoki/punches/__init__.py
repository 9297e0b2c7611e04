"""Attempts and punches, their states and integrity. Not: recognising (`clocking`), sending (`linking`)."""
