"""Files for tests: good ones of each kind, and ones made to do harm."""

import io
import os
import socket
import struct
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PIL import Image
from pypdf import PdfWriter
from pypdf.actions import JavaScript

# Half red, half blue; made for these tests with libheif.
HEIC = Path(__file__).with_name("half.heic")
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
WORD = (
    b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override '
    b'PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument'
    b'.wordprocessingml.document.main+xml"/></Types>'
)
ODT = b"application/vnd.oasis.opendocument.text"


def pdf(password: str = "", script: str = "") -> bytes:
    """A PDF of one page."""
    writer = PdfWriter()
    writer.add_blank_page(width=200, height=200)
    if script:
        writer.add_open_action(JavaScript(script))
    if password:
        writer.encrypt(password)
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def picture(kind: str = "JPEG", size: tuple[int, int] = (40, 20), **more: Any) -> bytes:
    """A picture, red on its left half and blue on its right."""
    made, image = io.BytesIO(), Image.new("RGB", size, "red")
    image.paste("blue", (size[0] // 2, 0, size[0], size[1]))
    image.save(made, kind, **more)
    return made.getvalue()


def photo() -> bytes:
    """A photo from a phone: lying on its side, with a place, a comment and a camera in it."""
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned a quarter to the right
    exif[0x010F] = "Plumtree Phones"
    exif.get_ifd(0x8825).update({1: "N", 2: (53.0, 48.0, 1.0), 3: "W", 4: (1.0, 32.0, 56.0)})
    return picture(exif=exif, comment=b"taken at plum-tree cottage", quality=95)


def zipped(parts: dict[str, bytes], squeezed: bool = True) -> bytes:
    """Parts in a zip file, in their order."""
    made = io.BytesIO()
    how = zipfile.ZIP_DEFLATED if squeezed else zipfile.ZIP_STORED
    with zipfile.ZipFile(made, "w", how) as packed:
        for name, data in parts.items():
            packed.writestr(name, data)
    return made.getvalue()


def docx(**parts: bytes) -> bytes:
    """A Word document; more parts by name, with __ for a stroke and _dot_ for a dot."""
    named = {n.replace("__", "/").replace("_dot_", "."): data for n, data in parts.items()}
    return zipped({"[Content_Types].xml": WORD, "word/document.xml": b"<w/>", **named})


def odt() -> bytes:
    """An OpenDocument text."""
    return zipped({"mimetype": ODT, "content.xml": b"<office/>"}, squeezed=False)


def noise(size: int) -> bytes:
    """Bytes that are nothing."""
    return os.urandom(size)


@contextmanager
def clamd(reply: bytes | None = None) -> Iterator[tuple[str, list[bytes]]]:
    """A virus scanner that knows one virus, or always gives this reply; its address, and what it
    was sent."""
    seen: list[bytes] = []
    server = socket.create_server(("127.0.0.1", 0))

    def answer(line: socket.socket) -> None:
        with line, line.makefile("rb") as sent:
            assert sent.read(10) == b"zINSTREAM\0"
            data = b""
            while length := struct.unpack("!L", sent.read(4))[0]:
                data += sent.read(length)
            seen.append(data)
            found = b"stream: Eicar-Signature FOUND" if EICAR in data else b"stream: OK"
            line.sendall(found + b"\0" if reply is None else reply)

    def serve() -> None:
        while True:
            try:
                line, _ = server.accept()
            except OSError:
                return
            answer(line)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"tcp://127.0.0.1:{server.getsockname()[1]}", seen
    finally:
        server.shutdown(socket.SHUT_RDWR)
        server.close()
        thread.join()


@contextmanager
def silent_clamd() -> Iterator[str]:
    """A virus scanner that takes a call and never says anything."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"tcp://127.0.0.1:{server.getsockname()[1]}"
