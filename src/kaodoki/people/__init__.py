"""Companies, their keys and settings, sites and employees. Not: who may log in (`accounts`), faces (`gallery`)."""
