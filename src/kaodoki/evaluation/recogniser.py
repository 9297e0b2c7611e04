"""What ships, as the protocols need it: photos into gallery entries and probes, by the shipped functions."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from kaodoki.evaluation.embedding import FaceSet
from kaodoki.evaluation.open_set import Vector
from kaodoki.faces.face import Template, mean_template
from kaodoki.faces.pack import Calibration, Pack
from kaodoki.identification import FrameReading, combine_frames


class Recogniser:
    """Enrols and tries the photos of a data set, each given by its place in it.

    Every photo is taken as it is: the quality gate is left out here and counted elsewhere, for it would make the easier
    half of a data set the whole of it.
    """

    def __init__(
        self, faces: FaceSet, calibration: Calibration, *, mirror_enrolment: bool, mirror_probes: bool
    ) -> None:
        self._calibration = calibration
        self._templates: list[Template] = [
            item.mirrored if mirror_enrolment else item.face.template for item in faces.faces
        ]
        self._readings = [
            FrameReading(
                face=replace(item.face, template=item.mirrored) if mirror_probes else item.face,
                findings=(),
            )
            for item in faces.faces
        ]
        self._single: dict[int, Vector | None] = {}

    @classmethod
    def as_shipped(cls, faces: FaceSet, pack: Pack) -> "Recogniser":
        """With mirror averaging where the pack has it."""
        settings = pack.settings
        return cls(
            faces,
            pack.calibration,
            mirror_enrolment=settings.mirror_average_enrolment,
            mirror_probes=settings.mirror_average_probes,
        )

    def enrol(self, photos: Sequence[int]) -> Vector:
        """The gallery entry of one person's photos."""
        if len(photos) == 1:
            return self._templates[photos[0]].vector
        return mean_template([self._templates[photo] for photo in photos]).vector

    def probe(self, photos: Sequence[int]) -> Vector | None:
        """One attempt whose frames these photos stand for; None if it is refused because they disagree."""
        if len(photos) == 1:
            if photos[0] not in self._single:
                self._single[photos[0]] = self._combined(photos)
            return self._single[photos[0]]
        return self._combined(photos)

    def _combined(self, photos: Sequence[int]) -> Vector | None:
        probe = combine_frames([self._readings[photo] for photo in photos], self._calibration)
        return None if probe.template is None else np.asarray(probe.template.vector, dtype=np.float32)
