"""Draw the pictures of the README: `python tools/draw_readme.py`.

They are the lessons' own explorers: one moves (attention while it is learned), and
each lesson has one small picture. Drawing them twice gives the same bytes.
"""

from pathlib import Path

from PIL import Image

from helpers.lessons.autoregressive_loop import BeamStepper
from helpers.lessons.decoder import CrossAttentionExplorer
from helpers.lessons.embedding import WavesExplorer
from helpers.lessons.encoder import LayersExplorer
from helpers.lessons.feed_forward import CurveLab
from helpers.lessons.multi_head import HeadsExplorer
from helpers.lessons.overview import overview
from helpers.lessons.self_attention import AttentionStepper, LearningLab
from helpers.pretrained import load_snapshots, load_translator
from helpers.stage.still import shipped, still

FOLDER = Path(__file__).resolve().parents[1] / ".github"
SMALL = 300  # pixels wide: a lesson's picture in the table
FRAME_MS, LAST_FRAME_MS = 900, 2500
SENTENCE = "Tom ate two apples in the park yesterday"


def lessons():
    """Make one explorer for each lesson, in their order."""
    translator = load_translator("grammar")
    layers = LayersExplorer(translator)
    layers.layer.value = translator.model.config.num_encoder_layers
    curves = CurveLab()
    curves.d_ff.value = 32  # a good fit
    return {
        "01_embedding": WavesExplorer(),
        "02_self_attention": AttentionStepper(translator),
        "03_multi_head": HeadsExplorer(translator),
        "04_encoder": layers,
        "05_feed_forward": curves,
        "06_decoder": CrossAttentionExplorer(translator),
        "07_autoregressive_loop": BeamStepper(load_translator("grammar-small")),
    }


def small(explorer):
    """Draw an explorer as a small picture."""
    parts, height = explorer.parts()
    picture = still(parts, explorer.width, height)
    size = SMALL, round(SMALL * picture.height / picture.width)
    return picture.resize(size, Image.Resampling.LANCZOS)


def learning():
    """Draw every moment of a training run: frames of one size."""
    explorer = LearningLab(load_translator("grammar-small"), load_snapshots())
    explorer.sentence.value = SENTENCE
    frames = []
    for value in explorer.snapshot.values():
        explorer.snapshot.value = value
        frames.append(explorer.still(1))
    return frames


def main(folder=FOLDER):
    """Write all pictures into a folder."""
    (folder / "lessons").mkdir(parents=True, exist_ok=True)
    picture = overview("self_attention").image()
    (folder / "overview.png").write_bytes(shipped(picture))
    for name, explorer in lessons().items():
        few = small(explorer).quantize(64, dither=Image.Dither.NONE)
        few.save(folder / "lessons" / f"{name}.png", optimize=True)
    first, *rest = (
        frame.quantize(64, dither=Image.Dither.NONE) for frame in learning()
    )
    duration = [FRAME_MS] * len(rest) + [LAST_FRAME_MS]
    first.save(
        folder / "learning.gif",
        save_all=True,
        append_images=rest,
        duration=duration,
        loop=0,
        optimize=False,
    )


if __name__ == "__main__":
    main()
