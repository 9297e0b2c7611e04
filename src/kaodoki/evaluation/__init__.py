"""How good it is, measured: verification, open-set identification, quality and presentation attacks on data sets.

Pure but for reading pictures from folders and writing the sheet. Not: anything that a running clock needs.
"""
