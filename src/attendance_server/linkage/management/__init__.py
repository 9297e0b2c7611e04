"""Management commands of this folder."""
