"""Why a brought pack is not taken."""

from kaodoki.faces.errors import PackError


class PackFileMissing(PackError):
    code = "pack_file_missing"
    ja = "モデルのフォルダーに {file} がありません。pack.toml と同じフォルダーに置いてください。"
    en = "The file {file} is missing. Put it into the folder of pack.toml."


class PackFileTooLarge(PackError):
    code = "pack_file_too_large"
    ja = "{file} が大きすぎます。{megabytes} MB 以下のファイルを使ってください。"
    en = "The file {file} is too large. At most {megabytes} MB are accepted."


class PackHashWrong(PackError):
    code = "pack_hash_wrong"
    ja = "{file} の sha256 が pack.toml と一致しません。入手し直すか、sha256 を確認してください。"
    en = "The sha256 of {file} is not the one in pack.toml. Fetch the file again, or check the hash."


class PackNotOnnx(PackError):
    code = "pack_not_onnx"
    ja = "{file} はONNXのネットワークとして読み込めません。ONNX形式で書き出し直してください。"
    en = "The file {file} is no ONNX network. Export it as ONNX again."


class PackExternalData(PackError):
    code = "pack_external_data"
    ja = "{file} の重みが別ファイルにあります。重みを含む1つのONNXファイルにして書き出してください。"
    en = "The weights of {file} lie in other files. Export it as one ONNX file that holds its weights."


class PackOperatorUnknown(PackError):
    code = "pack_operator_unknown"
    ja = "{file} の演算 {operator} には対応していません。標準のONNX演算だけで書き出してください。"
    en = "The operator {operator} in {file} is not supported. Export the network with standard ONNX operators only."


class PackNotRunnable(PackError):
    code = "pack_not_runnable"
    ja = "{file} を実行できません({reason})。OpenVINO で動くONNXファイルを使ってください。"
    en = "The network {file} does not run ({reason}). Use an ONNX file that OpenVINO can run."


class PackShapeWrong(PackError):
    code = "pack_shape_wrong"
    ja = "{file} の入出力の形が合いません。期待 {expected}、実際 {found}。pack.toml を確認してください。"
    en = "The shapes of {file} do not fit: expected {expected}, found {found}. Check pack.toml."


class PackAxesDynamic(PackError):
    code = "pack_axes_dynamic"
    ja = "{file} の入力サイズを {shape} に固定できません。固定サイズで書き出すか、pack.toml を修正してください。"
    en = "The input of {file} cannot be fixed to {shape}. Export it with that size, or correct pack.toml."


class PackOutputsUnknown(PackError):
    code = "pack_outputs_unknown"
    ja = "{file} の出力を判別できません(出力: {outputs})。pack.toml で出力名を指定してください。"
    en = "The outputs of {file} cannot be told apart ({outputs}). Name them in pack.toml."


class PackOutputNotFinite(PackError):
    code = "pack_output_not_finite"
    ja = "{file} の出力に NaN・無限大・ゼロベクトルが含まれます。mean と std、ファイルの内容を確認してください。"
    en = "The network {file} answers NaN, infinity or nothing but zeros. Check mean, std and the file."


class PackExists(PackError):
    code = "pack_exists"
    ja = "顔認証モデル「{pack}」はすでにあります。pack.toml の version を変えてから追加してください。"
    en = "There is a model pack {pack} already. Change the version in pack.toml and add it again."


class PackOutputConstant(PackError):
    code = "pack_output_constant"
    ja = "{file} はどの画像にも同じ結果を返します。書き出しに失敗しています。別のファイルを使ってください。"
    en = "The network {file} answers the same to every picture. Its export is broken; use another file."
