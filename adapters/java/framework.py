"""Servers of the JDK and of Debian's Java packages: a folder in apps/ whose Main serves the workloads."""

import os
import pathlib
import subprocess

import jdk
from sdk import errors

JARS = pathlib.Path("/usr/share/java")
SHARED = {
    "libjackson2-databind-java": ["jackson-core", "jackson-annotations", "jackson-databind"],
    "libhibernate-validator-java": ["hibernate-validator", "geronimo-validation-1.1-spec", "jboss-logging", "classmate"],
}
"""What every app needs: jars by the package that brings them, itself or with what it depends on."""


class Framework:
    """A server of a Debian package with its jars, and those of others, or of the JDK without one."""

    def __init__(self, name, description, package=None, jars=(), others=None, deviations=()):
        self.description = description
        self.deviations = list(deviations)
        self._name = name
        self._package = package
        self._packages = {**SHARED, package: jars, **(others or {})} if package else SHARED
        self._classes = None

    def prepare(self, progress):
        """Compiles the app, with what apps share; returns the versions."""
        self._check_packages()
        self._classes = jdk.compiled(self._name, self.sources, self.jars, progress)
        return self._versions()

    @property
    def sources(self):
        """Those of the app, with what apps share."""
        folders = [jdk.ADAPTER / "apps" / part for part in ["contract", self._name]]
        return sorted(source for folder in folders for source in folder.rglob("*.java"))

    @property
    def jars(self):
        """Those of the packages that it needs."""
        return [jar for package in self._packages for jar in self._jars_of(package)]

    def launch(self):
        class_path = os.pathsep.join(map(str, [self._classes, *self.jars]))
        return {
            "command": ["./launch", "-classpath", class_path, f"apps.{self._name.replace('-', '_')}.Main"],
            "directory": str(jdk.ADAPTER / "apps"),
        }

    def _jars_of(self, package):
        return [JARS / f"{jar}.jar" for jar in self._packages[package]]

    def _check_packages(self):
        missing = [package for package in self._packages if not all(jar.exists() for jar in self._jars_of(package))]
        if missing:
            packages = " ".join(missing)
            raise errors.ProtocolError(
                errors.PREPARE_FAILED,
                f"{self._name} is not installed: {packages} is missing",
                hint=f"apt-get install --no-install-recommends {packages}",
            )

    def _versions(self):
        version = _debian_version(self._package) if self._package else jdk.version()
        server = f"{self._name} {version}"
        return {"runtime": f"OpenJDK {jdk.version()}", "framework": server, "server": server}


def _debian_version(package):
    """The installed version of a package, without its epoch."""
    command = ["dpkg-query", "--show", "--showformat", "${Version}", package]
    result = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True, check=True)
    return result.stdout.rpartition(":")[2]
