"""What the exercises of lesson 3 say of its pictures and layers is true."""

from wrong_answers import told

from helpers.lessons.multi_head import HeadKindsExplorer
from helpers.lessons.multi_head.exercises import HEAD_KIND, PARAMETERS
from helpers.model import MultiHeadAttention


def test_the_best_head_of_a_kind_is_the_one_that_the_picture_shows(translator):
    kinds = HeadKindsExplorer(translator).shares["encoder self"]

    def best(kind, heads=range(8)):
        *shares, _ = kinds[kind]
        number = max(heads, key=shares.__getitem__)
        return number // 4 + 1, number % 4 + 1

    assert best("in, on, at → noun") == HEAD_KIND.solution
    layer_1 = best("in, on, at → noun", range(4))
    assert layer_1 == told(HEAD_KIND, "the best of layer 1")
    assert best("noun → adjective") == told(HEAD_KIND, "noun → adjective")


def test_the_layer_has_so_many_parameters():
    layer = MultiHeadAttention(512, num_heads=8)
    matrices = sum(p.numel() for p in layer.parameters() if p.dim() == 2)
    everything = sum(p.numel() for p in layer.parameters())
    assert matrices == PARAMETERS.solution
    assert everything == told(PARAMETERS, "counted the biases")
    one = MultiHeadAttention(512, num_heads=1)
    assert sum(p.numel() for p in one.parameters()) == everything
