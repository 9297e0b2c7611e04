"""What the quality gate would refuse of the photos that were measured with it left out."""

from collections import Counter
from collections.abc import Iterable

from kaodoki.evaluation.embedding import FaceSet
from kaodoki.evaluation.intervals import wilson
from kaodoki.evaluation.sheet.section import Section, table, with_interval
from kaodoki.faces.gate import Finding

_PROSE = """\
The share of photos that the quality gate would refuse, as a frame of a terminal and as an enrolment photo. They are in
all figures of this page nevertheless. The backgrounds of press photos are full of people, which a terminal's are not,
so `several_faces` says little here. A photo may have several findings; intervals: Wilson."""


def gate_section(sets: dict[str, FaceSet]) -> Section:
    """By the name of each data set."""
    rows = []
    for name, faces in sets.items():
        total = len(faces.faces)
        probe = _counted(item.probe_findings for item in faces.faces)
        enrolment = _counted(item.enrolment_findings for item in faces.faces)
        refused = [
            sum(bool(item.probe_findings) for item in faces.faces),
            sum(bool(item.enrolment_findings) for item in faces.faces),
        ]
        rows.append([name, "any", *(with_interval(wilson(hits, total), 1) for hits in refused)])
        for finding in Finding:
            hits = (probe[finding], enrolment[finding])
            if any(hits):
                rows.append([name, f"`{finding}`", *(with_interval(wilson(hit, total), 1) for hit in hits)])
    return Section(
        title="Quality gate",
        text="\n\n".join([_PROSE, table(["data set", "finding", "as a frame (95 %)", "as an enrolment photo"], rows)]),
    )


def _counted(findings: Iterable[tuple[Finding, ...]]) -> Counter[Finding]:
    return Counter(finding for some in findings for finding in some)
