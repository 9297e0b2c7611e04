"""Mismatches of people in words: why each stands in the list, and what each fix does."""

from kaodoki.linking.mismatches import Fix, Mismatch, Problem

# {here}: 従業員コード here; {there}: code over there; {name}; {other}: code and name of the other employee; {day}.
_REASONS: dict[Problem, tuple[str, str]] = {
    Problem.CLAIMED_TWICE: (
        "勤怠システムの従業員コードが {there} に変わりましたが、顔時の {there} は別の従業員({other})です。"
        "どちらが本人か確認してください。それまでの打刻は {here} の人のものとして連携されます。",
        "The code over there is now {there}, which is another employee here ({other}). Find out which of the two it"
        " is; until then the punches of {here} are delivered to this person.",
    ),
    Problem.CODE_NOT_UNIQUE: (
        "勤怠システムに従業員コード {here} の人が複数います。本人を選んでください。それまでの打刻は連携されません。",
        "Several people over there have the code {here}. Choose the right one; until then nothing is delivered.",
    ),
    Problem.KEY_REPLACED: (
        "連携していた従業員データが勤怠システムから削除され、コード {here} は別のデータ({name})になっています。"
        "同じ人か確認してください。それまでの打刻は連携されません。",
        "The record this employee was bound to was deleted over there, and the code {here} is another record ({name})"
        " now. Check that it is the same person; until then nothing is delivered.",
    ),
    Problem.CODE_CHANGED: (
        "勤怠システムの従業員コードが {there} に変わりました(顔時では {here})。打刻は同じ人に連携されています。",
        "The code over there has become {there} (here it is {here}). Punches still reach the same person.",
    ),
    Problem.RESIGNED: (
        "勤怠システムで退職({day})になっています。顔データは従業員を削除すると消去されます。",
        "Resigned over there on {day}. Face data are erased by deleting the employee.",
    ),
    Problem.MISSING_THERE: (
        "従業員コード {here} の人が勤怠システムにいません。打刻は保管され、連携されません。",
        "Nobody over there has the code {here}. Punches are kept and not delivered.",
    ),
    Problem.MISSING_HERE: (
        "勤怠システムの {name}({there})が顔時に登録されていません。",
        "{name} ({there}) of the attendance system is not registered here.",
    ),
}
_PERHAPS = (
    "{other}と同じ人かもしれません。同じ人なら、登録せずにその従業員と連携してください。",
    " It may be the same person as {other}: then bind that employee instead of registering another.",
)
_FIXES: dict[Fix, tuple[str, str]] = {
    Fix.TAKE_OVER_CODE: ("{there} に直す", "Change to {there}"),
    Fix.BIND: ("{name}({there})と連携する", "Bind to {name} ({there})"),
    Fix.CREATE: ("顔時に登録する", "Register here"),
    Fix.UNBIND: ("連携を解除する", "Unbind"),
    Fix.IGNORE: ("対象外にする", "Leave out"),
}


def reason_of(mismatch: Mismatch, language: str) -> str:
    """Why it stands in the list, and what comes of it."""
    here, there, other = mismatch.here, mismatch.there, mismatch.other
    sentences = _in(_REASONS[mismatch.problem], language)
    if other is not None and mismatch.problem is Problem.MISSING_HERE:
        sentences += _in(_PERHAPS, language)
    return sentences.format(
        here=here.employee_code if here else "",
        there=there.employee_code if there else "",
        name=(there.name if there else "") or "—",
        other=f"{other.employee_code} {other.name}".strip() if other else "",
        day=there.resigned_on.isoformat() if there and there.resigned_on else "",
    )


def label_of(fix: Fix, language: str, *, employee_code: str = "", name: str = "") -> str:
    """What the button says; the code and name are those over there."""
    return _in(_FIXES[fix], language).format(there=employee_code, name=name or "—")


def _in(pair: tuple[str, str], language: str) -> str:
    return pair[1] if language == "en" else pair[0]
