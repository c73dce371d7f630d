"""Background work: the worker, and the sweep that puts back what a killed worker left lying.

A task is a row that is written in the transaction of the act it follows from. It may run more than once (a worker
can be killed at any moment), so every task of ours does nothing the second time.
"""

from common.background.beat import beat, worker_is_alive
from common.background.sweep import MAX_ATTEMPTS, has_task, new_worker_id, sweep_tasks
from common.background.worker import HouseWorker

__all__ = [
    "MAX_ATTEMPTS",
    "HouseWorker",
    "beat",
    "has_task",
    "new_worker_id",
    "sweep_tasks",
    "worker_is_alive",
]
