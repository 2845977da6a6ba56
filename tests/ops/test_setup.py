"""Set-up does nothing twice and fails with one clear sentence."""

import socket
import subprocess

import pytest
from dotenv import dotenv_values

from ops import settings, setup, widget
from ops.ports import ports_problem
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


def test_a_taken_port_ends_set_up_for_running_before_any_work(project, monkeypatch, capsys):
    monkeypatch.setattr(setup, "find_uv", lambda: pytest.fail("work was begun"))
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        (project / ".env").write_text(f"RASA_PORT={port}  # the model\n")
        for name in ("BACKEND_PORT", "ACTIONS_PORT", "RASA_PORT"):
            monkeypatch.delenv(name, raising=False)
        free = free_ports()
        monkeypatch.setenv("BACKEND_PORT", free["BACKEND_PORT"])
        monkeypatch.setenv("ACTIONS_PORT", free["ACTIONS_PORT"])

        assert setup.main("run") == 1

    assert capsys.readouterr().err.strip() == (
        f"Stopped: port {port} is taken; stop what uses it, or set RASA_PORT to another."
    )


@pytest.mark.parametrize("port", ["many", "70000", "-1"])
def test_a_port_that_is_no_port_is_named_with_its_setting(port):
    problem = ports_problem({**free_ports(), "RASA_PORT": port})

    assert problem == f"RASA_PORT must be a port number, not '{port}'."


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("INTAKE_VAR=/srv/var", "/srv/var"),
        ("export INTAKE_VAR = data here  # a note", "data here"),
        ("INTAKE_VAR='a # b' # a note", "a # b"),
        ('INTAKE_VAR="a b"', "a b"),
        ("INTAKE_VAR=a#b", "a#b"),
        ("INTAKE_VAR=", ""),
        ("#INTAKE_VAR=x", None),
    ],
)
def test_set_up_reads_the_settings_file_as_the_processes_do(project, monkeypatch, line, value):
    monkeypatch.setattr("os.environ", {})
    (project / ".env").write_text(line)

    assert setup.chosen().get("INTAKE_VAR") == value
    assert dotenv_values(project / ".env").get("INTAKE_VAR") == value


def test_the_environment_goes_before_the_settings_file(project, monkeypatch):
    (project / ".env").write_text("INTAKE_VAR=from-file")
    monkeypatch.setenv("INTAKE_VAR", "from-environment")

    assert setup.chosen()["INTAKE_VAR"] == "from-environment"


def test_the_model_is_looked_for_where_set_up_trains_it(tmp_path, monkeypatch):
    monkeypatch.delenv("RASA_MODEL", raising=False)
    monkeypatch.setenv("INTAKE_VAR", str(tmp_path))
    assert settings.model_file() == tmp_path / "models" / "intake.tar.gz"

    monkeypatch.setenv("RASA_MODEL", str(tmp_path / "other.tar.gz"))
    assert settings.model_file() == tmp_path / "other.tar.gz"


def test_an_interpreter_of_the_right_version_is_found_or_left_to_uv(project, monkeypatch):
    def asked(command, **_):
        return subprocess.CompletedProcess(command, 0, stdout="3.12\n")

    monkeypatch.setattr(setup.subprocess, "run", asked)
    assert setup.python_for("3.10") == "3.10"


def test_a_taken_port_is_named_with_its_setting():
    ports = free_ports()
    with socket.socket() as other:
        other.bind(("127.0.0.1", int(ports["RASA_PORT"])))
        other.listen()
        with pytest.raises(NotReady, match=rf"port {ports['RASA_PORT']} is taken.*RASA_PORT"):
            check_ports(ports)


def test_only_the_browsers_that_are_missing_are_installed(project, monkeypatch):
    ran = []
    monkeypatch.setattr(setup.shutil, "which", lambda name: None if name == "lynx" else name)
    monkeypatch.setattr(setup.os, "geteuid", lambda: 0)
    monkeypatch.setattr(setup, "run", lambda command, problem: ran.append(command))

    setup.browsers()

    assert ran[-1] == ["apt-get", "install", "-y", "-qq", "lynx"]


def test_the_widget_is_bundled_again_only_when_its_sources_changed(tmp_path, monkeypatch):
    monkeypatch.setattr(widget, "STAMP", tmp_path / "sources.txt")
    monkeypatch.setattr(widget, "MADE", tmp_path / "embed.js")
    assert widget.changed()

    widget.MADE.write_text("made")
    widget.STAMP.write_text(widget.digest())
    assert not widget.changed()

    widget.STAMP.write_text("of other sources")
    assert widget.changed()


def test_a_widget_that_cannot_be_bundled_ends_set_up_with_one_sentence(monkeypatch, tmp_path):
    monkeypatch.setattr(widget, "STAMP", tmp_path / "sources.txt")
    monkeypatch.setattr(widget, "node", lambda: [str(tmp_path / "no-node")])

    with pytest.raises(setup.SetupError, match=r"^the widget could not be bundled"):
        setup.widget()
