"""What became of the files, for the person who loaded them."""

from collections.abc import Sequence

from attendance_server.loading.load import Count
from attendance_server.loading.problems import Problem, Words

_SUMMARY = Words(
    ja="{name}: 追加 {added}、変更 {changed}、削除 {removed}、変更なし {unchanged}",
    en="{name}: {added} added, {changed} changed, {removed} removed, {unchanged} unchanged",
)
_IDLE = Words(
    ja="すべて登録済みの内容です。何も変更していません。", en="All of it was there already. Nothing was changed."
)
_REFUSED = Words(
    ja="{count}件の問題があるため、何も登録していません。直してからもう一度読み込んでください。",
    en="Problems: {count}. Nothing was stored. Put them right and load the files again.",
)
_MORE = Words(ja="ほか{count}件", en="and {count} more")
_MAX_SHOWN = 100


def counted(counts: Sequence[Count], language: str) -> list[str]:
    """A line for each kind of file, and one more if nothing was new."""
    lines = [
        _SUMMARY.filled(
            name=count.name,
            added=count.added,
            changed=count.changed,
            removed=count.removed,
            unchanged=count.unchanged,
        ).said(language)
        for count in counts
    ]
    return [*lines, _IDLE.said(language)] if all(count.is_idle for count in counts) else lines


def refused(problems: Sequence[Problem], language: str) -> list[str]:
    """The problems, the first of them where there are very many, under a line that nothing was stored."""
    lines = [_REFUSED.filled(count=len(problems)).said(language)]
    lines += [problem.said(language) for problem in problems[:_MAX_SHOWN]]
    further = len(problems) - _MAX_SHOWN
    return [*lines, _MORE.filled(count=further).said(language)] if further > 0 else lines
