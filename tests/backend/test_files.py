"""Files of a draft over the API: what is taken, and what is refused and why."""

import io
from concurrent.futures import ThreadPoolExecutor

import pytest
from PIL import Image
from sqlalchemy import select

from backend.config import Limits
from backend.data.files import AttachedFile
from backend.files import opening
from backend.files.kinds import safe_name
from backend.services import files
from tests.backend import papers
from tests.backend.filing import HERE, attach, listed, lone, on_disk, teller
from tests.backend.given import MANY
from tests.backend.people import Person

__all__ = ["lone", "teller"]


def dots(data, at):
    return Image.open(io.BytesIO(data)).convert("RGB").getpixel(at)


GOOD = {
    "letter.pdf": (papers.pdf, "pdf", "letter.pdf"),
    "photo.JPG": (papers.picture, "jpeg", "photo.jpg"),
    "page.png": (lambda: papers.picture("PNG"), "png", "page.png"),
    "page.webp": (lambda: papers.picture("WEBP"), "webp", "page.webp"),
    "letter.docx": (papers.docx, "docx", "letter.docx"),
    "letter.odt": (papers.odt, "odt", "letter.odt"),
    # Taken for what it is, whatever it is called.
    "really-a-picture.pdf": (papers.picture, "jpeg", "really-a-picture.jpg"),
}


@pytest.mark.parametrize("name", GOOD)
def test_each_kind_is_taken_and_listed_for_what_it_is(teller, name):
    make, kind, kept_as = GOOD[name]

    answer = attach(teller, make(), name)

    assert answer.status_code == 201
    found = listed(teller)
    assert [(f["kind"], f["name"], f["scanned"]) for f in found["files"]] == [
        (kind, kept_as, False)
    ]
    assert (found["most"], found["megabytes"], found["open"]) == (5, 10, True)
    assert ".heic" in found["accepted"]


def bomb():
    return papers.docx(word__media__big_dot_xml=b"0" * 120_000_000)


def lying_bomb():
    """Says of its biggest part that it is small."""
    data = bytearray(bomb())
    real = (120_000_000).to_bytes(4, "little")
    while (at := data.find(real)) >= 0:
        data[at : at + 4] = (1000).to_bytes(4, "little")
    return bytes(data)


BAD = {
    "text under a PDF's name": (lambda: b"hello there", 415, "file_wrong_kind"),
    "a web page": (lambda: b"<!doctype html><script>alert(1)</script>", 415, "file_wrong_kind"),
    "a drawing with a script": (
        lambda: b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
        415,
        "file_wrong_kind",
    ),
    "a GIF": (lambda: papers.picture("GIF"), 415, "file_wrong_kind"),
    "a TIFF": (lambda: papers.picture("TIFF"), 415, "file_wrong_kind"),
    "a program": (lambda: b"MZ" + papers.noise(500), 415, "file_wrong_kind"),
    "any zip file": (lambda: papers.zipped({"a.txt": b"a"}), 415, "file_wrong_kind"),
    "a spreadsheet": (
        lambda: papers.zipped({"[Content_Types].xml": b"spreadsheetml.sheet.main+xml"}),
        415,
        "file_wrong_kind",
    ),
    "a PDF with nothing in it": (lambda: b"%PDF-1.7\n" + papers.noise(900), 422, "file_broken"),
    "a PDF cut short": (lambda: papers.pdf()[:200], 422, "file_broken"),
    "a picture cut short": (
        lambda: papers.picture("PNG", (300, 300))[:200],
        422,
        "file_broken",
    ),
    "a zip file cut short": (lambda: papers.docx()[:60], 422, "file_broken"),
    "a Word document without its text": (
        lambda: papers.zipped({"[Content_Types].xml": papers.WORD}),
        422,
        "file_broken",
    ),
    "a PDF with a password": (lambda: papers.pdf(password="plum"), 422, "file_locked"),
    "a document with a macro": (
        lambda: papers.docx(word__vbaProject_dot_bin=b"x"),
        422,
        "file_macros",
    ),
    "a zip bomb": (bomb, 422, "file_bomb"),
    "a zip bomb that lies": (lying_bomb, 422, "file_broken"),
    "too many parts": (
        lambda: papers.zipped({"mimetype": papers.ODT, **{f"p{n}": b"" for n in range(2100)}}),
        422,
        "file_bomb",
    ),
    "a picture of too many dots": (
        lambda: papers.picture("PNG", (9000, 9000)),
        422,
        "file_picture_big",
    ),
    "nothing": (lambda: b"", 422, "file_empty"),
    "11 MB": (lambda: b"%PDF-1.7" + bytes(11_000_000), 413, "file_too_big"),
    "a little over 10 MB": (lambda: b"%PDF-1.7" + bytes(10_000_000), 413, "file_too_big"),
}


@pytest.mark.parametrize("what", BAD)
def test_what_is_not_taken_is_refused_with_a_plain_sentence_and_leaves_nothing(lone, what):
    make, status, code = BAD[what]
    teller = lone()

    answer = attach(teller, make())

    assert (answer.status_code, answer.get_json()["code"]) == (status, code)
    assert answer.content_type == "application/problem+json"
    assert "{" not in answer.get_json()["detail"]
    assert listed(teller)["files"] == []
    assert on_disk(teller.client.application.extensions["intake"].settings) == []


def test_a_request_without_a_file_or_in_another_form_is_refused(teller):
    form = {"data": {"other": "x"}, "content_type": "multipart/form-data"}
    without = teller.client.post(HERE, **form, headers=teller.headers)
    nothing = teller.client.post(HERE, headers=teller.headers)
    as_json = teller.client.post(HERE, json={"file": "x"}, headers=teller.headers)

    assert [without.status_code, nothing.status_code, as_json.status_code] == [422, 422, 415]


def test_a_body_far_too_big_is_read_to_its_end_so_that_the_sentence_arrives(teller):
    class Counted(io.BytesIO):
        count = 0

        def read(self, size=-1):
            part = super().read(size)
            Counted.count += len(part)
            return part

    answer = teller.client.post(
        HERE,
        input_stream=Counted(bytes(20_000_000)),
        content_type="multipart/form-data; boundary=b",
        content_length=20_000_000,
        headers=teller.headers,
    )

    assert (answer.status_code, answer.get_json()["code"]) == (413, "file_too_big")
    assert Counted.count == 20_000_000


def test_everything_but_files_keeps_its_limit_of_64_kib(teller):
    big = {"id": "x", "text": "a" * 70_000}

    assert (
        teller.client.post("/api/chat/messages", json=big, headers=teller.headers).status_code
        == 413
    )


def test_the_sixth_file_is_refused_until_one_is_removed(teller):
    kept = [attach(teller, papers.picture(size=(10 + n, 10))).get_json() for n in range(5)]
    sixth = papers.picture(size=(50, 10))

    refused = attach(teller, sixth)
    assert (refused.status_code, refused.get_json()["code"]) == (409, "files_too_many")
    gone = teller.client.delete(f"{HERE}/{kept[1]['id']}", headers=teller.headers)
    assert gone.status_code == 204
    assert attach(teller, sixth).status_code == 201


def test_many_files_sent_at_once_are_never_more_than_five(lone):
    teller = lone()

    def send(number):
        return attach(teller, papers.picture(size=(10 + number, 10))).status_code

    with ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(send, range(8)))

    found = listed(teller)["files"]
    assert len(found) == 5 == statuses.count(201)
    assert set(statuses) <= {201, 409, 503}
    settings = teller.client.application.extensions["intake"].settings
    assert len(on_disk(settings)) == 5


def test_the_same_file_sent_again_is_kept_once(teller, settings):
    first = attach(teller, papers.pdf()).get_json()
    again = attach(teller, papers.pdf(), "other-name.pdf")

    assert (again.status_code, again.get_json()) == (201, first)
    assert len(on_disk(settings)) == 1


def test_where_a_photo_was_taken_is_gone_and_it_stands_upright(app, teller, session, settings):
    attach(teller, papers.photo(), "IMG_0001.jpg")

    row = session.scalar(select(AttachedFile))
    kept = files.read(settings, row)
    shown = Image.open(io.BytesIO(kept))
    assert (shown.size, shown.getexif(), "comment" in shown.info) == ((20, 40), {}, False)
    assert not [word for word in (b"plum", b"Plumtree", b"Exif", b"GPS") if word in kept]
    top, bottom = dots(kept, (10, 4)), dots(kept, (10, 36))
    assert top[0] > 200 > top[2] and bottom[2] > 200 > bottom[0]
    assert row.notes == ["picture_remade"]


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_what_other_pictures_hold_beside_their_dots_is_gone_too(teller, session, settings, kind):
    exif = Image.Exif()
    exif.get_ifd(0x8825).update({1: "N", 2: (53.0, 48.0, 1.0)})
    exif[0x010F] = "Plumtree Phones"
    data = papers.picture(kind, exif=exif) + b"<script>plum</script>"
    attach(teller, data)

    kept = files.read(settings, session.scalar(select(AttachedFile)))

    assert b"Plum" in data and b"lum" not in kept
    assert Image.open(io.BytesIO(kept)).getexif() == {}


def test_a_picture_that_can_be_seen_through_stays_so(teller, session, settings):
    made = io.BytesIO()
    Image.new("RGBA", (4, 4), (255, 0, 0, 0)).save(made, "PNG")
    attach(teller, made.getvalue())

    kept = files.read(settings, session.scalar(select(AttachedFile)))

    assert Image.open(io.BytesIO(kept)).mode == "RGBA"


@pytest.mark.parametrize("mode", ["1", "L", "P", "CMYK", "I;16", "LA"])
def test_pictures_of_every_make_are_taken(teller, mode):
    made = io.BytesIO()
    Image.new(mode, (8, 8)).save(made, "JPEG" if mode == "CMYK" else "PNG")

    assert attach(teller, made.getvalue()).status_code == 201


def test_a_picture_of_an_iphone_is_kept_as_one_that_everyone_can_open():
    data = (papers.HEIC).read_bytes()

    content = opening.open_file(data)

    assert content.kind == "jpeg" and content.data.startswith(b"\xff\xd8")


def test_a_pdf_that_can_act_is_taken_and_marked_for_staff(teller, session):
    attach(teller, papers.pdf(script="app.alert('hi')"))

    assert session.scalar(select(AttachedFile.notes)) == ["details_kept", "can_act"]


def test_files_are_counted_for_each_chat_and_each_address(lone):
    few = Limits(**{**vars(MANY), "files_per_token": "1 per hour"})
    teller = lone(limits=few)
    assert attach(teller, papers.pdf()).status_code == 201
    refused = attach(teller, papers.picture())

    assert refused.status_code == 429 and int(refused.headers["Retry-After"]) > 0
    assert teller.say("They lost my notes.").status == 200

    few = Limits(**{**vars(MANY), "files_per_address": "1 per hour"})
    first = lone(limits=few)
    second = Person(first.client).begin().choose("Yes")
    assert attach(first, papers.pdf()).status_code == 201
    assert attach(second, papers.pdf()).status_code == 429


@pytest.mark.parametrize(
    ("given", "safe"),
    [
        ("letter.pdf", "letter.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\me\\My letter.PDF", "My letter.pdf"),
        ("a\u202egpj.exe", "agpj.pdf"),
        ("line\nbreak\x00.pdf", "linebreak.pdf"),
        ("<img src=x onerror=alert(1)>.pdf", "_img src=x onerror=alert(1)_.pdf"),
        ("", "file.pdf"),
        ("....", "file.pdf"),
        ("llythyr terfynol â.docx", "llythyr terfynol â.pdf"),
        ("Dr. Smith 3.4.2026", "Dr. Smith 3.4.pdf"),
        ("x" * 300 + ".pdf", "x" * 80 + ".pdf"),
    ],
)
def test_a_name_is_made_safe_and_ends_in_what_the_file_is(given, safe):
    assert safe_name(given, "pdf") == safe
