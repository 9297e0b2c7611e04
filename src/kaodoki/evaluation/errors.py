"""What can go wrong with a data set or a measurement, each with a stable code and what to do."""

from kaodoki.errors import KaodokiError


class EvaluationError(KaodokiError):
    """A measurement cannot be made."""


class DataSetMissing(EvaluationError):
    code = "data_set_missing"
    ja = "評価用データのフォルダー {folder} がありません。展開した場所を指定してください。"
    en = "There is no data set folder {folder}. Give the folder it was unpacked to."


class DataSetLayout(EvaluationError):
    code = "data_set_layout"
    ja = "評価用データ {folder} の構成が想定と異なります: {reason}"
    en = "The data set {folder} is not laid out as expected: {reason}"


class TooFewPeople(EvaluationError):
    code = "too_few_people"
    ja = "人数が足りないため測定できません: {reason}"
    en = "There are too few people to measure this: {reason}"


class ReasonsUnreadable(EvaluationError):
    code = "reasons_unreadable"
    ja = '{file} を読み込めません。[reasons] の下に「目標のID = "理由"」の形で書いてください。'
    en = '{file} cannot be read. Write the reasons under [reasons], each as: id of the target = "reason".'
