"""How well themes are suggested, on labelled stories: python -m bench.themes [files]."""

import sys
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import yaml

from intake import themes

FOLDER = Path(__file__).resolve().parents[1] / "tests" / "intake" / "theme_stories"
# These measure: no word is worked out and no weight trained on them.
HELD_OUT = ("unseen", "implicit")


class Score(NamedTuple):
    """How many suggested themes were right, were suggested, and should have been."""

    right: int
    suggested: int
    wanted: int

    @property
    def precision(self) -> float:
        """The part of what was suggested that was right."""
        return self.right / self.suggested if self.suggested else 1.0

    @property
    def recall(self) -> float:
        """The part of what should have been suggested that was."""
        return self.right / self.wanted if self.wanted else 1.0


def stories(path: Path) -> list[dict[str, object]]:
    """The labelled stories of a file."""
    loaded: list[dict[str, object]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return loaded


def score(path: Path) -> tuple[Score, Counter[str], Counter[str]]:
    """The score of a file, with the themes that were missed and those suggested wrongly."""
    right = suggested = wanted = 0
    missed: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    for story in stories(path):
        should = set(story["themes"])  # type: ignore[call-overload]
        found = set(themes.suggest(str(story["text"]), str(story["branch"])))
        also = found & set(story.get("also_ok", ())) - should  # type: ignore[call-overload]
        right += len(should & found)
        suggested += len(found - also)
        wanted += len(should)
        missed.update(should - found)
        wrong.update(found - should - also)
    return Score(right, suggested, wanted), missed, wrong


def main() -> int:
    """Print the score of each file, and where most is lost."""
    for path in map(Path, sys.argv[1:]) if sys.argv[1:] else sorted(FOLDER.glob("*.yml")):
        found, missed, wrong = score(path)
        print(
            f"{path.stem}: recall {found.right}/{found.wanted} = {found.recall:.1%}, "
            f"precision {found.right}/{found.suggested} = {found.precision:.1%}"
        )
        print(f"  missed: {dict(missed.most_common(6))}, wrong: {dict(wrong.most_common(6))}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
