"""Settings: defaults < `verify.toml` or `[tool.verify]` < `VERIFY_*` variables < flags.

Paths in a file are relative to that file; paths in variables and flags to the working directory.
"""

from __future__ import annotations

import difflib
import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Any, cast

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PositiveInt, ValidationError, field_validator
from pydantic import ValidationInfo as Info

from verify.errors import ConfigError

FILE_NAME = "verify.toml"
WAYBACK = "https://web.archive.org"
FAIL_ON_DEFAULT = ("altered", "absent", "dead")
FAIL_ON_CHOICES = (
    *("altered", "absent", "variant", "edited", "unchecked"),
    *("dead", "failing", "drifted", "moved", "archived", "soft-404", "blocked", "unreachable", "unresolved"),
)
# Who wants a run to fail for the lesser wants it for the worse too.
_AND_WORSE = {
    "unchecked": ("altered", "absent"),
    "edited": ("variant", "altered", "absent"),
    "variant": ("altered", "absent"),
    "failing": ("dead",),
}
# What decides how a run is shown and ends, not what it finds.
_SHOWN_ONLY = {"quiet", "verbose", "no_progress", "format", "output", "jobs", "baseline", "write_baseline"}
_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}
# What the template shows of the keys that have no default.
_EXAMPLES = {
    "host": '{ "news.example" = { user = "desk", password = "$NEWS_PASSWORD" } }',
    "sources": '"sources.toml"',
    "baseline": '"verify-baseline.json"',
    "at": "2013-12-20",
    "contact": '"desk@newsroom.example"',
}
_WEB_ARCHIVE = re.compile(r"(?:timegate\+)?https?://[^/\s]+")
_PATHS = ("cache", "reports", "sources", "baseline")


def _duration(value: object) -> object:
    """`7d`, `12h`, `30m`, `90s` or plain seconds, as a timedelta."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return timedelta(seconds=value)
    if isinstance(value, str):
        found = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*([smhdw]?)\s*", value)
        if not found:
            message = "give a number with a unit: 90s, 30m, 12h, 7d"
            raise ValueError(message)
        return timedelta(seconds=float(found[1]) * _UNITS[found[2] or "s"])
    return value


def split_source(pair: str) -> tuple[str, str]:
    """`REF=FILE_OR_URL` as its two halves. A URL on the right may hold further equals signs; both empty: no pair."""
    found = re.fullmatch(r"(.+?)=\s*(https?://.+)", pair, re.DOTALL) or re.fullmatch(r"(.+)=(.+)", pair, re.DOTALL)
    return (found[1].strip(), found[2].strip()) if found else ("", "")


def _listed(value: object) -> object:
    """One text with commas or spaces, or a list, as a tuple; `none` is the empty one."""
    if value in ("none", ("none",), ["none"]):
        return ()
    if isinstance(value, str):
        return tuple(part for part in re.split(r"[,\s]+", value) if part)
    return value


Duration = Annotated[timedelta, BeforeValidator(_duration)]
Words = Annotated[tuple[str, ...], BeforeValidator(_listed)]


class HostSettings(BaseModel):
    """What goes along to one host: `$NAME` stands for an environment variable, so that no secret stands in a file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    headers: dict[str, str] = Field(default={})
    user: str | None = None
    password: str | None = None
    token: str | None = None
    proxy: str | None = None

    @field_validator("password", "token")
    @classmethod
    def _variable(cls, value: str | None) -> str | None:
        if value is not None and "$" not in value:
            message = "put it into an environment variable, and write its name here: $NAME"
            raise ValueError(message)
        return value


class Config(BaseModel):
    """Every setting of a run. The keys are those of `verify.toml`; `verify init` writes them with their meaning."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    cache: Path | None = Field(
        default=None, description="folder of the evidence cache; default: the user's cache folder"
    )
    reports: Path | None = Field(default=None, description="folder for the HTML and JSON reports of `check`")
    format: Words = Field(default=(), description="report formats: terminal, json, jsonl, html, markdown and more")
    output: Words = Field(default=(), description="where each format goes, in order; - is stdout")
    offline: bool = Field(default=False, description="answer from the cache only")
    refresh: bool = Field(default=False, description="ask again, however fresh the cache is")
    max_age: Duration = Field(
        default=timedelta(days=1), description="how long a live page stays fresh: 90s, 30m, 12h, 7d"
    )
    source: Annotated[tuple[str, ...], BeforeValidator(lambda v: (v,) if isinstance(v, str) else v)] = Field(
        default=(), description="REF=FILE_OR_URL: where the source of a reference is"
    )
    sources: Path | None = Field(default=None, description="a sources.toml with decisions about references")
    at: date | None = Field(default=None, description="judge undated references by the captures nearest this day")
    fail_on: Words = Field(default=FAIL_ON_DEFAULT, description="verdicts and availabilities that make exit code 1")
    exit_zero: bool = Field(default=False, description="exit 0 even with findings")
    baseline: Path | None = Field(default=None, description="a file of known findings, which fail no run")
    write_baseline: bool = Field(default=False, description="write what fails the run into the baseline")
    include: Words = Field(default=(), description="of a folder, only files matching these patterns")
    exclude: Words = Field(default=(), description="of a folder, leave out files matching these patterns")
    links_only: bool = Field(default=False, description="check the references only, not the quotations")
    jobs: Annotated[int, Field(ge=1, le=512)] = Field(
        default=256, description="how many requests at once; of one host four"
    )
    timeout: Annotated[float, Field(gt=0, le=600)] = Field(default=20.0, description="seconds a source may take")
    max_bytes: PositiveInt = Field(default=20_000_000, description="bytes of a source that are read at most")
    archive: Words = Field(
        default=(WAYBACK,),
        description="archives in the order of asking: Wayback-compatible base, timegate+URL, WARC or WACZ file or folder",
    )
    save_to: str = Field(
        default=WAYBACK, description="the archive that `verify archive` asks for captures (Save Page Now)"
    )
    save_keys: Words = Field(
        default=("IA_ACCESS_KEY_ID", "IA_SECRET_ACCESS_KEY"),
        description="environment variables that hold its access key and secret key",
    )
    resolver: Words = Field(
        default=("mediawiki", "wayback", "crossref", "openlibrary"),
        description="services that `verify resolve` asks, in order; with an address: mediawiki+https://wiki.example/w/api.php",
    )
    drift: bool = Field(default=False, description="search the captures for when words left their page")
    allow_private_addresses: bool = Field(default=False, description="also fetch from private and loopback addresses")
    robots: bool = Field(default=False, description="leave alone what the robots.txt of a site asks robots not to read")
    host: dict[str, HostSettings] = Field(
        default={}, description="headers, user and password, token, proxy for single hosts: see docs/configuration.md"
    )
    contact: str | None = Field(default=None, description="address or URL sent to the sites, so that they can complain")
    quiet: bool = Field(default=False, description="only what is wrong, and the summary line")
    verbose: Annotated[int, Field(ge=0, le=3)] = Field(default=0, description="show the passages too")
    no_progress: bool = Field(default=False, description="no progress on stderr")

    @field_validator("fail_on")
    @classmethod
    def _known(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for name in value:
            if name not in FAIL_ON_CHOICES:
                message = f"{name!r} is none of {', '.join(FAIL_ON_CHOICES)}"
                raise ValueError(message)
        return tuple(dict.fromkeys(word for name in value for word in (name, *_AND_WORSE.get(name, ()))))

    @field_validator("archive")
    @classmethod
    def _web(cls, value: tuple[str, ...], info: Info) -> tuple[str, ...]:
        for base in value:
            copied = info.data.get("offline") and "://" not in base  # the cache may have what it answered
            if not _WEB_ARCHIVE.match(base) and not copied and not Path(base).expanduser().exists():
                message = f"{base!r} is neither an http(s) address, timegate+http(s) address, nor a file or folder"
                raise ValueError(message)
        return tuple(base.rstrip("/") if _WEB_ARCHIVE.match(base) else base for base in value)

    @field_validator("save_to")
    @classmethod
    def _address(cls, value: str) -> str:
        if not re.match(r"https?://[^/\s]+", value):
            message = f"{value!r} is not an http(s) address"
            raise ValueError(message)
        return value.rstrip("/")

    @field_validator("save_keys")
    @classmethod
    def _two(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if len(value) != 2 or not all(re.fullmatch(r"[A-Za-z_]\w*", name) for name in value):
            # Not shown: somebody may have put the keys themselves here.
            message = "name two environment variables: that of the access key and that of the secret key"
            raise ValueError(message)
        return value

    @field_validator("source")
    @classmethod
    def _pair(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for pair in value:
            name, place = split_source(pair)
            if not (name and place):
                message = f"{pair!r} is not REF=FILE_OR_URL"
                raise ValueError(message)
        return value

    def digest(self) -> str:
        """A short fingerprint of what can change a finding."""
        told = self.model_dump_json(exclude=_SHOWN_ONLY)
        return sha256(told.encode()).hexdigest()[:16]


def load(
    flags: Mapping[str, Any] | None = None,
    *,
    folder: Path | None = None,
    file: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> tuple[Config, Path | None]:
    """The settings that are in force, and the file they come from (None: no file).

    `flags` with the value None count as not given. Raises `ConfigError` naming the place of the mistake.
    """
    if file is not None and not file.is_file():
        raise ConfigError(f"no such config file: {file}. `verify init` writes one")
    found = file or find(folder or _here())
    layers: list[tuple[str, dict[str, Any]]] = []
    if found:
        layers.append((str(found), _relative_to(found.parent, _read(found))))
    layers.extend(_environment(os.environ if environment is None else environment))
    layers.append(("command line", {key: value for key, value in (flags or {}).items() if value is not None}))
    settings: dict[str, Any] = {}
    offline = next((layer["offline"] for _, layer in reversed(layers) if "offline" in layer), None)
    shared = {"offline": True} if str(offline).lower() in ("true", "1", "yes", "on") else {}  # other keys depend on it
    for origin, layer in layers:
        if layer:
            _validated(origin, layer | shared)  # alone first, so that the message names the layer at fault
        settings |= layer
    return _validated("settings", settings), found


def _here() -> Path:
    try:
        return Path.cwd()
    except FileNotFoundError:
        raise ConfigError("the working directory was removed: change to another one") from None


def find(folder: Path) -> Path | None:
    """The nearest `verify.toml`, or `pyproject.toml` with `[tool.verify]`, from `folder` upwards to a repository's root."""
    for place in (folder.absolute(), *folder.absolute().parents):
        if (place / FILE_NAME).is_file():
            return place / FILE_NAME
        project = place / "pyproject.toml"
        if project.is_file() and "[tool.verify" in project.read_text("utf-8", "replace"):
            return project
        if (place / ".git").exists():
            return None
    return None


def _read(path: Path) -> dict[str, Any]:
    try:
        content = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise ConfigError(f"{path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: not UTF-8 text (byte {error.start}). Save it as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path}: not valid TOML: {error}") from error
    if path.name == "pyproject.toml":
        content = content.get("tool", {}).get("verify", {})
    return {key.replace("-", "_"): value for key, value in content.items()}


def _relative_to(folder: Path, settings: dict[str, Any]) -> dict[str, Any]:
    out = dict(settings)
    for key in _PATHS:
        if isinstance(out.get(key), str):
            out[key] = str(folder / out[key])
    bases = out.get("archive")
    if isinstance(bases, list):
        named = cast("list[object]", bases)
        out["archive"] = [_place_relative(folder, base) if isinstance(base, str) else base for base in named]
    elif isinstance(bases, str) and bases != "none" and "://" not in bases:
        out["archive"] = [_place_relative(folder, bases)]
    pairs = out.get("source")
    if isinstance(pairs, str):
        pairs = [pairs]
    if isinstance(pairs, list):
        texts = cast("list[object]", pairs)
        out["source"] = [_pair_relative(folder, pair) if isinstance(pair, str) else pair for pair in texts]
    return out


def _place_relative(folder: Path, base: str) -> str:
    """An archive on disk as its place; an address as it is."""
    return base if "://" in base or base == "none" else str(folder / Path(base).expanduser())


def _pair_relative(folder: Path, pair: str) -> str:
    name, place = split_source(pair)
    return f"{name}={folder / place}" if name and place and "://" not in place else pair


def _environment(environment: Mapping[str, str]) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, value in sorted(environment.items()):
        key = name.removeprefix("VERIFY_").lower()
        if name.startswith("VERIFY_") and key in Config.model_fields and value != "":
            yield name, {key: value}


def _validated(origin: str, settings: dict[str, Any]) -> Config:
    try:
        return Config.model_validate(settings)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        key = str(first["loc"][0]) if first["loc"] else "?"
        if first["type"] == "extra_forbidden":
            near = difflib.get_close_matches(key, Config.model_fields, 1)
            hint = f" Did you mean {near[0]}?" if near else " `verify init` writes a file with every key"
            raise ConfigError(f"{origin}: unknown key {key}.{hint}") from error
        message = str(first["msg"]).removeprefix("Value error, ")
        raise ConfigError(f"{origin}: {key}: {message}") from error


def template() -> str:
    """A commented `verify.toml` with every key at its default."""
    lines = [
        "# Settings of verify. Each key is also a flag (--max-age) and a variable (VERIFY_MAX_AGE).",
        "# Paths are relative to this file. Remove the # before a key to change it; the values are the defaults, or examples.",
        "",
        'cache = "cache"      # folder of the evidence cache (WARC files and their index)',
        'reports = "reports"  # `verify check` writes its HTML and JSON here',
        "",
    ]
    for name, spec in Config.model_fields.items():
        if name in ("cache", "reports"):
            continue
        lines += [f"# {spec.description}", f"# {name} = {_EXAMPLES.get(name) or _toml(spec.default)}", ""]
    return "\n".join(lines)


def _toml(value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case int() | float():
            return str(value)
        case str():
            return f'"{value}"'
        case timedelta():
            return f'"{int(value.total_seconds() // 86400)}d"'
        case _:
            return "[" + ", ".join(f'"{item}"' for item in cast("tuple[str, ...]", value)) + "]"
