"""Opens one file in a process of its own, and says what it is: python -m backend.files.opener.

A file from a stranger may be made to break whatever reads it. So this process knows no secret, has
little memory and time, and gives back only what it made of the file: a line of JSON, then the bytes
of a picture that was made anew.
"""

import io
import json
import resource
import sys
import zipfile
from typing import Any, NamedTuple

MEGABYTE = 1024 * 1024
MEMORY = 1536 * MEGABYTE
CPU_SECONDS = 20
MOST_PIXELS = 64_000_000
MOST_ENTRIES = 2_000
MOST_UNPACKED = 100 * MEGABYTE
CHUNK = 64 * 1024
# Pillow's names for what it may try, and for what it may find: a phone's JPEG with a second
# picture behind it is an MPO. Each with what it is kept as.
TRIED = ("JPEG", "HEIF", "PNG", "WEBP")
PICTURES = {"JPEG": "jpeg", "MPO": "jpeg", "HEIF": "jpeg", "PNG": "png", "WEBP": "webp"}
TYPES = "[Content_Types].xml"
WORD = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
ODT = b"application/vnd.oasis.opendocument.text"
PROGRAMS = ("vbaproject.bin", "vbadata.xml")
REMADE, DETAILS, ACTIVE = "picture_remade", "details_kept", "can_act"


class Refused(Exception):
    """The file is not taken; the key of the sentence that says why."""


class Opened(NamedTuple):
    """What a file is, what staff should know of it, and its new bytes where it was made anew."""

    kind: str
    notes: list[str]
    made: bytes = b""


def opened(data: bytes) -> Opened:
    """Open a file by what is in it, whatever it is called. Raises Refused."""
    if data.startswith(b"%PDF-"):
        return _pdf(data)
    if data.startswith(b"PK\x03\x04"):
        return _document(data)
    return _picture(data)


def _pdf(data: bytes) -> Opened:
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Refused("file_locked")
        if not reader.pages:
            raise Refused("file_broken")
        root: Any = reader.trailer["/Root"]
        acts = {"/OpenAction", "/AA"} & set(root)
        if "/Names" in root:  # by its key, which follows references where `get` does not
            acts |= {"/JavaScript", "/EmbeddedFiles"} & set(root["/Names"])
    except PyPdfError:
        raise Refused("file_broken") from None
    return Opened("pdf", [DETAILS, ACTIVE] if acts else [DETAILS])


def _document(data: bytes) -> Opened:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            entries = packed.infolist()
            _check_entries(entries)
            parts = _unpacked(packed, entries)
            names = {entry.filename for entry in entries}
            if entries[0].filename == "mimetype" and packed.read("mimetype") == ODT:
                needed, kind = "content.xml", "odt"
            elif TYPES in names and WORD in packed.read(TYPES):
                needed, kind = "word/document.xml", "docx"
            else:
                raise Refused("file_wrong_kind")
            if needed not in names:
                raise Refused("file_broken")
    except (zipfile.BadZipFile, NotImplementedError, EOFError):
        raise Refused("file_broken") from None
    return Opened(kind, [DETAILS, ACTIVE] if parts else [DETAILS])


def _check_entries(entries: list[zipfile.ZipInfo]) -> None:
    if not entries:
        raise Refused("file_broken")
    if len(entries) > MOST_ENTRIES or sum(e.file_size for e in entries) > MOST_UNPACKED:
        raise Refused("file_bomb")
    if any(entry.flag_bits & 1 for entry in entries):
        raise Refused("file_locked")
    names = [entry.filename.lower() for entry in entries]
    if any(name.endswith(PROGRAMS) or name.startswith(("basic/", "scripts/")) for name in names):
        raise Refused("file_macros")


def _unpacked(packed: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> bool:
    """Read every part to its end, so that no size in a heading is believed; True where one of
    them fetches something from elsewhere when it is opened, or holds another file."""
    left, reaches_out = MOST_UNPACKED, False
    for entry in entries:
        name = entry.filename.lower()
        reaches_out |= "/embeddings/" in name or name.startswith("object ")
        with packed.open(entry) as part:
            while chunk := part.read(CHUNK):
                left -= len(chunk)
                if left < 0:
                    raise Refused("file_bomb")
                if name.endswith(".rels"):
                    reaches_out |= b"attachedTemplate" in chunk
    return reaches_out


def _picture(data: bytes) -> Opened:
    import pi_heif
    from PIL import Image, ImageOps, UnidentifiedImageError

    pi_heif.register_heif_opener()
    Image.init()
    Image.MAX_IMAGE_PIXELS = None  # measured below, before anything is unpacked
    try:
        found = Image.open(io.BytesIO(data), formats=TRIED)
    except UnidentifiedImageError:
        raise Refused("file_wrong_kind") from None
    kind = PICTURES[str(found.format)]
    if found.width * found.height > MOST_PIXELS:
        raise Refused("file_picture_big")
    upright = ImageOps.exif_transpose(found)
    return Opened(kind, [REMADE], _remade(upright, kind))


def _remade(picture: Any, kind: str) -> bytes:
    """The dots alone, made into a new file: what else the old one held (place, time, camera,
    thumbnail, text, a second file behind the first) is not in it."""
    see_through = "transparency" in picture.info or picture.mode in ("RGBA", "LA", "PA")
    colours = picture.info.get("icc_profile")
    if picture.mode.startswith("I"):  # 16 bits of grey
        picture = picture.point(lambda grey: grey * (1 / 256)).convert("L")
    plain = picture.convert("RGBA" if see_through and kind != "jpeg" else "RGB")
    plain.info.clear()
    made = io.BytesIO()
    kept = {"icc_profile": colours} if colours and picture.mode in ("RGB", "RGBA") else {}
    plain.save(made, format=kind.upper(), quality=90, **kept)
    return made.getvalue()


def preview(data: bytes, longest: int = 1600) -> bytes:
    """A picture that we keep, made once more and smaller, for looking at."""
    from PIL import Image

    with Image.open(io.BytesIO(data), formats=["JPEG", "PNG", "WEBP"]) as picture:
        picture.thumbnail((longest, longest))
        return _remade(picture, "png" if picture.mode == "RGBA" else "jpeg")


def main() -> None:
    """Answer for the file on the standard input."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    data, made = sys.stdin.buffer.read(), b""
    try:
        if sys.argv[1:] == ["preview"]:
            said: dict[str, Any] = {}
            made = preview(data)
        else:
            found = opened(data)
            said, made = {"kind": found.kind, "notes": found.notes}, found.made
    except Refused as refusal:
        said = {"refused": str(refusal)}
    except Exception:  # whatever a broken file does to the libraries
        said = {"refused": "file_broken"}
    sys.stdout.buffer.write(json.dumps(said).encode() + b"\n" + made)


if __name__ == "__main__":
    main()
