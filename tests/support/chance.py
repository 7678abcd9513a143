"""Random faults that can be had again: the seed is printed, and taken back from FAULT_SEED."""

import os
import random


def chance() -> random.Random:
    """A source of chance for one test."""
    seed = int(os.environ.get("FAULT_SEED") or random.SystemRandom().randrange(2**32))
    print(f"FAULT_SEED={seed}")
    return random.Random(seed)
