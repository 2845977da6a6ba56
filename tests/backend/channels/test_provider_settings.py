"""The messengers' settings: whole, or the service does not start and says what is missing."""

import pytest

from backend.channels.registry import MAKERS
from backend.channels.settings import STATED, read_channels
from backend.setting_errors import SettingsError
from tests.backend.channels.fakes.kit import PUBLIC
from tests.backend.channels.fakes.kits import KITS, running

MESSENGERS = ("sms", "whatsapp", "whatsapp_cloud", "messenger", "telegram")


def read(name: str, given: dict[str, str], env: str = "test", **changed: str):
    told = {"CHANNELS": name, "PUBLIC_ADDRESS": PUBLIC, **given, **changed}
    return read_channels(told, env).given[name]


@pytest.fixture(params=MESSENGERS)
def messenger(request: pytest.FixtureRequest):
    with running(request.param) as kit:
        yield kit.name, dict(kit.given())


def test_every_adapter_there_is_is_held_to_the_conformance_suite():
    assert set(KITS) == set(MAKERS) == set(STATED)


def test_a_whole_setting_is_taken_in_production_too(messenger):
    name, given = messenger

    assert read(name, given, env="production")


def test_each_setting_that_is_missing_stops_the_start_by_its_name(messenger):
    name, given = messenger
    for needed in STATED[name].needed:
        with pytest.raises(SettingsError, match=f"{needed} must be set"):
            read(name, given, **{needed: ""})


def test_a_secret_that_could_be_guessed_stops_the_start(messenger):
    name, given = messenger
    for secret in STATED[name].secrets:
        with pytest.raises(SettingsError, match=f"{secret} is too short"):
            read(name, given, **{secret: "fifteen_letters"})


def test_keys_go_nowhere_without_encryption(messenger):
    name, given = messenger
    address = next(each for each in STATED[name].may if each.endswith("_ADDRESS"))

    with pytest.raises(SettingsError, match=f"{address} must begin with https://"):
        read(name, given, **{address: "http://api.example.org"})
    with pytest.raises(SettingsError):
        read(name, given, **{address: "http://127.0.0.1.example.org"})


@pytest.mark.parametrize("sender", ["07700900001", "+44 7700 900001", "Ombudsman", "MG123", "+1\n"])
def test_a_sender_that_twilio_would_not_know_stops_the_start(sender):
    given = {"TWILIO_ACCOUNT": "AC1", "TWILIO_AUTH_TOKEN": "0123456789abcdef"}

    with pytest.raises(SettingsError, match="SMS_SENDER must be a number"):
        read("sms", given, SMS_SENDER=sender)


def test_a_secret_that_telegram_would_refuse_stops_the_start():
    given = {"TELEGRAM_TOKEN": "1:a", "TELEGRAM_SECRET": "letters and spaces 123"}

    with pytest.raises(SettingsError, match="TELEGRAM_SECRET may have only"):
        read("telegram", given)


def test_no_secret_is_shown_where_settings_are_printed(messenger):
    name, given = messenger
    told = read_channels({"CHANNELS": name, "PUBLIC_ADDRESS": PUBLIC, **given}, "test")

    assert not [each for each in STATED[name].secrets if given[each] in repr(told)]
