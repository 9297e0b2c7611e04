"""What the self-test says: each line what was measured, and what to do about it."""

from kaodoki.web.texts import Text

CHECKS = ("camera", "face", "light", "sound", "network", "time")

SELF_TEST_TEXTS: dict[str, Text] = {
    "self_test_hint": Text(
        "端末を置く場所で、打刻する人と同じようにカメラの前に立って確認してください。写真は保存されません。",
        "Check the device where it will stand, in front of the camera as people will be. No picture is kept.",
    ),
    "self_test_again": Text("もう一度確認する", "Check again"),
    "self_test_back": Text("打刻の画面に戻る", "Back to the kiosk"),
    "check_camera": Text("カメラ", "Camera"),
    "check_face": Text("顔の検出", "Face"),
    "check_light": Text("明るさ", "Light"),
    "check_sound": Text("音", "Sound"),
    "check_network": Text("ネットワーク", "Network"),
    "check_time": Text("時計", "Clock"),
    "state_waiting": Text("確認中", "Checking"),
    "state_ask": Text("操作してください", "Your turn"),
    "state_good": Text("良好", "Good"),
    "state_attention": Text("注意", "Attention"),
    "state_bad": Text("要対応", "Act"),
    "measuring": Text("測っています…", "Measuring…"),
    "camera_good": Text(
        "{width}×{height}・毎秒{fps}コマで映っています。", "{width}×{height} at {fps} frames per second."
    ),
    "camera_small": Text(
        "映像が小さすぎます({width}×{height})。640×480以上のカメラを選ぶか、ほかのアプリを閉じてください。",
        "The picture is too small ({width}×{height}). Choose a camera of 640×480 or more, or close other apps.",
    ),
    "camera_slow": Text(
        "映像が遅れています(毎秒{fps}コマ)。ほかのアプリを閉じ、明るい場所で使ってください。",
        "The picture is slow ({fps} frames per second). Close other apps, and give it more light.",
    ),
    "camera_none": Text(
        "カメラを使えません。ブラウザーの設定でこのページのカメラを「許可」にして、もう一度確認してください。",
        "The camera cannot be used. Allow it for this page in the browser’s settings, then check again.",
    ),
    "face_good": Text("顔を検出しました。立つ位置もちょうどよい距離です。", "A face is found, at a good distance."),
    "face_small": Text(
        "顔が小さく映っています。端末をもう少し近くか、顔の高さに置いてください。",
        "The face is small. Put the device nearer to where people stand, at the height of their faces.",
    ),
    "face_several": Text(
        "{count}人の顔が映っています。後ろを人が通らない向きに端末を置いてください。",
        "{count} faces are in view. Turn the device so that nobody passes behind the person.",
    ),
    "face_none": Text(
        "顔が見つかりません。カメラの正面に立って、もう一度確認してください。",
        "No face is found. Stand in front of the camera and check again.",
    ),
    "face_no_camera": Text("カメラが使えるようになってから確認します。", "This follows once the camera can be used."),
    "face_unpaired": Text(
        "端末を登録(ペアリング)したあとに確認できます。", "This can be checked once the terminal is paired."
    ),
    "face_unknown": Text(
        "サーバーの返事がありません。ネットワークの行を確認してください。",
        "The server does not answer: see the network.",
    ),
    "light_good": Text("明るさは十分です({level}%)。", "There is enough light ({level}%)."),
    "light_dark": Text(
        "暗すぎます({level}%)。照明をつけるか、人の顔に光が当たる場所へ端末を移してください。",
        "It is too dark ({level}%). Switch on a lamp, or move the device to where light falls on people’s faces.",
    ),
    "light_bright": Text(
        "明るすぎます({level}%)。直射日光や照明がカメラに入らない向きに変えてください。",
        "It is too bright ({level}%). Turn the device away from direct sun and lamps.",
    ),
    "light_against": Text(
        "逆光です(顔 {level}%、背景 {around}%)。窓や照明を背にして立たない向きに端末を変えてください。",
        "The light is behind the person (face {level}%, behind {around}%). Turn the device so that no window or lamp is"
        " behind whoever stands there.",
    ),
    "sound_ask": Text("ボタンを押すとチャイムが鳴ります。", "Press the button to hear the chime."),
    "sound_play": Text("チャイムを鳴らす", "Play the chime"),
    "sound_heard_ask": Text("チャイムは聞こえましたか?", "Did you hear the chime?"),
    "sound_yes": Text("聞こえた", "I heard it"),
    "sound_no": Text("聞こえない", "I did not"),
    "sound_good": Text("チャイムが聞こえます。", "The chime is heard."),
    "sound_bad": Text(
        "端末の音量を上げ、消音(マナーモード)やBluetoothイヤホンの接続を切ってください。打刻は音がなくてもできます。",
        "Turn the volume up, and switch off mute and Bluetooth earphones. Punching works without sound too.",
    ),
    "network_good": Text("サーバーまで {times} ミリ秒です。", "The server answers in {times} ms."),
    "network_slow": Text(
        "返事に時間がかかっています({times} ミリ秒)。端末をWi-Fiの親機に近づけるか、有線につないでください。",
        "Answers take long ({times} ms). Move the device nearer to the Wi-Fi access point, or use a cable.",
    ),
    "network_bad": Text(
        "サーバーに届きません({failed}/3 回失敗)。Wi-Fiの接続と、サーバーが動いているかを確認してください。",
        "The server cannot be reached ({failed} of 3 failed). Check the Wi-Fi, and that the server is running.",
    ),
    "time_good": Text("サーバーとの差は {seconds} 秒です。", "{seconds} s from the server’s clock."),
    "time_off": Text(
        "時計が {seconds} 秒ずれています。端末の日時を自動設定にしてください。打刻にはサーバーの時刻を使います。",
        "The clock is {seconds} s off. Set the device’s date and time automatically. Punches use the server’s time.",
    ),
    "time_unknown": Text(
        "サーバーの時刻が分かりません。ネットワークの行を確認してください。",
        "The server’s time is not known: see the network.",
    ),
}
