"""Every explorer of every lesson, as its notebook makes it."""

from functools import cache

from helpers.exercises.clinic import LESSONS, PATIENTS, patients
from helpers.lessons import (
    autoregressive_loop,
    decoder,
    embedding,
    encoder,
    feed_forward,
    multi_head,
    self_attention,
)
from helpers.lessons.clinic import ClinicExplorer
from helpers.pretrained import load_snapshots, load_translator


@cache
def model(name):
    return load_translator(name)


def in_translation(explorer):
    return lambda: explorer(model("grammar"))


def clinic_of(lesson):
    return lambda: ClinicExplorer(model("grammar-small"), patients(lesson), PATIENTS)


WITH_GRAMMAR = (
    embedding.LookupExplorer,
    embedding.WordMapExplorer,
    embedding.RotaryLab,
    embedding.InputSumExplorer,
    embedding.VolumeExplorer,
    self_attention.AttentionStepper,
    self_attention.OrderLab,
    multi_head.HeadsExplorer,
    multi_head.HeadKindsExplorer,
    multi_head.HeadSwitchesLab,
    encoder.BlockStepper,
    encoder.LayerNormLab,
    encoder.LayersExplorer,
    encoder.PaddingLab,
    feed_forward.FeedForwardStepper,
    feed_forward.NeuronExplorer,
    decoder.DecoderStepper,
    decoder.MaskExplorer,
    decoder.CrossExplorer,
    autoregressive_loop.LoopExplorer,
    autoregressive_loop.LanesExplorer,
    autoregressive_loop.MistakesExplorer,
    autoregressive_loop.ChoosingLab,
    autoregressive_loop.RoomsExplorer,
)
ALONE = (
    embedding.SizeLab,
    embedding.WavesExplorer,
    self_attention.ScaleLab,
    multi_head.SplitStepper,
    multi_head.HeadCountLab,
    encoder.DepthLab,
    encoder.NormLab,
    feed_forward.CurveLab,
    feed_forward.CostLab,
    feed_forward.WidthLab,
    decoder.LeakLab,
    decoder.ProbeExplorer,
)
OTHERS = {
    "TemperatureLab": lambda: self_attention.TemperatureLab(
        [2.1, -0.4, 5.3], ["I", "like", "apples"], query="apples"
    ),
    "LearningLab": lambda: self_attention.LearningLab(
        model("grammar-small"), load_snapshots()
    ),
    "TapeExplorer": lambda: decoder.TapeExplorer(
        model("grammar"), model("grammar-small"), load_snapshots()
    ),
    "BillExplorer": lambda: autoregressive_loop.BillExplorer(
        model("grammar"), model("grammar-recurrent")
    ),
    "RecurrentExplorer": lambda: autoregressive_loop.RecurrentExplorer(
        model("grammar"), model("grammar-recurrent")
    ),
    "BeamExplorer": lambda: autoregressive_loop.BeamExplorer(model("grammar-small")),
    "RealExplorer": lambda: autoregressive_loop.RealExplorer(model("tatoeba")),
}
# name -> a function that makes the explorer
EXPLORERS = {
    **{kind.__name__: in_translation(kind) for kind in WITH_GRAMMAR},
    **{kind.__name__: kind for kind in ALONE},
    **OTHERS,
    **{f"clinic of {lesson}": clinic_of(lesson) for lesson in LESSONS},
}
