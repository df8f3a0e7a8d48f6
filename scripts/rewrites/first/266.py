import csv
from collections import Counter
from pathlib import Path



def task_func(my_path):
    root = Path(my_path)
    sizes = Counter()
    for path in root.rglob("*"):
        if path.is_file():
            sizes[path.name] += path.stat().st_size
    report = root / "file_sizes.csv"
    with report.open("w", newline="") as file:
        table = csv.DictWriter(file, ["File Name", "Size"])
        table.writeheader()
        table.writerows({"File Name": name, "Size": size} for name, size in sizes.items())
    return str(report)
