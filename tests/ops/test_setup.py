"""Set-up does nothing twice and fails with one clear sentence."""

import socket
import subprocess

import pytest

from ops import setup
from ops.processes import NotReady, check_ports, free_ports


@pytest.fixture
def project(tmp_path, monkeypatch):
    monkeypatch.setattr(setup, "ROOT", tmp_path)
    monkeypatch.setattr(setup, "STAMPS", tmp_path / "var" / "stamps")
    return tmp_path


def test_a_step_is_done_again_only_when_its_files_changed(project):
    source = project / "requirements.txt"
    source.write_text("one")
    setup.Stamp("step", [source]).write()
    assert setup.Stamp("step", [source]).holds()

    source.write_text("two")
    assert not setup.Stamp("step", [source]).holds()


def test_a_new_file_in_a_folder_counts_as_a_change(project):
    folder = project / "data"
    folder.mkdir()
    before = setup.digest([folder])
    (folder / "more.yml").write_text("a: 1")
    assert setup.digest([folder]) != before


def test_a_failing_command_says_what_to_do_in_one_sentence(project, capsys):
    with pytest.raises(setup.SetupError, match=r"^there is no Python 3\.10 here"):
        setup.run(["false"], "there is no Python 3.10 here")


def test_without_a_network_set_up_ends_with_one_sentence(project, monkeypatch, capsys):
    def no_network():
        raise setup.SetupError(setup.no_network("uv"))

    monkeypatch.setattr(setup, "find_uv", no_network)

    assert setup.main("run") == 1
    assert capsys.readouterr().err.strip() == (
        "Stopped: uv could not be fetched; is there a network, and a package index?"
    )


def test_an_interpreter_of_the_right_version_is_found_or_left_to_uv(project, monkeypatch):
    def asked(command, **_):
        return subprocess.CompletedProcess(command, 0, stdout="3.12\n")

    monkeypatch.setattr(setup.subprocess, "run", asked)
    assert setup.python_for("3.10") == "3.10"


def test_a_taken_port_is_named_with_its_setting():
    settings = free_ports()
    with socket.socket() as other:
        other.bind(("127.0.0.1", int(settings["RASA_PORT"])))
        other.listen()
        with pytest.raises(NotReady, match=rf"port {settings['RASA_PORT']} is taken.*RASA_PORT"):
            check_ports(settings)
