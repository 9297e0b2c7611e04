"""Files that leave: CSV, Excel, and what a labour inspector is handed. Not: who may have them; the pages say so."""
