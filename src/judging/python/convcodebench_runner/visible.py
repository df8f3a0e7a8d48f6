"""What a job sees of the host besides the Python at hand, as visible.json says it to both
languages.

`SYSTEM`: folders, which are links on merged systems. `ETC`: names in /etc of what system libraries
read there and holds nothing of a user (Debian's matplotlib does not start without its own).
`OWN_ETC`: names and texts of the files in /etc that are ours. `DEVICES`: names in /dev.
`DEVICE_LINKS`: names in /dev and where they point.
"""

import json
import os

with open(
    os.path.join(os.path.dirname(os.path.abspath(__file__)), "visible.json"), encoding="utf-8"
) as _file:
    _told = json.load(_file)

SYSTEM: list[str] = _told["system"]
ETC: list[str] = _told["etc"]
OWN_ETC: dict[str, str] = _told["own_etc"]
DEVICES: list[str] = _told["devices"]
DEVICE_LINKS: dict[str, str] = _told["device_links"]


def is_in_system(path: str) -> bool:
    """Whether a path is a system folder or lies in one."""
    return any(path == folder or path.startswith(folder + "/") for folder in SYSTEM)
