"""The optional pack with the anti-spoof network: where it lies once `kaodoki liveness install` has fetched it."""


def is_installed() -> bool:
    """Whether the anti-spoof network has been installed beside this environment."""
    return False
