"""Settings are checked once, at the start, and a wrong one is named in one sentence."""

import os
import re
import runpy
from datetime import date
from pathlib import Path

import pytest

from backend.config import ROOT, SECRETS, SettingsError, load_settings

GIVEN = {name: f"a-long-enough-{name.lower()}" for name in SECRETS}


def production(tmp_path: Path, **more: str) -> dict[str, str]:
    return {**GIVEN, "INTAKE_ENV": "production", "INTAKE_VAR": str(tmp_path), **more}


@pytest.mark.parametrize("name", SECRETS)
def test_in_production_each_secret_must_be_given(tmp_path, name):
    given = production(tmp_path)
    del given[name]

    with pytest.raises(SettingsError, match=f"^{name} is not set"):
        load_settings(given)


@pytest.mark.parametrize("name", SECRETS)
def test_a_short_secret_is_refused(tmp_path, name):
    with pytest.raises(SettingsError, match=f"^{name} is too short"):
        load_settings(production(tmp_path, **{name: "short"}))


def test_in_development_secrets_are_made_once_and_kept_from_others(tmp_path):
    first = load_settings({"INTAKE_VAR": str(tmp_path)})
    second = load_settings({"INTAKE_VAR": str(tmp_path)})

    assert first.secret_key == second.secret_key
    assert len({first.secret_key, first.service_token, first.rasa_secret}) == 3
    assert (tmp_path / "development.env").stat().st_mode & 0o077 == 0


def test_the_day_may_be_set_but_never_in_production(tmp_path):
    given = {"INTAKE_VAR": str(tmp_path), "INTAKE_TODAY": "2026-11-22"}

    assert load_settings(given).today == date(2026, 11, 22)
    with pytest.raises(SettingsError, match=r"INTAKE_TODAY is for tests"):
        load_settings(production(tmp_path, INTAKE_TODAY="2026-11-22"))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("INTAKE_ENV", "staging"),
        ("INTAKE_TODAY", "22/11/2026"),
        ("BACKEND_PORT", "eighty"),
        ("DATABASE_URL", "mysql://somewhere"),
        ("RASA_URL", "localhost:5005"),
    ],
)
def test_a_wrong_setting_is_named(tmp_path, name, value):
    with pytest.raises(SettingsError, match=f"^{name} must"):
        load_settings({"INTAKE_VAR": str(tmp_path), name: value})


def test_an_open_list_of_sites_is_refused_in_production(tmp_path):
    with pytest.raises(SettingsError, match="CHAT_ALLOWED_ORIGINS"):
        load_settings(production(tmp_path, CHAT_ALLOWED_ORIGINS="*"))


def test_sites_are_read_as_a_list(tmp_path):
    settings = load_settings(
        {
            "INTAKE_VAR": str(tmp_path),
            "CHAT_ALLOWED_ORIGINS": "https://a.example/, https://b.example",
        }
    )

    assert settings.allowed_origins == ("https://a.example", "https://b.example")


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_any_common_form_of_a_postgresql_address_is_taken(tmp_path, scheme):
    settings = load_settings(
        {"INTAKE_VAR": str(tmp_path), "DATABASE_URL": f"{scheme}://user@host/name"}
    )

    assert settings.database_url == "postgresql+psycopg://user@host/name"


def test_without_an_address_the_database_is_a_file_under_var(tmp_path):
    settings = load_settings({"INTAKE_VAR": str(tmp_path)})

    assert settings.database_url == f"sqlite:///{tmp_path}/backend.db"


def test_no_secret_shows_when_settings_are_printed(tmp_path):
    shown = repr(load_settings(production(tmp_path, REDIS_URL="redis://:pass@host")))

    assert not [value for value in GIVEN.values() if value in shown]
    assert "pass@" not in shown


def test_production_limits_people_more_than_development_does(tmp_path):
    assert load_settings(production(tmp_path)).limits.per_token == "60 per minute"
    assert load_settings({"INTAKE_VAR": str(tmp_path)}).limits.per_token != "60 per minute"


READERS = ("backend", "bot", "intake", "tests")
READ = re.compile(r"""environ(?:ment)?(?:\.get)?[\[(]["']([A-Z][A-Z0-9_]+)|\$\{([A-Z_]+)\}""")
# Set for other programs and left alone by operators.
NOT_OURS = {"RASA_TELEMETRY_ENABLED"}


def settings_read() -> set[str]:
    """Every name that the code takes from the environment."""
    files = ("config.py", "channels/settings.py")
    config = "".join((ROOT / "backend" / name).read_text() for name in files)
    read = {*SECRETS, *re.findall(r'"([A-Z][A-Z_]{3,})"', config)} - {"INFO"}
    for folder in READERS:
        for path in [*(ROOT / folder).rglob("*.py"), *(ROOT / folder).glob("*.yml")]:
            read |= {one or other for one, other in READ.findall(path.read_text())}
    return read - NOT_OURS


def test_every_setting_that_is_read_is_named_in_the_example_and_no_other():
    example = (ROOT / ".env.example").read_text()
    named = set(re.findall(r"^#?([A-Z0-9_]+)=", example, re.MULTILINE))

    assert settings_read() - named == set()
    assert named - settings_read() - {"PROMETHEUS_MULTIPROC_DIR"} == set()


@pytest.fixture
def env_file(tmp_path, monkeypatch):
    """A .env of this test alone, and an environment in which nothing else is set."""
    monkeypatch.setattr("os.environ", {"BACKEND_HOST": "127.0.0.2"})
    monkeypatch.setattr("backend.config.ENV_FILE", tmp_path / ".env")
    (tmp_path / ".env").write_text(
        f"INTAKE_VAR={tmp_path}\nBACKEND_HOST=127.0.0.3\nBACKEND_PORT=8123\n"
        "INTAKE_CONFIG=own.yml\nREDIS_URL=\n"
    )


def test_settings_are_read_from_the_file_and_the_environment_goes_before(env_file, tmp_path):
    settings = load_settings()

    assert (settings.var, settings.port) == (tmp_path, 8123)
    assert os.environ["BACKEND_HOST"] == "127.0.0.2"
    assert "REDIS_URL" not in os.environ


def test_what_only_other_parts_read_is_in_the_environment_of_the_process(env_file):
    load_settings()

    assert os.environ["INTAKE_CONFIG"] == "own.yml"


def test_gunicorn_listens_where_the_file_says(env_file):
    assert runpy.run_path("backend/gunicorn.conf.py")["bind"] == "127.0.0.2:8123"
