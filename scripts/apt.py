"""Debian's packages, installed without a question: only where this process may."""

from __future__ import annotations

import os
import shutil
import subprocess

APT = ("apt-get", "-o", "DPkg::Lock::Timeout=120", "--quiet", "--yes")
ENVIRONMENT = {"DEBIAN_FRONTEND": "noninteractive"}


def allowed() -> bool:
    """Whether there is an apt-get, and this process is root."""
    return hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get") is not None


def install(*packages: str) -> None:
    """Try to install these packages from a fresh list; whoever needs them looks whether they are there."""
    for command in ([*APT, "update"], [*APT, "install", "--no-install-recommends", *packages]):
        subprocess.run(command, check=False, stdin=subprocess.DEVNULL, env=os.environ | ENVIRONMENT)
