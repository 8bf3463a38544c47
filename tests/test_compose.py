"""The compose file: accepted by Docker's own tool, no secret in it, health checks on both services."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def compose() -> list[str] | None:
    """The command that reads compose files on this machine, if there is one."""
    if shutil.which("docker-compose"):
        return ["docker-compose"]
    plugin = shutil.which("docker") and subprocess.run(
        ["docker", "compose", "version"], capture_output=True, check=False
    )
    return ["docker", "compose"] if plugin and plugin.returncode == 0 else None


def config(**environ: str) -> subprocess.CompletedProcess[str]:
    command = compose()
    if command is None:
        pytest.skip("neither docker compose nor docker-compose is on this machine")
    env = {k: v for k, v in os.environ.items() if not k.startswith("NEO4J_")} | environ
    return subprocess.run([*command, "config"], cwd=ROOT, env=env, capture_output=True, text=True, check=False)


def test_docker_accepts_it() -> None:
    done = config(NEO4J_PASSWORD="from-the-environment")
    assert done.returncode == 0, done.stderr
    assert "service_healthy" in done.stdout
    assert done.stdout.count("healthcheck:") == 2


def test_a_missing_secret_is_told() -> None:
    done = config()
    assert done.returncode != 0
    assert "NEO4J_PASSWORD" in done.stderr


def test_no_secret_is_written_down() -> None:
    text = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    for line in text.splitlines():
        if "PASSWORD" in line and ":" in line and not line.lstrip().startswith("#"):
            assert "${NEO4J_PASSWORD:?" in line
