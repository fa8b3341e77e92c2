"""Every explorer of every lesson, as its notebook makes it."""

from functools import cache

from helpers.lessons import (
    LESSONS,
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
    return lambda: ClinicExplorer(model("grammar-small"), lesson)


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
    encoder.EncoderStepper,
    encoder.LayerNormLab,
    encoder.LayersExplorer,
    encoder.PaddingLab,
    feed_forward.FeedForwardStepper,
    feed_forward.NeuronExplorer,
    decoder.DecoderStepper,
    decoder.CausalMaskExplorer,
    decoder.CrossAttentionExplorer,
    autoregressive_loop.LoopStepper,
    autoregressive_loop.FeedingStepper,
    autoregressive_loop.TeacherForcingExplorer,
    autoregressive_loop.SamplingExplorer,
    autoregressive_loop.RoomsStepper,
)
ALONE = (
    embedding.SizeLab,
    embedding.WavesExplorer,
    self_attention.ScaleLab,
    multi_head.SplitStepper,
    multi_head.RealHeadsExplorer,
    multi_head.HeadCountLab,
    encoder.DepthLab,
    encoder.NormLab,
    feed_forward.CurveLab,
    feed_forward.CostLab,
    feed_forward.WidthLab,
    decoder.LeakLab,
    decoder.ChangedWordLab,
)
OTHERS = {
    "TemperatureLab": lambda: self_attention.TemperatureLab(
        [2.1, -0.4, 5.3], ["I", "like", "apples"], query="apples"
    ),
    "LearningLab": lambda: self_attention.LearningLab(
        model("grammar-small"), load_snapshots()
    ),
    "ShiftedTargetExplorer": lambda: decoder.ShiftedTargetExplorer(
        model("grammar"), model("grammar-small"), load_snapshots()
    ),
    "WordCostLab": lambda: autoregressive_loop.WordCostLab(
        model("grammar"), model("grammar-recurrent")
    ),
    "RecurrentStepper": lambda: autoregressive_loop.RecurrentStepper(
        model("grammar"), model("grammar-recurrent")
    ),
    "BeamStepper": lambda: autoregressive_loop.BeamStepper(model("grammar-small")),
    "RealSentenceExplorer": lambda: autoregressive_loop.RealSentenceExplorer(
        model("tatoeba")
    ),
}
# name -> a function that makes the explorer
EXPLORERS = {
    **{kind.__name__: in_translation(kind) for kind in WITH_GRAMMAR},
    **{kind.__name__: kind for kind in ALONE},
    **OTHERS,
    **{f"clinic of {lesson}": clinic_of(lesson) for lesson in LESSONS},
}
