"""pywb as the real archive, in a virtual environment of its own, with one collection named `web`."""

from __future__ import annotations

import json
import socket
import subprocess
import time
import urllib.request
from pathlib import Path

from servers.captures import CAPTURES, Kept, write_warc

BIN = Path(__file__).parents[2] / ".venv-pywb" / "bin"
# Shows captures as they are: no banner frame, and the exact address of the capture that was found.
_CONFIG = "framed_replay: false\nredirect_to_exact: true\n"
START_SECONDS = 60.0


class Pywb:
    """A running pywb. Raises `RuntimeError` with its log when it does not start."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._warcs = 0
        (folder / "config.yaml").write_text(_CONFIG)
        self._run("wb-manager", "init", "web")
        self.add(CAPTURES)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.base = f"http://127.0.0.1:{port}"
        with (folder / "log").open("wb") as log:
            self._process = subprocess.Popen(
                [BIN / "wayback", "-b", "127.0.0.1", "-p", str(port)], cwd=folder, stdout=log, stderr=log
            )
        self._wait()

    def add(self, captures: tuple[Kept, ...]) -> None:
        """Put captures into the archive; they can be asked for at once."""
        self._warcs += 1
        path = self._folder / f"fixture-{self._warcs}.warc.gz"
        write_warc(path, captures)
        self.add_warc(path)

    def add_warc(self, path: Path) -> None:
        """Put a WARC or WACZ file into the archive. Raises `CalledProcessError` when pywb does not take it."""
        unpack = ("--unpack-wacz",) if path.suffix == ".wacz" else ()
        self._run("wb-manager", "add", "web", str(path), *unpack)

    def index(self, url: str) -> list[dict[str, str]]:
        """What pywb's own index has of a URL."""
        query = f"{self.base}/web/cdx?url={url}&output=json&allowFuzzy=0"
        with urllib.request.urlopen(query, timeout=10) as response:
            return [json.loads(line) for line in response.read().decode().splitlines()]

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(20)

    def _run(self, *command: str) -> None:
        subprocess.run([BIN / command[0], *command[1:]], cwd=self._folder, check=True, capture_output=True)

    def _wait(self) -> None:
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until and self._process.poll() is None:
            try:
                with urllib.request.urlopen(f"{self.base}/collinfo.json", timeout=1) as response:
                    response.read()
            except OSError:
                time.sleep(0.05)
            else:
                return
        self._process.kill()
        raise RuntimeError(f"pywb did not start:\n{(self._folder / 'log').read_text()}")
