"""Every unit is made once or given up and told, whatever becomes of the workers."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord import OnrecordError
from onrecord.cluster.scheduling import LOST, STARTS, TRIES, Broken, Ended, GivenUp, Made, Schedule
from onrecord.cluster.shards import Contents
from onrecord.cluster.units import Part, Unit
from onrecord.cluster.working import About

HERE = About("here", "1", "m")
MADE = Contents("1", "m", 0.0)


def units(number):
    return [Unit(n, (Part("a", "a", 1),)) for n in range(1, number + 1)]


class Playing:
    """A Pool that answers in any order; `fate` tells what becomes of a unit that is given."""

    def __init__(self, seed, fate, start=lambda number: HERE):
        self.chance, self.fate, self.start_fate = random.Random(seed), fate, start
        self.pending, self.alive, self.given, self.started, self.notes = {}, set(), [], 0, {}

    def start(self):
        self.started += 1
        worker = f"worker {self.started}"
        self.alive.add(worker)
        self.pending[worker] = self.start_fate(self.started)
        return worker

    def give(self, worker, unit, careful, leave_out, last):
        assert worker in self.alive and worker not in self.pending
        self.given.append((unit.number, careful, leave_out, last))
        self.pending[worker] = self.fate(self, unit, careful, leave_out)

    def end(self, worker):
        self.alive.discard(worker)

    def wait(self):
        some = self.chance.sample(sorted(self.pending), self.chance.randint(0, len(self.pending)))
        return [(worker, self.pending.pop(worker)) for worker in some]

    def noted(self, unit):
        return self.notes.pop(unit.number, None)


def outcomes(schedule):
    return [told for told in schedule.run() if told is not None]


@given(st.integers(0, 30), st.integers(1, 5), st.integers(0, 40), st.integers())
def test_each_unit_once(number, workers, troubles, seed):
    chance = random.Random(seed)
    left = [troubles]

    def fate(pool, unit, careful, leave_out):
        assert not leave_out, "nothing is blamed that was never noted"
        if left[0] and chance.random() < 0.5:
            left[0] -= 1
            return chance.choice([Ended("gone"), Broken("no disk")])
        return MADE

    pool = Playing(seed, fate)
    schedule = Schedule(pool, units(number), workers, HERE)
    told = outcomes(schedule)
    assert sorted(each.unit.number for each in told) == list(range(1, number + 1))
    for each in told:
        tries = sum(of == each.unit.number for of, *_ in pool.given)
        assert isinstance(each, Made) or tries >= min(TRIES, LOST)
    assert len(pool.alive) <= workers
    assert schedule.lost == 0 or any(careful for _, careful, *_ in pool.given)


@given(st.sets(st.integers(0, 20), min_size=1, max_size=3), st.integers(1, 4), st.integers())
def test_a_report_that_ends_workers_is_left_out_alone(poison, workers, seed):
    """The worker ends at the first such report; only one that is careful has noted where it is."""

    def fate(pool, unit, careful, leave_out):
        deadly = sorted(poison - leave_out) if unit.number == 2 else []
        if not deadly:
            pool.left_out = leave_out if unit.number == 2 else getattr(pool, "left_out", None)
            return MADE
        if careful:
            pool.notes[unit.number] = deadly[0]
        return Ended("gone")

    pool = Playing(seed, fate)
    told = outcomes(Schedule(pool, units(5), workers, HERE))
    assert {type(each) for each in told} == {Made} and pool.left_out == poison


def test_given_up():
    pool = Playing(1, lambda pool, unit, careful, leave_out: Broken("the disk is full") if unit.number == 1 else MADE)
    (up,) = [each for each in outcomes(Schedule(pool, units(3), 2, HERE)) if isinstance(each, GivenUp)]
    assert up.unit.number == 1 and up.why == "the disk is full" and [last for number, _, _, last in pool.given if number == 1] == [False, False, True]
    pool = Playing(1, lambda pool, unit, careful, leave_out: Ended("out of memory"))
    (up,) = outcomes(Schedule(pool, units(1), 2, HERE))
    assert up.why == "out of memory" and len(pool.given) == LOST


def test_workers_that_do_not_start():
    pool = Playing(1, None, lambda number: Ended("No module named 'onrecord'"))
    with pytest.raises(OnrecordError, match=r"no worker could be started: No module named 'onrecord'"):
        outcomes(Schedule(pool, units(3), 2, HERE))
    assert pool.started <= STARTS + 2
    one_bad = Playing(1, lambda *_: MADE, lambda number: HERE if number == 1 else Broken("no model here"))
    assert len(outcomes(Schedule(one_bad, units(9), 2, HERE))) == 9, "the one that started does it all"
    other = Playing(1, None, lambda number: About("node-7", "1", "older"))
    with pytest.raises(OnrecordError, match=r"node-7 has onrecord 1 with older, and not 1 with m as here"):
        outcomes(Schedule(other, units(3), 2, HERE))
