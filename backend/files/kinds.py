"""The kinds of file that may be attached, and names that are safe to show and to save under."""

import re
import unicodedata
from dataclasses import dataclass

LONGEST_STEM = 80
UNSAFE = re.compile(r'[<>:"/\\|?*]+')
NAMELESS = "file"


@dataclass(frozen=True)
class Kind:
    """A kind of file as it is kept: its media type and the end of its name."""

    media_type: str
    ending: str
    label: str

    @property
    def picture(self) -> bool:
        """True where it can be looked at as a picture."""
        return self.media_type.startswith("image/")


KINDS = {
    "pdf": Kind("application/pdf", "pdf", "PDF"),
    "jpeg": Kind("image/jpeg", "jpg", "JPEG picture"),
    "png": Kind("image/png", "png", "PNG picture"),
    "webp": Kind("image/webp", "webp", "WebP picture"),
    "docx": Kind(
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "docx",
        "Word document",
    ),
    "odt": Kind("application/vnd.oasis.opendocument.text", "odt", "OpenDocument text"),
}
# What a file dialog offers; a picture from an iPhone is kept as a JPEG.
ACCEPTED = ".pdf,.jpg,.jpeg,.png,.webp,.heic,.heif,.docx,.odt"


def safe_name(given: str, kind: str) -> str:
    """The name without folders, unseen signs and a false ending; what it is ends it."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", given))[-1]
    seen = "".join(c for c in last if unicodedata.category(c)[0] != "C")
    words = re.sub(r"\s+", " ", UNSAFE.sub("_", seen)).strip(" .")
    stem, dot, ending = words.rpartition(".")
    if not dot or not re.fullmatch(r"[A-Za-z0-9]{1,5}", ending):
        stem = words
    return f"{stem[:LONGEST_STEM].strip(' .') or NAMELESS}.{KINDS[kind].ending}"
