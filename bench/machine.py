"""The machine in one line: a number without it says nothing."""

import os
import platform
from pathlib import Path


def describe_machine() -> str:
    """Processor, cores, whether it computes bf16, Python."""
    facts = _processor_facts()
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    flags = facts.get("flags", "").split()
    bf16 = [flag for flag in flags if "bf16" in flag]
    model = facts.get("model name") or platform.processor() or platform.machine()
    family = f" (family {facts['cpu family']}, model {facts['model']})" if "cpu family" in facts else ""
    return f"{cores} cores {model}{family}, {', '.join(bf16) or 'no bf16'}; Python {platform.python_version()}"


def computes_bf16() -> bool:
    """Whether OpenVINO would choose bf16 here."""
    flags = _processor_facts().get("flags", "").split()
    return "avx512_bf16" in flags or "amx_bf16" in flags


def _processor_facts() -> dict[str, str]:
    """The first processor of /proc/cpuinfo; empty where there is none."""
    file = Path("/proc/cpuinfo")
    if not file.is_file():
        return {}
    lines = file.read_text(encoding="utf-8").split("\n\n")[0].splitlines()
    pairs = (line.partition(":") for line in lines)
    return {name.strip(): value.strip() for name, _, value in pairs}
