"""A person who does what the kiosk asks: a clip cannot know what the server's lot falls on, so this camera listens.

The page's camera becomes a canvas that shows poses of a head, made from a photograph, and turns when the instruction
is on the screen. Everything behind the camera is real: the page, the server and what it makes of the frames.
"""

import base64
import json
from pathlib import Path

from playwright.sync_api import Page

from kaodoki.faces.liveness.challenge import Action
from tests import heads

REACTION_MS = 600
POSE_MS = 350

CAMERA = """(() => {
  const poses = POSES;
  const images = Object.fromEntries(Object.entries(poses).map(([name, urls]) => [name, urls.map((url) => {
    const image = new Image();
    image.src = url;
    return image;
  })]));
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [WIDTH, HEIGHT];
  let asked = {id: '', since: 0};
  function pose() {
    const place = document.getElementById('challenge');
    if (!place || place.hidden) {
      asked = {id: '', since: 0};
      return images.turn_left[0];
    }
    if (!asked.since) asked = {id: place.dataset.action, since: performance.now()};
    const step = Math.floor((performance.now() - asked.since - REACTION_MS) / POSE_MS);
    const frames = images[asked.id];
    return frames[Math.max(0, Math.min(frames.length - 1, step))];
  }
  function draw() {
    const [x, y] = [Math.random() * 2 - 1, Math.random() * 2 - 1];
    canvas.getContext('2d').drawImage(pose(), x, y, canvas.width, canvas.height);
  }
  navigator.mediaDevices.getUserMedia = async () => {
    setInterval(draw, 40);
    draw();
    return canvas.captureStream(25);
  };
})();"""


def act(page: Page, picture: Path) -> None:
    """From the next page on, the camera sees the person of the photograph, who does what is asked."""
    poses = {action.value: [_url(frame) for frame in heads.performed(picture, action)] for action in Action}
    script = CAMERA.replace("POSES", json.dumps(poses)).replace("WIDTH", str(heads.WIDTH))
    script = script.replace("HEIGHT", str(heads.HEIGHT)).replace("REACTION_MS", str(REACTION_MS))
    page.add_init_script(script.replace("POSE_MS", str(POSE_MS)))


def _url(jpeg: bytes) -> str:
    return "data:image/jpeg;base64," + base64.b64encode(jpeg).decode()
