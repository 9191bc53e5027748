"""The cells that scripts/gate compares unless told otherwise: twelve that span the kinds, and every runtime."""

GATE_CELLS = (
    "io/exhibition/coro/boards:24/moves:30/grandmasters:1",
    "io/gather/coro/sleepers:10000/state_bytes:0",
    "io/gather/threads/sleepers:100/state_bytes:0",
    "io/timers/uv/timers:100000",
    "io/echo/coro/connections:100/messages:50/bytes:64",
    "io/echo/uv/connections:1/messages:1500/bytes:64",
    "cpu/nqueens/threads/queens:14/rows_placed:1",
    "cpu/nqueens/fork_pool/queens:14/rows_placed:1",
    "cpu/skynet/tbb/leaves:1000000",
    "sync/spawn/fork/units:200/at_once:200",
    "sync/switch/threads/tasks:2/switches:2500",
    "sync/channel/threads/producers:4/consumers:4/items:100000",
)
"""Names in the quick profile, without the number of workers, which is the machine's."""

FILTER = "^(" + "|".join(GATE_CELLS) + ")(/workers:[0-9]+)?$"
