"""BigCodeBench's own `untrusted_check` over a file of jobs, driven as its `--execution local` does:
a pool of processes, one check a job.

python official-evaluator.py FOLDER-OF-BIGCODEBENCH JOBS RESULTS WORKERS SECONDS
"""

import importlib
import json
import sys
from concurrent.futures import ProcessPoolExecutor, as_completed
from typing import Any

folder, jobs, results, workers, seconds = sys.argv[1:]
sys.path.append(folder)
official: Any = importlib.import_module("bigcodebench.eval")

# Its limit is a constant (the variable it reads instead is text, which it cannot compare); a second
# is added to it twice.
official.TIMEOUT_LIMIT = float(seconds) - 1
GIB = 1024
LIMITS = (30 * GIB, 30 * GIB, 10)  # its defaults: address space, data, stack, in MiB


def check(job: dict[str, Any]) -> dict[str, Any]:
    status, _ = official.untrusted_check(
        job["code"], job["test"], job["entry_point"], *LIMITS, 1, float(seconds) - 1
    )
    return {"id": job["id"], "status": status}


def main() -> None:
    with open(jobs) as file, open(results, "w") as out, ProcessPoolExecutor(int(workers)) as pool:
        for done in as_completed([pool.submit(check, json.loads(line)) for line in file]):
            out.write(json.dumps(done.result()) + "\n")


main()
