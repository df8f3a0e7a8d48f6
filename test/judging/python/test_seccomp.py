"""The numbers of system calls, against what the kernel's headers say."""

import re
import unittest
from pathlib import Path

from convcodebench_runner import linux, seccomp

X86_64 = Path("/usr/include/x86_64-linux-gnu/asm/unistd_64.h")
GENERIC = Path("/usr/include/asm-generic/unistd.h")  # what aarch64 has


def numbers_in(header: Path) -> dict[str, int]:
    found = re.findall(r"#define __NR(?:3264)?_(\w+)\s+(\d+)", header.read_text())
    return {name: int(number) for name, number in found}


class SystemCalls(unittest.TestCase):
    def check(self, header: Path, machine: str) -> None:
        if not header.exists():
            self.skipTest(f"needs {header} (Debian: linux-libc-dev)")
        numbers = numbers_in(header)
        column, _ = seccomp.MACHINES[machine]
        for name, ours in {**seccomp.REFUSED, **seccomp.EXAMINED}.items():
            with self.subTest(name=name):
                self.assertEqual(ours[column], numbers[name])
        self.assertEqual(linux.PIVOT_ROOT[machine], numbers["pivot_root"])
        self.assertEqual(linux.SYS_MOUNT_SETATTR, numbers["mount_setattr"])
        self.assertEqual(linux.SYS_LANDLOCK_CREATE_RULESET, numbers["landlock_create_ruleset"])
        self.assertEqual(linux.SYS_LANDLOCK_ADD_RULE, numbers["landlock_add_rule"])
        self.assertEqual(linux.SYS_LANDLOCK_RESTRICT_SELF, numbers["landlock_restrict_self"])

    def test_numbers_are_those_of_the_kernel_on_x86_64(self) -> None:
        self.check(X86_64, "x86_64")

    def test_numbers_are_those_of_the_kernel_on_aarch64(self) -> None:
        self.check(GENERIC, "aarch64")
