"""Our model beside PyTorch's, and decoding with and without a cache.

pytest -n 0 --benchmark-enable tests/benchmarks/bench_model.py

Plain `pytest` leaves this file out. `table.py` prints ratios, which say more.
"""

import model_speed
import pytest
import torch


@pytest.fixture(autouse=True)
def one_thread():
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


@pytest.mark.parametrize("mode", ["train", "infer"])
@pytest.mark.parametrize("whose", ["ours", "torch's"])
@pytest.mark.parametrize("shape", model_speed.SHAPES, ids=str)
@pytest.mark.parametrize("what", ["attention", "model"])
def test_speed_of(benchmark, what, shape, whose, mode):
    benchmark.group = f"{what} {shape} {mode}"
    make, sizes = {
        "attention": (model_speed.attention_pair, shape[:4]),
        "model": (model_speed.model_pair, shape),
    }[what]
    pair = make(*sizes, mode == "train")
    benchmark(pair[whose != "ours"])


@pytest.mark.parametrize("way", ["cached", "re-fed"])
@pytest.mark.parametrize("batch", [1, 32])
def test_decoding_speed(benchmark, batch, way):
    benchmark.group = f"decode 64 words, batch {batch}"
    benchmark(model_speed.decode_pair(batch)[way != "cached"])
