"""What the pages of the terminals say about a device."""

from kaodoki.web.texts import Text

TERMINAL_TEXTS: dict[str, Text] = {
    "device": Text("端末の状態", "The device"),
    "site": Text("拠点", "Site"),
    "no_site": Text("指定なし", "None"),
    "version": Text("バージョン", "Version"),
    "browser": Text("ブラウザー", "Browser"),
    "battery": Text("バッテリー", "Battery"),
    "charging": Text("充電中", "charging"),
    "queue": Text("未送信", "Not sent"),
    "clock": Text("時計のずれ(秒)", "Clock difference (s)"),
    "clock_is_off": Text(
        "端末の時計が30秒以上ずれています。打刻にはサーバーの時刻を使いますが、端末の日時を自動設定にしてください。",
        "The device’s clock is off by more than 30 s. Punches use the server’s time, yet set its date and time"
        " automatically.",
    ),
    "frames_per_second": Text("映像(フレーム/秒)", "Frames per second"),
    "unknown_yet": Text("不明", "Not known"),
    "remote_settings": Text("設定", "Settings"),
    "remote_hint": Text("変更は30秒以内に端末へ反映されます。", "The device takes changes within 30 seconds."),
    "save_terminal": Text("保存する", "Save"),
    "pair_again": Text("もう一度ペアリングする", "Pair again"),
    "pair_again_hint": Text(
        "タブレットを交換したときなどに使います。新しいコードが使われると、これまでの接続は無効になります。",
        "For a new tablet, for example. Once the new code is used, the connection until now ends.",
    ),
    "qr_hint": Text("タブレットでこのQRコードを読み取ると、コードが入力されます。", "Scan this with the tablet."),
    "self_test": Text("端末の動作確認", "Device check"),
    "self_test_hint": Text(
        "端末で開くと、カメラ・明るさ・音・ネットワーク・時計を確認し、何を動かせばよいかを表示します。",
        "Opened on the device, it checks camera, light, sound, network and clock, and says what to move.",
    ),
    "back_to_list": Text("端末の一覧へ", "All terminals"),
}

KEY_TEXTS: dict[str, Text] = {
    "key_title": Text("オフライン打刻の暗号鍵", "Key of offline punches"),
    "key_hint": Text(
        "端末はサーバーに接続できない間の打刻をこの鍵で暗号化します。30日ごとに自動で交換されます。"
        "端末を紛失したときなどは、すぐに交換できます。古い鍵で受け付けた打刻は14日間受け取れます。",
        "Terminals seal what they take while the server is away to this key. It is replaced every 30 days by itself."
        " Replace it at once after a device was lost, for example. What was sealed to the old one is taken for 14 days"
        " more.",
    ),
    "key_since": Text("現在の鍵: {time} から", "This key: since {time}"),
    "key_none": Text(
        "まだ鍵はありません。端末の接続時に作られます。", "No key yet: it is made once a terminal connects."
    ),
    "key_rotate": Text("鍵を交換する", "Replace the key"),
}
