"""What the widget weighs beside others from npm: `python -m bench.widget_size`.

Every package is fetched with `npm pack` in this run; what counts is its script for a page by itself
after gzip -9, with its style where that is a file of its own.
"""

import gzip
import json
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from bench.widget_files import parts, texts, total
from ops.widget import node

PEERS = {
    "rasa-webchat": ("lib/index.js",),
    "deep-chat": ("dist/deepChat.bundle.js",),
    "@botpress/webchat": ("dist/index.js", "dist/style.css"),
    "botframework-webchat": ("dist/webchat-minimal.js",),
}
SECONDS = 180
KB = 1000


def packed(name: str, folder: Path) -> tuple[str, int] | None:
    """The version of a package and the gzip bytes of its files; None where npm cannot fetch it."""
    command = [*npm(), "pack", name, "--json", "--silent", "--pack-destination", str(folder)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=True)
    except (OSError, subprocess.SubprocessError):
        return None
    about = json.loads(done.stdout)
    about = about[0] if isinstance(about, list) else next(iter(about.values()))
    archive = next(folder.glob(f"{name.strip('@').replace('/', '-')}-{about['version']}.tgz"))
    with tarfile.open(archive) as tar:
        files = [tar.extractfile(f"package/{path}") for path in PEERS[name]]
        weight = sum(len(gzip.compress(file.read(), 9)) for file in files if file)
    return str(about["version"]), weight


def npm() -> list[str]:
    """The npm command that belongs to the Node.js used for the bundle."""
    found = node()
    return ["npm"] if found == ["node"] else [each.replace(".node(", ".npm(") for each in found]


def main() -> int:
    """Print the table; a peer that cannot be fetched is named and left out."""
    print("gzip -9, kB (1 kB = 1,000 bytes)")
    for part in parts():
        print(f"    {part.name:<28}{part.weight / KB:>8.1f}")
    loader = next(part.weight for part in parts() if part.loader)
    rows = [("this widget: on every page", loader), ("this widget: everything", total())]
    rows.insert(1, ("this widget: without files", total(files=False)))
    missing = []
    with tempfile.TemporaryDirectory() as folder:
        for name in PEERS:
            found = packed(name, Path(folder))
            if found:
                rows.append((f"{name} {found[0]}", found[1]))
            else:
                missing.append(name)
    for label, weight in rows:
        print(f"{label:<32}{weight / KB:>8.1f}{weight / total():>8.1f} x")
    said = f"{texts() / KB:.1f} in one language"
    print(f"Script and style alone; ours fetches its texts too, as data: {said}.")
    if missing:
        print(f"Not compared, because npm could not fetch them (no network?): {', '.join(missing)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
