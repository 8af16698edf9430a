"""The JDK on PATH: what it is, and how it compiles."""

import hashlib
import os
import pathlib
import shutil
import subprocess
import tempfile

from sdk import errors

ADAPTER = pathlib.Path(__file__).parent
BUILD = pathlib.Path(os.environ.get("HARNESS_BUILD_DIR") or ADAPTER) / ".build"
PACKAGE = "openjdk-17-jdk-headless"
JAVAC = ["javac", "-encoding", "UTF-8"]


def home():
    """The folder of the JDK."""
    java = shutil.which("java")
    return pathlib.Path(os.path.realpath(java)).parents[1] if java else None


def version():
    """That of the JDK's `release` file."""
    release = home() / "release" if home() else None
    lines = release.read_text().splitlines() if release and release.is_file() else []
    values = dict(line.partition("=")[::2] for line in lines)
    return values.get("JAVA_VERSION", "unknown").strip('"')


def runtime():
    """Name, version and path of the JVM, as `initialize` reports it."""
    return {"name": "OpenJDK", "version": version(), "path": str(home() / "bin/java" if home() else "java")}


def compiled(name, sources, jars, progress):
    """The folder with the classes of these sources; compiles where there are none of them and this JDK."""

    def compile_to(folder):
        progress(f"compiling {name}")
        _run([*JAVAC, "-cp", os.pathsep.join(map(str, jars)), "-d", str(folder), *map(str, sources)])

    tools = [version(), *(f"{jar} {jar.stat().st_mtime_ns}" for jar in jars)]
    return _built(name, [*map(str.encode, tools), *(source.read_bytes() for source in sources)], compile_to)


def archived(name, classes, manifest):
    """The jar of a folder's classes; packs them where there is none."""

    def pack_to(jar):
        _run(["jar", "--create", "--file", str(jar), "--manifest", str(manifest), "-C", str(classes), "."])

    return _built(f"{name}.jar", [str(classes).encode(), manifest.read_bytes()], pack_to)


def _built(name, inputs, build_to):
    """The path of what is made of these inputs alone; it is there as a whole, or not at all."""
    digest = hashlib.sha256(b"\0".join(inputs)).hexdigest()[:16]
    path = BUILD / digest / name
    if path.exists():
        return path
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix="unfinished-", dir=path.parent) as unfinished:
            made = pathlib.Path(unfinished, name)
            build_to(made)
            try:
                made.rename(path)
            except OSError:
                if not path.exists():  # another adapter may have built the same
                    raise
    except OSError as error:
        hint = f"{BUILD} must be writable; HARNESS_BUILD_DIR names another place"
        raise errors.ProtocolError(errors.PREPARE_FAILED, f"{name} cannot be built: {error}", hint) from error
    return path


def _run(command):
    """Runs a program of the JDK; raises prepareFailed with its last lines."""
    try:
        result = subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
        )
    except FileNotFoundError as error:
        hint = f"apt-get install --no-install-recommends {PACKAGE}"
        raise errors.ProtocolError(errors.PREPARE_FAILED, f"there is no `{command[0]}` on PATH", hint) from error
    if result.returncode != 0:
        lines = result.stdout.decode(errors="replace").splitlines()[-20:]
        hint = "harness doctor says which Debian packages are missing"
        raise errors.ProtocolError(errors.PREPARE_FAILED, f"`{command[0]} …` failed", hint, lines)
