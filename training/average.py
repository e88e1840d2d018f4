#!/usr/bin/env python3
"""Average two sets of weights, parameter by parameter (Wortsman et al., ICML 2022).

    average.py FIRST.pt SECOND.pt --share 0.6 --out average.pt

--share: of the second.  What the first lacks, or has fewer rows of, is the second's own.
"""

import argparse
from pathlib import Path

import torch


def average(first: dict[str, torch.Tensor], second: dict[str, torch.Tensor], share: float) -> dict[str, torch.Tensor]:
    mixed = {}
    for name, values in second.items():
        other = first.get(name, values)
        if len(other.shape) and len(other) < len(values):
            other = torch.cat((other, values[len(other) :]))
        mixed[name] = (1 - share) * other + share * values if values.is_floating_point() else values
    return mixed


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("first", type=Path)
    parser.add_argument("second", type=Path)
    parser.add_argument("--share", type=float, default=0.5)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    args.out.parent.mkdir(parents=True, exist_ok=True)
    torch.save(average(torch.load(args.first), torch.load(args.second), args.share), args.out)


if __name__ == "__main__":
    main()
