"""QR codes as pictures that a page shows without script."""

import segno


def qr_picture(address: str) -> str:
    """A `data:` address of an SVG: dark on white whatever the page's colours are, as scanners want it."""
    code = segno.make(address, error="m")
    return str(code.svg_data_uri(scale=5, border=4, dark="#18212b", light="#ffffff"))
