"""What a file may hold is explained where its readers look."""

from __future__ import annotations

import json
import re

import pytest
from conftest import ROOT

METRICS = json.loads((ROOT / "results" / "schema.json").read_text())["$defs"]["metrics"]["properties"]


def named_in(page: str) -> set[str]:
    """Whatever stands in backquotes."""
    return set(re.findall(r"`([a-z0-9_]+)`", (ROOT / page).read_text(encoding="utf-8")))


@pytest.mark.parametrize("page", ["docs/method.md", "results/README.md"])
def test_every_metric_is_explained(page):
    assert len(METRICS) > 40
    assert sorted(METRICS.keys() - named_in(page)) == []
