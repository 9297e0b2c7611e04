"""The course of a trial: start, switch, switch back, retire. Callers hold the company's scope."""

from django.db import transaction

from kaodoki import clock
from kaodoki.audit.services import record_event
from kaodoki.faces.errors import PackAmbiguous, PackNotPrepared
from kaodoki.faces.pack import Pack
from kaodoki.faces.prepare import is_prepared
from kaodoki.gallery.models import StoredTemplate
from kaodoki.gallery.packs import deciding_pack_id, default_pack_id, find_pack, trial_pack_id
from kaodoki.gallery.services import erase_templates_of_pack, hold_gallery
from kaodoki.people.models import Company
from kaodoki.renewal.errors import NoTrial, NotSwitched, PackDeciding, RenewalUnfinished, TrialRunning
from kaodoki.renewal.models import Agreement, Problem, RenewedPhoto, Trial
from kaodoki.renewal.queries import Renewal, renewal_of
from kaodoki.renewal.queue import wake_comparison, wake_renewal


def start_trial(company: Company, name: str, *, by: str) -> Pack:
    """Puts a pack on trial: templates are computed in the background, and live attempts are compared.

    Raises what is wrong with the pack, `PackUncalibrated` included: nobody could ever switch to it.
    """
    pack = find_pack(name)
    _ = pack.calibration
    if not is_prepared(pack):
        raise PackNotPrepared(pack=pack.id)
    with transaction.atomic():
        locked = hold_gallery(company)
        if locked.trial_pack:
            raise TrialRunning(pack=locked.trial_pack)
        previous = deciding_pack_id(locked)
        if pack.id == previous:
            raise PackDeciding(pack=pack.id)
        Trial.objects.create(company=locked, pack=pack.id, previous=previous, started_at=clock.now())
        _set_packs(locked, deciding=locked.pack, trial=pack.id)
        record_event(locked.id, "pack_trial_started", subject=pack.id, by=by)
        wake_renewal(locked.id)
    return pack


def switch(company: Company, name: str, *, by: str, force: bool = False) -> Renewal:
    """Lets the pack on trial decide from the next attempt on; the other one stays on trial, so that one can go back.

    Refuses with `RenewalUnfinished` while photos wait to be computed or people must enrol again, unless forced.
    Returns how it stood, people who must enrol again included.
    """
    with transaction.atomic():
        wanted = find_pack(name).id
        locked, trial, state = _on_trial(company)
        if trial is None or wanted != state.trial or trial.switched_at is not None:
            raise NoTrial(pack=wanted)
        _ = find_pack(wanted).calibration
        _require_complete(state, force=force)
        _exchange(locked, state, by=by)
        trial.switched_at = clock.now()
        trial.save()
    return state


def switch_back(company: Company, *, by: str, force: bool = False) -> Renewal:
    """Undoes the switch: the pack of before decides again."""
    with transaction.atomic():
        locked, trial, state = _on_trial(company)
        if trial is None or trial.switched_at is None:
            raise NotSwitched
        _require_complete(state, force=force)
        _exchange(locked, state, by=by)
        trial.switched_at = None
        trial.save()
    return state


def retire(company: Company, name: str, *, by: str) -> int:
    """Deletes the templates of a pack that does not decide; if it is the one on trial, the trial ends.

    Returns how many templates there were. The pack itself need not be on this machine any more.
    """
    with transaction.atomic():
        pack = _retirable(Company.objects.get(pk=company.pk), name)
        count = erase_templates_of_pack(company, pack)
        locked = hold_gallery(company)
        if pack == deciding_pack_id(locked):  # switched to it in this very moment
            raise PackDeciding(pack=pack)
        RenewedPhoto.objects.filter(company=locked, pack=pack).delete()
        if pack == trial_pack_id(locked):
            Trial.objects.filter(company=locked).delete()
            Agreement.objects.filter(company=locked).delete()
            Problem.objects.filter(company=locked).delete()
            _set_packs(locked, deciding=locked.pack, trial="")
        record_event(locked.id, "pack_retired", subject=pack, by=by, templates=count)
    return count


def _retirable(company: Company, name: str) -> str:
    """The id of the pack of that name or id whose templates the company keeps without deciding by them."""
    deciding = deciding_pack_id(company)
    kept = set(StoredTemplate.objects.filter(company=company).values_list("pack", flat=True))
    kept.add(trial_pack_id(company))
    found = [pack for pack in sorted(kept) if name in (pack, pack.rpartition("-")[0])]
    others = [pack for pack in found if pack != deciding]
    if not others:
        raise PackDeciding(pack=deciding) if found else NoTrial(pack=name)
    if len(others) > 1:
        raise PackAmbiguous(pack=name, packs=", ".join(others))
    return others[0]


def _on_trial(company: Company) -> tuple[Company, Trial | None, Renewal]:
    locked = hold_gallery(company)
    return locked, Trial.objects.filter(company=locked).first(), renewal_of(locked)


def _require_complete(state: Renewal, *, force: bool) -> None:
    if not state.is_complete and not force:
        raise RenewalUnfinished(photos_left=state.photos_left, people=len(state.re_enrol))


def _exchange(company: Company, state: Renewal, *, by: str) -> None:
    _set_packs(company, deciding=state.trial, trial=state.deciding)
    record_event(company.id, "pack_switched", subject=state.trial, by=by, previous=state.deciding)
    wake_renewal(company.id)
    wake_comparison(company.id)


def _set_packs(company: Company, *, deciding: str, trial: str) -> None:
    # Blank follows the built-in pack to its next version; its id of today would be unknown after an update.
    company.pack = "" if deciding == default_pack_id() else deciding
    company.trial_pack = trial
    company.save(update_fields=["pack", "trial_pack"])
