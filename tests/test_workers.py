import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks at /proc, and workers are forked on Linux only")
TEXTS = ["Mayor Ana Ruiz said the bridge would stay closed.", "", "The council will pay 5 million crowns, Ada Holm told reporters."]
FORKED = f"""
import threading
from onrecord import Extractor, pipeline
assert pipeline._start_method() == "fork"
texts = {TEXTS!r}
several = list(Extractor(workers=2).extract_many(texts * 3))
assert several == [Extractor().extract(text) for text in texts] * 3
assert pipeline._start_method() == "spawn"  # onnxruntime is loaded now
"""
WAITING = """
import os, time
from onrecord import Extractor

def reports():
    yield from ["Nobody spoke."] * 16
    print(*open(f"/proc/self/task/{os.getpid()}/children").read().split(), flush=True)
    time.sleep(600)

list(Extractor(workers=2).extract_many(reports()))
"""


def test_forked_workers_give_what_one_process_gives():
    subprocess.run([sys.executable, "-c", FORKED], check=True, timeout=300)


def test_no_worker_outlives_a_parent_that_is_killed():
    with subprocess.Popen([sys.executable, "-c", WAITING], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout
        workers = parent.stdout.readline().split()
        parent.send_signal(signal.SIGKILL)
    assert len(workers) >= 2
    left, began = workers, time.monotonic()
    while left and time.monotonic() - began < 120:
        time.sleep(0.1)
        left = [pid for pid in workers if _runs(pid)]
    for pid in left:
        os.kill(int(pid), signal.SIGKILL)
    assert not left


def _runs(pid: str) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False
