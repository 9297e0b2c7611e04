"""What the page for installing the certificate says."""

from dataclasses import dataclass

from kaodoki.web.texts import Text

AUTHORITY_TEXTS: dict[str, Text] = {
    "product": Text("顔時", "Kaodoki"),
    "title": Text("端末に証明書を入れる", "Install the certificate on this device"),
    "why": Text(
        "ブラウザーは、信頼できる接続でなければカメラを使わせません。このサーバーの証明書を端末に一度だけ入れると、"
        "警告なしで開き、カメラが使えます。",
        "A browser lets a page use the camera only over a connection it trusts. Install this server’s certificate on"
        " the device once: the kiosk then opens without a warning and can use the camera.",
    ),
    "compare": Text("1. フィンガープリントを見比べる", "1. Compare the fingerprint"),
    "compare_hint": Text(
        "サーバーの画面(kaodoki up または kaodoki doctor)に表示された文字列と、"
        "下の文字列がすべて同じことを確かめてください。"
        "違うときは入れないでください。通信の途中に別の機器が入っているおそれがあります。",
        "It must be, character by character, what kaodoki up or kaodoki doctor prints on the server. If it differs, do"
        " not install it: something stands between this device and the server.",
    ),
    "fingerprint": Text("SHA-256 フィンガープリント", "SHA-256 fingerprint"),
    "install": Text("2. 端末の種類を選んで入れる", "2. Install it on your kind of device"),
    "download_profile": Text("iPad用プロファイル", "Profile for iPad"),
    "download_crt": Text("証明書ファイル(.crt)", "Certificate file (.crt)"),
    "open": Text("3. 打刻画面を開く", "3. Open the kiosk"),
    "open_hint": Text(
        "警告が出ずに開けば完了です。ホーム画面に追加しておくと便利です。",
        "It opens without a warning: done. Add it to the home screen to find it again.",
    ),
    "to_kiosk": Text("打刻画面を開く", "Open the kiosk"),
    "other_device": Text("別の端末で開くには", "On another device"),
    "other_device_hint": Text(
        "端末のカメラでこのQRコードを読み取ります。最初は警告が出ます。「詳細設定」から進んでください。",
        "Point its camera at this QR code. At first it shows a warning; go on through “Advanced”.",
    ),
    "nothing": Text(
        "この端末に入れる証明書はありません。サーバーは、公的な証明書か、このサーバーだけの接続で動いています。",
        "There is no certificate to install. The server has a public certificate, or answers on its own machine only.",
    ),
    "other_language": Text("English", "日本語"),
    "other_language_code": Text("en", "ja"),
}


@dataclass(frozen=True, slots=True)
class Platform:
    """A kind of device, which file it takes, and its steps in order."""

    name: str
    file: str
    steps: tuple[Text, ...]

    def in_language(self, language: str) -> dict[str, object]:
        """For the template."""
        return {"name": self.name, "file": self.file, "steps": [step.in_language(language) for step in self.steps]}


PLATFORMS = (
    Platform(
        "iPad / iPhone (iPadOS, iOS)",
        "profile",
        (
            Text(
                "Safariで「iPad用プロファイル」を押し、「許可」を押します。",
                "In Safari, tap “Profile for iPad”, then “Allow”.",
            ),
            Text(
                "「設定」→「一般」→「VPNとデバイス管理」→「顔時 Kaodoki」→「インストール」。",
                "Settings → General → VPN & Device Management → 顔時 Kaodoki → Install.",
            ),
            Text(
                "「設定」→「一般」→「情報」→「証明書信頼設定」で「Kaodoki on …」をオンにします。忘れやすい手順です。",
                "Settings → General → About → Certificate Trust Settings: switch on “Kaodoki on …”. Easily forgotten.",
            ),
        ),
    ),
    Platform(
        "Android",
        "crt",
        (
            Text("「証明書ファイル」を保存します。", "Save the certificate file."),
            Text(
                "「設定」→「セキュリティ」→「その他のセキュリティ設定」→「暗号化と認証情報」→「証明書のインストール」"
                "→「CA証明書」で、保存したファイルを選びます。",
                "Settings → Security → More security settings → Encryption & credentials → Install a certificate →"
                " CA certificate, and choose the file.",
            ),
            Text("Chromeを閉じて、もう一度開きます。", "Close Chrome and open it again."),
        ),
    ),
    Platform(
        "Windows",
        "crt",
        (
            Text(
                "「証明書ファイル」を保存して開き、「証明書のインストール」を押します。",
                "Save and open the file: Install Certificate.",
            ),
            Text("「ローカル コンピューター」を選びます。", "Choose Local Machine."),
            Text(
                "「証明書をすべて次のストアに配置する」→「信頼されたルート証明機関」を選び、完了します。",
                "Place all certificates in the following store → Trusted Root Certification Authorities. Finish.",
            ),
        ),
    ),
    Platform(
        "ChromeOS",
        "crt",
        (
            Text("「証明書ファイル」を保存します。", "Save the certificate file."),
            Text(
                "chrome://certificate-manager を開き、「カスタム」→「信頼できる証明書」→「インポート」で選びます。",
                "Open chrome://certificate-manager: Custom → Trusted certificates → Import.",
            ),
            Text(
                "「ウェブサイトの識別」にチェックを入れます。会社が管理する端末では、管理コンソールから配布します。",
                "Tick that it may identify websites. On managed devices, distribute it from the admin console.",
            ),
        ),
    ),
)
