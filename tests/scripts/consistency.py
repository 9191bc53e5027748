"""What no schema can say of a result file: that its parts agree with each other."""

from __future__ import annotations

from typing import Any, Iterator

CLOSE = 1e-9


def faults(simul: dict[str, Any]) -> list[str]:
    """Every contradiction within the object `simul`."""
    cells = {cell["name"]: cell for cell in simul["cells"]}
    found = [] if len(cells) == len(simul["cells"]) else ["two cells have the same name"]
    for cell in simul["cells"]:
        found += [f"{cell['name']}: {fault}" for fault in cell_faults(cell)]
    compared = []
    for comparison in simul["comparison"]:
        for standing in comparison["contestants"]:
            compared.append(standing["name"])
            cell = cells.get(standing["name"])
            what = "no such cell" if cell is None else standing_faults(comparison, standing, cell)
            found += [f"{standing['name']}: {fault}" for fault in ([what] if isinstance(what, str) else what)]
        found += null_faults({"ideal_binding": comparison["ideal_binding"]}, comparison["null_reasons"])
    found += list(summary_faults(simul))
    found += list(time_faults(simul["took_s"]))
    found += [fault for sweep in simul["metg"] for fault in metg_faults(sweep, cells)]
    found += [fault for scaling in simul["scaling"] for fault in scaling_faults(scaling, cells, compared)]
    swept = {point["cell"] for scaling in simul["scaling"] for entry in scaling["entries"] for point in entry["points"]}
    if sorted([*compared, *swept.difference(compared)]) != sorted(cells):
        found.append("not every cell is compared exactly once, or else swept")
    if simul["complete"] and any(cell["status"] == "interrupted" for cell in simul["cells"]):
        found.append("complete, but a cell was interrupted")
    return found


def cell_faults(cell: dict[str, Any]) -> Iterator[str]:
    """Arrays by run have one entry per run; the name is the path; nulls and reasons go together; sums come out."""
    runs = len(cell["wall_s"])
    by_run = {"cpu_s": cell["cpu_s"], "round": cell["round"], **cell["usage"], **cell["counters"], **cell["conditions"]}
    yield from (f"{key} has {len(values)} entries, not {runs}" for key, values in by_run.items() if len(values) != runs)
    if cell["round"] != sorted(cell["round"]):
        yield "rounds go backwards"
    start, *rest = cell["name"].split(f"/{cell['contestant']}/", 1)
    if start != f"{cell['kind']}/{cell['workload']}":
        yield "the name is not kind/workload/contestant/parameters"
    for part in "".join(rest).split("/"):
        key, _, value = part.partition(":")
        if part and str(cell["parameters"].get(key)) != value:
            yield f"{part} is not among the parameters"
    if not cell["contestant"].split("_")[0] == cell["runtime"]:
        yield "the contestant is not named after its runtime"
    if len(cell["confined_round"]) != len(cell["confined_wall_s"]):
        yield "not every confined run has a round"
    yield from null_faults({**cell["metrics"], **named_intervals(cell), "latency": cell["latency"]}, cell["null_reasons"])
    yield from interval_faults(cell)
    yield from sum_faults(cell["metrics"])
    if cell["latency"]:
        yield from latency_faults(cell["latency"], cell["metrics"])


def standing_faults(comparison: dict[str, Any], standing: dict[str, Any], cell: dict[str, Any]) -> Iterator[str]:
    """A standing repeats its cell."""
    for key in ("status", "metrics", "intervals", "contestant", "stability"):
        if standing[key] != cell[key]:
            yield f"{key} differs from the cell's"
    if any(cell["parameters"].get(key) != value for key, value in comparison["parameters"].items()):
        yield "parameters differ from the cell's"
    if (standing["rank"] is None) == (standing["verdict"] is not None):
        yield "rank and verdict do not go together"
    if standing["wall_s"] and not min(cell["wall_s"]) <= standing["wall_s"] <= max(cell["wall_s"]):
        yield "the median time is outside the samples"
    if comparison["baseline"] == "none" and standing["metrics"].get("speedup") is not None:
        yield "a speed-up without a baseline"
    if standing["verdict"] == "slower" and standing["rank"] == 1:
        yield "slower than the leader, and yet nobody is faster"
    yield from null_faults({**standing["metrics"], **named_intervals(standing), "rank": standing["rank"]},
                           standing["null_reasons"])


def named_intervals(of: dict[str, Any]) -> dict[str, Any]:
    """Intervals under the names that their reasons have."""
    return {f"{name}_interval": bounds for name, bounds in of["intervals"].items()}


def interval_faults(cell: dict[str, Any]) -> Iterator[str]:
    """An interval of what is unknown, or whose ends are exchanged, or, where every process ran once, beside its metric."""
    once = len(set(cell["round"])) == len(cell["round"])
    for name, bounds in cell["intervals"].items():
        value = cell["metrics"].get(name)
        if value is None:
            yield f"{name} has an interval, but is not known"
        elif bounds and bounds[0] > bounds[1]:
            yield f"the interval of {name} is upside down"
        elif bounds and once and not bounds[0] - CLOSE * abs(value) <= value <= bounds[1] + CLOSE * abs(value):
            yield f"{name} lies outside its interval"


def summary_faults(simul: dict[str, Any]) -> Iterator[str]:
    """Every problem is either taken or left out, and nulls have reasons."""
    summary = simul["summary"]
    if summary["rows"] != len(summary["problems"]):
        yield "the summary miscounts its problems"
    if len(summary["problems"]) + len(summary["left_out"]) != len(simul["comparison"]):
        yield "the summary forgets a problem"
    yield from null_faults(summary["speedup_geometric_mean"], summary["null_reasons"])


def time_faults(took: dict[str, Any]) -> Iterator[str]:
    """The workloads' seconds add up to those of the jobs, and these are no more than all that went by."""
    for job, seconds in took["jobs"].items():
        if abs(sum(each[job] for each in took["workloads"].values()) - seconds) > CLOSE * (1 + seconds):
            yield f"the seconds of {job} are not those of its workloads"
    if sum(took["jobs"].values()) > took["all"]:
        yield "the jobs took longer than the run"


def metg_faults(sweep: dict[str, Any], cells: dict[str, Any]) -> Iterator[str]:
    """The points are cells of the sweep, and METG lies where they cross the efficiency, or nowhere."""
    for one in sweep["contestants"]:
        values = {key: one[key] for key in ("metg_50_s", "metg_50_s_interval")}
        yield from null_faults(values, one["null_reasons"])
        for point in one["points"]:
            parameters = cells.get(point["cell"], {}).get("parameters", {})
            if not {**sweep["parameters"], sweep["swept"]: point["grain"]}.items() <= parameters.items():
                yield f"{point['cell']} is no point of the sweep"
            if abs(point["useful_s"] / point["granularity_s"] - point["efficiency"]) > CLOSE:
                yield f"{point['cell']}: the efficiency is not the useful share"
        if one["metg_50_s"] is not None:
            useful = sweep["efficiency"] * one["metg_50_s"]
            around = sorted(one["points"], key=lambda point: point["useful_s"])
            if not any(a["efficiency"] < sweep["efficiency"] <= b["efficiency"] and
                       a["useful_s"] * (1 - CLOSE) <= useful <= b["useful_s"] * (1 + CLOSE) for a, b in zip(around, around[1:])):
                yield f"METG of {one['contestant']} lies where the sweep does not cross it"
        bounds = one["metg_50_s_interval"]
        if bounds and bounds[0] > bounds[1]:
            yield f"the interval of METG of {one['contestant']} is upside down"


def scaling_faults(scaling: dict[str, Any], cells: dict[str, Any], compared: list[str]) -> Iterator[str]:
    """The points are cells that differ in their workers, and one of them is compared; the ratios are those of the times."""
    times = scaling["sequential_by_round"]
    if len(times["rounds"]) != len(times["wall_s"]) or bool(times["rounds"]) != (scaling["baseline"] != "none"):
        yield "the rounds of sequential are not those of its times"
    for entry in scaling["entries"]:
        who = f"the scaling of {entry['contestant']}"
        counts = [point["workers"] for point in entry["points"]]
        if counts != sorted(set(counts)):
            yield f"{who}: workers do not rise"
        if sum(point["cell"] in compared for point in entry["points"]) != 1:
            yield f"{who}: not exactly one point is compared"
        if (entry["cost"] is None) == (entry["cost_reason"] is None) or entry["cost"] not in (None, first_faster(entry)):
            yield f"{who}: the cost is not the fewest workers with a speed-up"
        alone = next((point["median_s"] for point in entry["points"] if point["workers"] == 1), None)
        for point in entry["points"]:
            yield from (f"{point['cell']}: {fault}" for fault in point_faults(point, scaling, entry, alone, cells))


def first_faster(entry: dict[str, Any]) -> int | None:
    """The fewest workers that beat sequential, unless something is wrong with fewer."""
    for point in entry["points"]:
        if point["reason"] or (point["speedup"] or 0) > 1:
            return None if point["reason"] else point["workers"]
    return None


def point_faults(point: dict[str, Any], scaling: dict[str, Any], entry: dict[str, Any], alone: float | None,
                 cells: dict[str, Any]) -> Iterator[str]:
    """Of one count of workers; `alone` is the time with one worker."""
    cell = cells.get(point["cell"], {})
    if not {**scaling["parameters"], "workers": point["workers"]}.items() <= cell.get("parameters", {}).items() or \
            (cell["contestant"], cell["status"]) != (entry["contestant"], point["status"]):
        yield "no such cell is a point of the sweep"
        return
    lanes, time = min(point["workers"], scaling["cpus"]), point["median_s"]
    if point["oversubscribed"] != (point["workers"] > scaling["cpus"]):
        yield "whether there are more workers than CPUs is wrong"
    if len(point["rounds"]) != len(point["wall_s"]) or (time and point["rounds"] != sorted(set(cell["round"]))):
        yield "the rounds are not those of the cell"
    if time and not min(cell["wall_s"]) <= time <= max(cell["wall_s"]):
        yield "the median time is outside the samples"
    ratios = {"speedup": (scaling["sequential_s"], time), "self_speedup": (alone, time),
              "efficiency": (point["speedup"], lanes)}
    for name, (above, below) in ratios.items():
        value = point[name]
        if value is not None and (above is None or abs(above / below - value) > CLOSE * value):
            yield f"the {name} is not that of the times"
    if (point["karp_flatt_reason"] is not None) != (point["karp_flatt"] is None and point["workers"] > 1):
        yield "karp_flatt is null without a reason, or has one although it is not"
    if point["karp_flatt"] is not None:
        serial = (1 / point["self_speedup"] - 1 / lanes) / (1 - 1 / lanes) if lanes > 1 else None
        if serial is None or abs(serial - point["karp_flatt"]) > CLOSE:
            yield "karp_flatt is not that of the self speed-up"


def null_faults(metrics: dict[str, Any], reasons: dict[str, str]) -> Iterator[str]:
    """A null without a reason, and a reason without a null."""
    nulls = {name for name, value in metrics.items() if value is None}
    yield from (f"{name} is null without a reason" for name in sorted(nulls - reasons.keys()))
    yield from (f"{name} has a reason but is not null" for name in sorted(reasons.keys() - nulls))


ACCOUNT = ("running", "waiting", "queued_run_queue", "queued_lock", "queued_runtime", "residual")


def latency_faults(latency: dict[str, Any], metrics: dict[str, Any]) -> Iterator[str]:
    """The buckets rise and add up, the percentiles lie in order between them, and the metrics repeat them."""
    uppers = [upper for upper, _ in latency["buckets"]]
    if uppers != sorted(set(uppers)) or sum(count for _, count in latency["buckets"]) != latency["count"]:
        yield "the buckets do not rise or do not add up to the count"
    known = [latency[key] for key in ("min", "p50", "p90", "p99", "p99_9", "max") if latency[key] is not None]
    if known != sorted(known) or not latency["min"] <= uppers[0] or not latency["max"] <= uppers[-1]:
        yield "the percentiles are out of order"
    for key in ("p50", "p90", "p99", "p99_9", "max"):
        if metrics and metrics[f"latency_{key}_us"] != latency[key]:
            yield f"latency_{key}_us is not that of the histogram"


def sum_faults(metrics: dict[str, Any]) -> Iterator[str]:
    """The identities: speed-up = waits + cores, = concurrency x parallelism, = potentials / overhead; shares add
    to 1, and the terms of the account to what is in flight."""
    get = metrics.get
    speedup = get("speedup")
    if None not in (speedup, get("wait_overlap"), get("useful_parallelism")):
        if abs(get("wait_overlap") + get("useful_parallelism") - speedup) > CLOSE * speedup:
            yield "wait_overlap + useful_parallelism is not the speed-up"
    if None not in (speedup, get("concurrency_gain"), get("parallelism_gain")):
        if abs(get("concurrency_gain") * get("parallelism_gain") - speedup) > CLOSE * speedup:
            yield "concurrency_gain x parallelism_gain is not the speed-up"
    potentials = (get("overlap_potential"), get("parallel_potential"), get("overhead"))
    if None not in (speedup, *potentials):
        if abs(potentials[0] * potentials[1] / potentials[2] - speedup) > CLOSE * speedup:
            yield "overlap_potential x parallel_potential / overhead is not the speed-up"
    shares = (get("useful_share"), get("overhead_share"), get("idle_share"))
    if None not in shares and abs(sum(shares) - 1) > CLOSE * (1 + sum(map(abs, shares))):
        yield "the shares of the core-seconds do not add up to 1"
    account = [get(term) for term in ACCOUNT]
    if None not in account and abs(sum(account) - get("in_flight_mean")) > CLOSE * get("in_flight_mean"):
        yield "the terms of the account are not in_flight_mean"
