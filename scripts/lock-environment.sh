#!/bin/sh
# Makes src/environment/bigcodebench-lock.txt out of bigcodebench-requirements.in. Needs uv on PATH
# (run with 0.13).
set -eu
here=$(cd "$(dirname "$0")/../src/environment" && pwd)
project=$(mktemp -d)
trap 'rm -rf "$project"' EXIT

# uv takes the target platforms from a project file only.
cat > "$project/pyproject.toml" <<'TOML'
[tool.uv]
environments = [
  "sys_platform == 'linux' and platform_machine == 'x86_64' and python_version < '3.13'",
  "sys_platform == 'linux' and platform_machine == 'aarch64' and python_version < '3.13'",
]
TOML
cd "$project"

# The transitive distributions are those of the dataset's time; `# newer: NAME=DATE` in the
# requirements makes exceptions.
# Unquoted on purpose: one option and its value per line.
newer=$(sed -n 's/^# newer: \([^ ]*\).*/--exclude-newer-package \1/p' "$here/bigcodebench-requirements.in")
# shellcheck disable=SC2086
uv pip compile --quiet --universal --python-version 3.10 --generate-hashes \
  --no-annotate --no-header \
  --exclude-newer 2024-07-01 $newer "$here/bigcodebench-requirements.in" --output-file lock.txt

# Every entry would repeat the platforms above; what is left of a marker tells entries of one
# distribution apart.
sed -E -e "s/\(\(platform_machine == 'aarch64' and sys_platform == 'linux'\) or \(platform_machine == 'x86_64' and sys_platform == 'linux'\)\)/LINUX/g" \
  -e "s/ and sys_platform == 'linux'//g" -e "s/ and LINUX//g" \
  -e "s/ ; python_full_version < '3.13' \\\\$/ \\\\/" -e "s/python_full_version < '3.13' and //g" \
  lock.txt > "$here/bigcodebench-lock.txt"
