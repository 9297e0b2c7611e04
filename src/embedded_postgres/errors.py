"""What can go wrong while starting the private PostgreSQL: a stable code and a sentence that says what to do."""

from typing import ClassVar


class EmbeddedPostgresError(Exception):
    """An expected error; `ja` and `en` are format strings filled from the keyword details."""

    code: ClassVar[str] = "embedded_postgres"
    ja: ClassVar[str] = "データベースでエラーが発生しました: {reason}"
    en: ClassVar[str] = "The embedded database failed: {reason}"

    def __init__(self, **details: object) -> None:
        super().__init__(self.code)
        self.details = details

    def message(self, language: str) -> str:
        """The sentence in `language` ("ja" or "en")."""
        sentence = self.ja if language == "ja" else self.en
        return sentence.format_map(self.details)

    def __str__(self) -> str:
        return f"{self.code}: {self.message('en')}"


class AlreadyRunning(EmbeddedPostgresError):
    code = "database_in_use"
    ja = "データフォルダ {data_dir} は別の kaodoki が使用中です。そちらを停止するか、別の --data を指定してください。"
    en = "Another kaodoki is using the data folder {data_dir}. Stop it, or choose another folder with --data."


class NotStarted(EmbeddedPostgresError):
    code = "database_not_started"
    ja = "データベースを起動できませんでした。ログ {log} を確認してください。末尾: {tail}"
    en = "The embedded database did not start. See its log {log}, which ends with: {tail}"


class DatabaseNotFound(EmbeddedPostgresError):
    code = "database_not_found"
    ja = "{pointer} が示すデータベース {place} が見つかりません。元の場所に戻すか、バックアップから復元してください。"
    en = "{pointer} says that the database is in {place}, but it is not there. Put it back, or restore a backup."


class NoPlace(EmbeddedPostgresError):
    code = "database_no_place"
    ja = (
        "データベースの置き場所を用意できません: {reason}。"
        "通常のユーザーで実行するか、KAODOKI_DATABASE_URL を設定してください。"
    )
    en = "There is no place for the database: {reason}. Run as an ordinary user, or set KAODOKI_DATABASE_URL."
