"""The root of every expected error: a stable code and a sentence, in Japanese and English, that says what to do."""

from typing import ClassVar


class KaodokiError(Exception):
    """An expected error. Subclasses live beside the code that raises them; only `web` knows HTTP statuses.

    `ja` and `en` are format strings filled from the keyword details, so a detail must be fit to be read by the person
    who gets the answer: never a token, a photo or a template.
    """

    code: ClassVar[str] = "error"
    ja: ClassVar[str] = "エラーが発生しました。もう一度お試しください。"
    en: ClassVar[str] = "Something went wrong. Please try again."

    def __init__(self, **details: object) -> None:
        super().__init__(self.code)
        self.details = details

    def message(self, language: str) -> str:
        """The sentence in `language` ("ja" or "en")."""
        sentence = self.ja if language == "ja" else self.en
        return sentence.format_map(self.details)

    def __str__(self) -> str:
        return f"{self.code}: {self.message('en')}"


class NotFound(KaodokiError):
    code = "not_found"
    ja = "対象のデータが見つかりません。指定した値を確認してください。"
    en = "There is no such thing here. Check what you asked for."


class InvalidInput(KaodokiError):
    code = "invalid_input"
    ja = "入力内容を確認してください: {reason}"
    en = "Check the input: {reason}"
