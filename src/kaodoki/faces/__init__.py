"""Image to faces: decode, detect, align, measure, describe. Pure: no database, no web, no clock, no environment.

It does not know people: whose face it is, is decided in `identification` from a gallery it never sees. Model packs
are data under `packs/`; `python -m kaodoki.faces.prepare` makes them ready once.
"""

from kaodoki.faces.engine import Engine, load_engine
from kaodoki.faces.face import Face, Nearest, Quality, Template, mean_template

__all__ = ["Engine", "Face", "Nearest", "Quality", "Template", "load_engine", "mean_template"]
