"""The vendored bundles and the font in a real browser, under the very policy the application sends."""

from __future__ import annotations

import base64
import re
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import ConsoleMessage, Page, sync_playwright

from api.app import HEADERS
from tests.chromium import launch
from tools.vendor import EXPLORER

PAGE = """<!doctype html><html lang="zh"><meta charset="utf-8"><title>t</title>
<link rel="stylesheet" href="explorer/fonts/noto-sans-sc.css"><link rel="stylesheet" href="t.css">
<p id="regular">科转图谱</p><p id="bold">科转图谱</p><div id="scene"></div></html>"""
CSS = """p { font: 400 40px "Noto Sans SC"; margin: 10px; width: max-content } #bold { font-weight: 600 }
#scene { width: 200px; height: 200px }"""
PIXELS = """async ([png, channels]) => {
  const image = new Image(); image.src = "data:image/png;base64," + png; await image.decode();
  const canvas = document.createElement("canvas"); canvas.width = image.width; canvas.height = image.height;
  const context = canvas.getContext("2d"); context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, image.width, image.height);
  let count = 0;
  for (let i = 0; i < data.length; i += 4) {
    count += channels.every(([low, high], c) => low <= data[i + c] && data[i + c] <= high);
  }
  return count;
}"""
DARK = [[0, 127], [0, 127], [0, 127]]
RED = [[200, 255], [0, 60], [0, 60]]
SCENE = """async () => {
  const { EdgeCurvedArrowProgram, MultiGraph, Sigma } = await import("/explorer/vendor/graph.js");
  const graph = new MultiGraph();
  graph.addNode("a", { x: 0, y: 0, size: 20, color: "#f00" });
  graph.addNode("b", { x: 1, y: 1, size: 20, color: "#00f" });
  graph.addEdge("a", "b", { type: "curved", size: 4, color: "#0a0" });
  new Sigma(graph, document.getElementById("scene"), { edgeProgramClasses: { curved: EdgeCurvedArrowProgram } });
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
}"""
SETTLE = """() => new Promise((resolve, reject) => {
  const worker = new Worker("/explorer/vendor/forceatlas2.worker.js", { type: "module" });
  worker.onerror = () => reject(new Error("the worker did not start"));
  worker.onmessage = ({ data }) => resolve(data);
  const nodes = ["a", "b", "c"].map((key, i) => ({ key, x: i, y: i * i, size: 1, fixed: key === "a" }));
  worker.postMessage({ id: 7, nodes, edges: [["a", "b"], ["b", "gone"]], iterations: 50 });
})"""
PANEL = """async () => {
  const { html, render, signal, useState } = await import("/explorer/vendor/preact.js");
  const count = signal(1), box = document.createElement("div");
  const Panel = () => html`<b>${count}</b><i>${useState("x")[0]}</i>`;
  render(html`<${Panel} />`, box);
  count.value = 2;
  await new Promise((done) => setTimeout(done, 50));
  return box.innerHTML;
}"""


class Handler(SimpleHTTPRequestHandler):
    """Serves a folder with the headers of the application."""

    def end_headers(self) -> None:
        for name, value in HEADERS.items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """A page served with the vendored files; at the end it must have complained of nothing and stayed at home."""
    folder = tmp_path_factory.mktemp("page")
    (folder / "explorer").symlink_to(EXPLORER)
    (folder / "index.html").write_text(PAGE, encoding="utf-8")
    (folder / "t.css").write_text(CSS, encoding="utf-8")
    server = ThreadingHTTPServer(("127.0.0.1", 0), lambda *given: Handler(*given, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    home = f"http://127.0.0.1:{server.server_port}/"
    complaints: list[str] = []
    asked: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type == "error" and "favicon" not in str(message.location):
            complaints.append(message.text)

    with sync_playwright() as playwright:
        browser = launch(playwright)
        opened = browser.new_page()
        opened.on("console", hear)
        opened.on("pageerror", lambda error: complaints.append(str(error)))
        opened.on("request", lambda request: asked.append(request.url))
        opened.goto(home)
        yield opened
        browser.close()
    server.shutdown()
    server.server_close()
    assert complaints == []
    assert [url for url in asked if not url.startswith((home, "data:image/png"))] == []


def pixels(page: Page, selector: str, channels: list[list[int]]) -> int:
    """How many pixels of an element's picture have red, green and blue within these bounds."""
    png = base64.b64encode(page.locator(selector).screenshot()).decode()
    return int(page.evaluate(PIXELS, [png, channels]))


def test_type_stubs_promise_what_the_bundles_export(page: Page) -> None:
    for stub in (EXPLORER / "vendor").glob("*.d.ts"):
        text = stub.read_text(encoding="utf-8")
        listed = ",".join(re.findall(r"^export \{([^}]*)\}", text, re.MULTILINE)).split(",")
        names = {name.split(" as ")[-1].strip() for name in listed} | set(
            re.findall(r"export declare const (\w+)", text)
        )
        module = f"/explorer/vendor/{stub.name.removesuffix('.d.ts')}.js"
        assert set(page.evaluate(f"async () => Object.keys(await import('{module}'))")) == names


def test_panels_follow_signals_and_hooks(page: Page) -> None:
    assert page.evaluate(PANEL) == "<b>2</b><i>x</i>"


def test_chinese_is_drawn_in_the_served_font(page: Page) -> None:
    page.evaluate("document.fonts.ready.then(() => true)")
    loaded = page.evaluate("[...document.fonts].filter((f) => f.status === 'loaded').map((f) => f.family + f.weight)")
    assert {name.replace('"', "") for name in loaded} == {"Noto Sans SC400", "Noto Sans SC600"}
    regular, bold = pixels(page, "#regular", DARK), pixels(page, "#bold", DARK)
    assert bold > regular > 800


def test_the_scene_is_drawn_with_webgl(page: Page) -> None:
    assert page.evaluate("Boolean(document.createElement('canvas').getContext('webgl2'))") is True
    assert pixels(page, "#scene", RED) == 0
    page.evaluate(SCENE)
    assert pixels(page, "#scene", RED) > 400


def test_the_layout_runs_in_a_worker_of_the_same_origin(page: Page) -> None:
    answer = page.evaluate(SETTLE)
    assert answer["id"] == 7
    assert answer["positions"]["a"] == {"x": 0, "y": 0}
    assert answer["positions"]["b"] != {"x": 1, "y": 1}
    assert set(answer["positions"]) == {"a", "b", "c"}
