"""What the figures were taken on: they mean nothing without it."""

import os
import platform
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PACKAGES = (
    "lnunion-rules",
    "pydantic",
    "openfisca-core",
    "policyengine-core",
    "numpy",
    "narwhals",
    "polars",
    "duckdb",
    "pandas",
)


def shape() -> list[str]:
    """The day, the machine, and the versions, line by line."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    load = f", load {os.getloadavg()[0]:.2f}" if hasattr(os, "getloadavg") else ""
    return [
        f"{datetime.now(UTC).date().isoformat()}, {_processor()}, {cores} cores{load}",
        f"{platform.python_implementation()} {platform.python_version()}, {platform.system()}",
        ", ".join(f"{name} {_version(name)}" for name in PACKAGES),
    ]


def _processor() -> str:
    about = Path("/proc/cpuinfo")
    if about.exists():
        for line in about.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "absent"
