"""A person who attaches files, for tests: through the API, and what then stands on disk."""

import io

import pytest
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from backend.app import create_app
from tests.backend.given import make_settings
from tests.backend.people import Person

HERE = "/api/chat/files"


def attach(person, data, name="letter.pdf"):
    boundary, body = encode_multipart({"file": FileStorage(io.BytesIO(data), name)})
    kind = f"multipart/form-data; boundary={boundary}"
    return person.client.post(HERE, data=body, content_type=kind, headers=person.headers)


def listed(person):
    return person.client.get(HERE, headers=person.headers).get_json()


@pytest.fixture
def teller(person) -> Person:
    """Somebody who has said yes to the privacy notice."""
    return person.choose("Yes")


@pytest.fixture
def lone(sqlite_copy, tmp_path, bot):
    """Makes a teller of a service of their own, with these settings, on one kind of database."""

    def make(**more) -> Person:
        app = create_app(make_settings(tmp_path, sqlite_copy, **more), rasa=bot)
        bot.app = app
        return Person(app.test_client()).begin().choose("Yes")

    return make


def on_disk(settings):
    return [path for path in settings.files_folder.rglob("*") if path.is_file()]
