"""A stage before the kiosk's camera: pictures that stand there as long as a test wants them to.

Everything behind the camera is real. A clip cannot know when somebody leaves; a canvas in the camera's place does what
the test says.
"""

import base64
import itertools
import json
from collections.abc import Mapping

import cv2
import numpy as np
from numpy.typing import NDArray
from playwright.sync_api import Page

from kaodoki.project.demo_pictures import picture_path

WIDTH, HEIGHT = 640, 480
FACES = {"astronaut": (0.44, 0.23, 0.176), "biden": (0.594, 0.168, 0.312)}
"""Middle of the face and its width, as shares of the photograph's width and height."""

CAMERA = """(() => {
  const images = Object.fromEntries(Object.entries(SCENES).map(([name, url]) => {
    const image = new Image();
    image.src = url;
    return [name, image];
  }));
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [640, 480];
  let scene = 'FIRST';
  function draw() {
    const [x, y] = [Math.random() * 2 - 1, Math.random() * 2 - 1];
    canvas.getContext('2d').drawImage(images[scene], x, y, canvas.width, canvas.height);
  }
  window.show = (name) => { scene = name; draw(); };
  navigator.mediaDevices.getUserMedia = async () => {
    setInterval(draw, 40);
    draw();
    return canvas.captureStream(25);
  };
})();"""

Image = NDArray[np.uint8]


def set_stage(page: Page, scenes: Mapping[str, Image]) -> None:
    """From the next page on, the camera sees the first of the scenes, then what `show` says."""
    urls = {name: _url(scene) for name, scene in scenes.items()}
    page.add_init_script(CAMERA.replace("SCENES", json.dumps(urls)).replace("FIRST", next(iter(scenes))))


def show(page: Page, scene: str) -> None:
    page.evaluate("(name) => window.show(name)", scene)


def people(*standing: tuple[str, float, float]) -> Image:
    """The entrance with so many people: picture, where the face's middle is across the view, and the face's width in
    pixels. Each has a part of the view; the middle of a face is at 45 % of the height."""
    view = empty()
    edges = [0, *((one[1] + other[1]) / 2 for one, other in itertools.pairwise(standing)), WIDTH]
    for place, (name, x, width) in enumerate(standing):
        photo = cv2.imread(str(picture_path(name)))
        assert photo is not None
        rows, columns = photo.shape[:2]
        middle_x, middle_y, share = FACES[name]
        scale = width / (share * columns)
        left, top = x - scale * middle_x * columns, 0.45 * HEIGHT - scale * middle_y * rows
        move = np.array([[scale, 0, left], [0, scale, top]])
        seen = cv2.warpAffine(photo, move, (WIDTH, HEIGHT), flags=cv2.INTER_AREA, borderMode=cv2.BORDER_REPLICATE)
        part = slice(round(edges[place]), round(edges[place + 1]))
        view[:, part] = seen[:, part]
    return view


def empty() -> Image:
    return np.full((HEIGHT, WIDTH, 3), 150, dtype=np.uint8)


def frames_in(body: bytes) -> list[Image]:
    """The pictures of a multipart request as the kiosk sends them."""
    parts = [part for part in body.split(body.split(b"\r\n", 1)[0]) if b'name="frames"' in part]
    encoded = [np.frombuffer(part.split(b"\r\n\r\n", 1)[1], np.uint8) for part in parts]
    return [np.asarray(cv2.imdecode(one, cv2.IMREAD_COLOR), np.uint8) for one in encoded]


def _url(scene: Image) -> str:
    _, jpeg = cv2.imencode(".jpg", scene, [cv2.IMWRITE_JPEG_QUALITY, 92])
    return "data:image/jpeg;base64," + base64.b64encode(jpeg.tobytes()).decode()
