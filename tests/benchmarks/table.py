"""Print every measurement of speed and memory, with the machine named.

    python tests/benchmarks/table.py                  # all: a quarter of an hour
    python tests/benchmarks/table.py model marian     # only these

Ratios are taken in one run: such numbers move with whatever else the machine does.
"""

import argparse
import os
import platform
from pathlib import Path

import lesson_speed
import model_speed
import torch

PARTS = {
    "model": model_speed.print_model,
    "marian": model_speed.print_marian,
    "training": model_speed.print_training,
    "lessons": lesson_speed.main,
}


def machine():
    """Name the processor, the cores, and the versions."""
    processor = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        lines = info.read_text().splitlines()
        names = [line.split(":")[1].strip() for line in lines if "model name" in line]
        processor = names[0] if names else processor
    return (
        f"{processor}, {os.cpu_count()} cores, {platform.system()}, "
        f"Python {platform.python_version()}, PyTorch {torch.__version__}"
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    chosen = parser.parse_args().parts or list(PARTS)
    unknown = set(chosen) - PARTS.keys()
    if unknown:
        parser.error(f"unknown: {', '.join(unknown)}; choose of {', '.join(PARTS)}")
    print(machine())
    threads = torch.get_num_threads()
    for part in chosen:
        print(f"\n{part}", flush=True)
        torch.set_num_threads(threads if part == "lessons" else 1)
        PARTS[part]()


if __name__ == "__main__":
    main()
