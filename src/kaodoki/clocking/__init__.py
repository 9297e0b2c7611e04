"""The story of a punch: frames → decision → attempt and punch. `record.py` is the tour; read it first."""
