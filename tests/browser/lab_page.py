"""A real JupyterLab and a real Chromium, both on this machine only."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
LESSONS = sorted(path.name for path in NOTEBOOKS.glob("*.ipynb"))
WIDGET = "application/vnd.jupyter.widget-view+json"
# What an explorer shows, as one text.
SHOWN = "stage => stage.querySelector('.stage-parts').innerHTML"
VIEWPORT = {"width": 1280, "height": 900}
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
OPTIONS = """--no-browser --allow-root --ip=127.0.0.1 --ServerApp.port_retries=0
    --IdentityProvider.token= --ServerApp.disable_check_xsrf=True
    --LabApp.expose_app_in_browser=True --LabApp.extension_manager=readonly
    --LabApp.news_url=None
    --LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate""".split()
FOLDERS = """JUPYTER_CONFIG_DIR JUPYTER_DATA_DIR JUPYTER_RUNTIME_DIR
    JUPYTERLAB_SETTINGS_DIR JUPYTERLAB_WORKSPACES_DIR""".split()
START_SECONDS, RUN_SECONDS = 90, 180

# The notebook is open, and its kernel waits for work.
READY = """path => {
  const panel = window.jupyterapp?.shell.currentWidget;
  return panel?.context?.path === path && panel.context.isReady
    && panel.sessionContext?.session?.kernel?.status === 'idle';
}"""

# Committed counts would make a notebook look finished before it ran: clear them first.
RUN_ALL = """async () => {
  const commands = window.jupyterapp.commands;
  await commands.execute('notebook:clear-all-cell-outputs');
  commands.execute('notebook:run-all-cells');
}"""

# An error ends Run All: the cells after it would be waited for in vain.
FINISHED = """() => {
  const panel = window.jupyterapp.shell.currentWidget;
  const code = panel.content.widgets.filter(cell => cell.model.type === 'code'
    && cell.model.sharedModel.getSource().trim());
  const failed = cell => cell.model.outputs.toJSON()
    .some(output => output.output_type === 'error');
  return panel.sessionContext.session.kernel.status === 'idle'
    && (code.every(cell => cell.model.executionCount) || code.some(failed));
}"""

TROUBLE = """() => window.jupyterapp.shell.currentWidget.content.widgets.flatMap(
  (cell, index) => cell.model.type !== 'code' ? [] : cell.model.outputs.toJSON()
    .filter(output => output.output_type === 'error' || output.name === 'stderr')
    .map(output => `cell ${index}: ${output.text ?? output.evalue}`))"""

CELLS_WITH = """what => window.jupyterapp.shell.currentWidget.content.widgets.flatMap(
  (cell, index) => cell.model.type === 'code' && cell.model.outputs.toJSON()
    .some(output => output.data?.[what]) ? [index] : [])"""

SCROLL_TO = """async number => {
  const notebook = window.jupyterapp.shell.currentWidget.content;
  notebook.activeCellIndex = number;
  await notebook.scrollToItem(number, 'start');
}"""

KERNEL = "window.jupyterapp.shell.currentWidget.sessionContext.session.kernel"
DRAWN = """picture => picture.tagName === 'IMG'
  ? picture.complete && picture.naturalWidth > 0
  : picture.querySelectorAll('.stage-parts > g').length > 0"""

AT_CELL = """([number, command]) => {
  window.jupyterapp.shell.currentWidget.content.activeCellIndex = number;
  return window.jupyterapp.commands.execute(command);
}"""

SHUT_DOWN = """async () => {
  await window.jupyterapp.shell.currentWidget.sessionContext.shutdown();
}"""


class NoBrowser(Exception):
    """There is nothing to open a page with; the message says what is missing."""


@contextmanager
def running_chromium():
    """Run a browser.

    Raises: NoBrowser if Playwright is not installed, or there is no Chromium.
    """
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        raise NoBrowser("the package playwright is not installed") from None
    with sync_playwright() as playwright:
        installed = next(filter(None, map(shutil.which, BROWSERS)), None)
        program = installed or playwright.chromium.executable_path
        if not Path(program).exists():
            raise NoBrowser("neither Chromium nor Chrome is installed")
        browser = playwright.chromium.launch(executable_path=program)
        yield browser
        browser.close()


@contextmanager
def needed_chromium():
    """Run a browser; without one a user's tests are skipped, and CI's fail."""
    try:
        with running_chromium() as browser:
            yield browser
    except NoBrowser as error:
        if os.environ.get("CI"):
            pytest.fail(f"{error}, and CI is set")
        pytest.skip(str(error))


@contextmanager
def running_lab(home, notebooks=NOTEBOOKS):
    """Run a JupyterLab over a copy of notebooks, in an empty folder; yield its address.

    Raises: RuntimeError with the end of its log, if it does not start.
    """
    # A copy, since JupyterLab saves by itself what it has open.
    shutil.copytree(notebooks, home / "notebooks")
    quiet = home / "settings" / "@jupyterlab" / "apputils-extension"
    quiet.mkdir(parents=True)
    settings = quiet / "notification.jupyterlab-settings"
    settings.write_text('{"fetchNews": "false"}', "utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "jupyterlab", *OPTIONS, f"--port={port}"]
    command.append(f"--ServerApp.root_dir={home / 'notebooks'}")
    own = {name: str(home / name.split("_")[1].lower()) for name in FOLDERS}
    log = home / "log.txt"
    with log.open("w") as output:
        out = {"stdout": output, "stderr": subprocess.STDOUT}
        server = subprocess.Popen(command, env=os.environ | own, **out)
    url = f"http://127.0.0.1:{port}"
    try:
        wait_for(url, server, log)
        yield url
    finally:
        server.terminate()
        server.wait(30)


def wait_for(url, server, log):
    """Wait until the server answers."""
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and server.poll() is None:
        try:
            urllib.request.urlopen(f"{url}/api/status", timeout=5).close()
            return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"JupyterLab does not answer:\n{log.read_text()[-2000:]}")


class Room:
    """A page on which JupyterLab shows one notebook.

    `outside` lists what was asked of other machines.
    """

    def __init__(self, chromium, lab_url, name, pixel_ratio=1):
        self.lab_url, self.name, self.outside = lab_url, name, []
        self.page = chromium.new_page(
            viewport=VIEWPORT, device_scale_factor=pixel_ratio
        )
        self.page.on("request", lambda request: self.note(request.url))
        self.page.on("websocket", lambda socket: self.note(socket.url))
        self.page.goto(f"{lab_url}/lab/tree/{name}?reset")
        self.wait(READY, name, START_SECONDS)
        self.command("application:toggle-left-area")

    def note(self, address):
        """Remember an address that is not this JupyterLab's."""
        own = (self.lab_url, self.lab_url.replace("http", "ws", 1), "data:", "blob:")
        if not address.startswith(own):
            self.outside.append(address)

    def wait(self, condition, argument=None, seconds=10):
        """Wait until a condition in JavaScript holds."""
        self.page.wait_for_function(condition, arg=argument, timeout=seconds * 1000)

    def command(self, name):
        """Run a command of JupyterLab, as its menus do, without waiting for it."""
        self.page.evaluate("name => {window.jupyterapp.commands.execute(name)}", name)

    def run_all(self):
        """Clear the outputs, and run every cell, or until one has failed."""
        self.page.evaluate(RUN_ALL)
        self.wait(FINISHED, seconds=RUN_SECONDS)

    def errors(self):
        """List every error and every warning that stands under a cell."""
        return self.page.evaluate(TROUBLE)

    def cells_with(self, what):
        """List the numbers of the cells whose output offers a kind of data."""
        return self.page.evaluate(CELLS_WITH, what)

    def scroll_to(self, number):
        """Bring a cell onto the screen, and return the place of its output."""
        self.page.evaluate(SCROLL_TO, number)
        output = self.page.locator(f".jp-Cell[data-windowed-list-index='{number}']")
        output.wait_for(state="attached")
        return output.locator(".jp-Cell-outputWrapper")

    def picture(self, number, kind="img, .stage-picture"):
        """Bring a cell's picture onto the screen, and wait until it is drawn.

        JupyterLab draws only what is on the screen.
        """
        picture = self.scroll_to(number).locator(kind).first
        picture.wait_for(state="attached")
        self.wait(DRAWN, picture.element_handle())
        return picture

    def explorer(self, number):
        """Bring a cell's explorer onto the screen; return its place."""
        self.picture(number, ".stage-picture")
        return self.scroll_to(number).locator(".stage").first

    def first_explorer(self):
        """Run the cells up to the first explorer; return its number and its place."""
        first, number, *_ = self.cells_with("image/png")
        for cell in range(first, number + 1):
            self.at_cell(cell, "notebook:run-cell")
        return number, self.explorer(number)

    def at_cell(self, number, command):
        """Run a command of JupyterLab at a cell, and wait until it has."""
        self.page.evaluate(AT_CELL, [number, command])

    def process(self):
        """Return the kernel's process."""
        kernel = self.page.evaluate(f"{KERNEL}.id")
        for process in psutil.process_iter(["cmdline"]):
            if any(kernel in word for word in process.info["cmdline"] or ()):
                return process
        raise LookupError(f"no process of kernel {kernel}")

    def close(self):
        """Close the page, and end its kernel."""
        self.page.evaluate(SHUT_DOWN)
        self.page.close()
