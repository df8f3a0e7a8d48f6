"""make_wheel.py FOLDER NAME VERSION SOURCE: a wheel of one module, and its SHA-256 on standard
output.
"""

import base64
import hashlib
import sys
import zipfile
from pathlib import Path


def recorded_hash(text: str) -> str:
    digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest())
    return "sha256=" + digest.decode().rstrip("=")


folder, name, version, source = sys.argv[1:]
information = f"{name}-{version}.dist-info"
files = {
    f"{name}.py": source,
    f"{information}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
    f"{information}/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\n"
    "Tag: py3-none-any\n",
}
record = (
    "".join(f"{path},{recorded_hash(text)},{len(text)}\n" for path, text in files.items())
    + f"{information}/RECORD,,\n"
)
path = Path(folder, f"{name}-{version}-py3-none-any.whl")
with zipfile.ZipFile(path, "w") as wheel:
    for member, text in {**files, f"{information}/RECORD": record}.items():
        wheel.writestr(zipfile.ZipInfo(member), text)
print(hashlib.sha256(path.read_bytes()).hexdigest(), end="")
