"""The page's side of an explorer: one widget that shows frames and reports touches."""

from pathlib import Path

import anywidget
import traitlets

from helpers.stage.style import FONTS

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
HERE = Path(__file__).parent
# As text: given as paths, anywidget would watch the files, and keep every widget alive.
SCRIPT = HERE.joinpath("stage.js").read_text("utf-8")
LOOKS = HERE.joinpath("stage.css").read_text("utf-8")


class Front(anywidget.AnyWidget):
    """Show frames, and tell where a pointer is; `stage.js` says how.

    frame: the picture that is meant now; controls: {name: {"id": of its widget's model,
    "trait": which holds its value}}; problem: what went wrong, in words.
    """

    _esm, _css = SCRIPT, LOOKS

    frame = traitlets.Dict().tag(sync=True)
    controls = traitlets.Dict().tag(sync=True)
    problem = traitlets.Unicode().tag(sync=True)
    title = traitlets.Unicode().tag(sync=True)

    def __init__(self, on_message, **traits):
        super().__init__(**traits)
        self.on_msg(lambda _, message, buffers: self.answer(message, on_message))

    def answer(self, message, on_message):
        """Send the fonts, which a page asks for once, or what the explorer answers."""
        if message.get("fonts"):
            files = [FONTS / f"LessonSans-{name}.otf" for name in ("Regular", "Bold")]
            self.send({"fonts": True}, [file.read_bytes() for file in files])
        else:
            on_message(message)
