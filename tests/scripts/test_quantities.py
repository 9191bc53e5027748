"""What of a cell is compared: each quantity is what its words say, and absent where the cell has none."""

from __future__ import annotations

from dataclasses import replace

import pytest
from conftest import HERE
from reporting.quantities import COUNTED, QUANTITIES, slope, values_of
from reporting.result_types import CREATED
from reporting.results import load


@pytest.fixture
def cell():
    return next(cell for cell in load(HERE / "data" / "ranked.json").cells if cell.status == "ok")


@pytest.mark.parametrize("points, bytes_", [
    (((10, 1000), (40, 4000)), 100), (((40, 4000), (20, 9999), (10, 1000)), 100), (((10, 500), (20, 400)), -10),
    (((10, 1000),), None), ((), None)])
def test_a_task_takes_what_lies_between_the_fewest_and_the_most(points, bytes_):
    assert slope(points) == bytes_


def test_each_counter_is_the_one_of_its_name(cell):
    counted = replace(cell, created=dict(zip(CREATED, (4, 3, 20, 1000))), memory_points=((1, 0), (2, 64)))
    assert {name: values_of(counted)[name] for name in (*COUNTED, "bytes_per_task")} == {
        "threads": 4, "processes": 3, "allocations": 20, "allocated_bytes": 1000, "bytes_per_task": 64}


def test_what_was_not_counted_is_absent_and_not_0(cell):
    assert not values_of(cell).keys() & {*COUNTED, "bytes_per_task"}
    assert values_of(replace(cell, created={"threads_created": 0}))["threads"] == 0


@pytest.mark.parametrize("name, value, text", [
    ("threads", 14.0, "14"), ("allocations", 12345.0, "12,345"), ("allocated_bytes", 213.0, "213 B"),
    ("allocated_bytes", 6144.0, "6 KiB"), ("bytes_per_task", 29114.4, "28.4 KiB"), ("bytes_per_task", -5.0, "-5 B")])
def test_values_are_shown_with_their_unit(name, value, text):
    assert QUANTITIES[name].show(value) == text
