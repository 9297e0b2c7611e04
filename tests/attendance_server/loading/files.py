"""Files as somebody saves them from a spreadsheet."""

from attendance_server.loading.load import Count, load_files
from attendance_server.loading.problems import LoadRefused
from attendance_server.loading.sheets import File


def file(name: str, *lines: str, encoding: str = "utf-8-sig") -> File:
    return File(name=name, content="\r\n".join(lines).encode(encoding))


def counts(*files: File) -> dict[str, tuple[int, int, int, int]]:
    """Added, changed, removed and unchanged by the file's Japanese name."""
    return {count.name.ja: numbers(count) for count in load_files(files)}


def numbers(count: Count) -> tuple[int, int, int, int]:
    return count.added, count.changed, count.removed, count.unchanged


def problems(*files: File, language: str = "ja") -> list[str]:
    """What the load is refused for; an empty list if it is not."""
    try:
        load_files(files)
    except LoadRefused as error:
        return [problem.said(language) for problem in error.problems]
    return []
