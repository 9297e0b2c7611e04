"""Which model packs there are on this machine, and which ones a company uses."""

import functools

from django.conf import settings

from kaodoki.faces.pack import Pack, list_packs, read_pack
from kaodoki.people.models import Company


def find_pack(name: str) -> Pack:
    """The built-in or installed pack of that name or id; raises `PackUnknown` or `PackAmbiguous`."""
    return read_pack(name, packs_dir=settings.PACKS_DIR)


def known_packs() -> list[Pack]:
    """The built-in packs, then the installed ones."""
    return list_packs(settings.PACKS_DIR)


@functools.cache
def default_pack_id() -> str:
    """The pack of a company that has not chosen one."""
    return read_pack().id


def deciding_pack_id(company: Company) -> str:
    """The pack whose templates decide who somebody is."""
    return company.pack or default_pack_id()


def trial_pack_id(company: Company) -> str:
    """The pack whose templates are kept beside the deciding one's; empty: none.

    Where that is the built-in pack, it is its version of today: the one that the trial began with may be gone.
    """
    is_default = _name(company.trial_pack) == _name(default_pack_id())
    return default_pack_id() if is_default else company.trial_pack


def _name(pack_id: str) -> str:
    return pack_id.rpartition("-")[0]
