"""Company keys: made with the company, kept wrapped, and only ever unwrapped in memory."""

from dataclasses import dataclass, field

from django.conf import settings
from django.utils import timezone

from kaodoki.people.models import Company, CompanyKey
from kaodoki.vault import sealing


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyCipher:
    """Seals and opens for one company with one version of its key."""

    company_id: str
    key_version: int
    _key: bytes = field(repr=False)

    def seal(self, plaintext: bytes, *, parts: tuple[object, ...]) -> bytes:
        """Sealed bytes bound to this company, key version and `parts` (employee, row, pack …)."""
        return sealing.seal(self._key, plaintext, bound_to=self._context(parts))

    def unseal(self, sealed: bytes, *, parts: tuple[object, ...]) -> bytes:
        """The plaintext; raises `SealBroken` if anything it was bound to differs."""
        return sealing.unseal(self._key, bytes(sealed), bound_to=self._context(parts))

    def _context(self, parts: tuple[object, ...]) -> bytes:
        return sealing.context((self.company_id, self.key_version, *parts))


def create_key(company: Company) -> None:
    """The company's next data key, wrapped by the installation's template key."""
    newest = CompanyKey.objects.order_by("-version").first()
    version = newest.version + 1 if newest else 1
    wrapped = sealing.seal(settings.TEMPLATE_KEY, sealing.new_key(), bound_to=_wrapping(company, version))
    CompanyKey.objects.create(company=company, version=version, wrapped=wrapped, created_at=timezone.now())


def cipher(company: Company, *, key_version: int | None = None) -> CompanyCipher:
    """The company's cipher: of its newest key, or of the version a row was sealed with."""
    keys = CompanyKey.objects.order_by("-version")
    row = keys.get(version=key_version) if key_version else keys[0]
    key = sealing.unseal(settings.TEMPLATE_KEY, bytes(row.wrapped), bound_to=_wrapping(company, row.version))
    return CompanyCipher(company_id=str(company.id), key_version=row.version, _key=key)


def _wrapping(company: Company, version: int) -> bytes:
    return sealing.context(("company-key", company.id, version))
