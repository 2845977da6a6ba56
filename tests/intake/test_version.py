"""The version of the rules changes whenever what decides changes."""

from intake.rules import VERSION, version


def test_the_version_was_raised_with_the_last_change_of_the_rules():
    assert version.problem() is None, version.problem()


def test_a_changed_rule_under_the_same_version_asks_for_a_new_one():
    said = version.problem(found="another digest")

    assert said is not None and "raise VERSION" in said
    assert "python -m intake.docs --version-digest" in said


def test_a_raised_version_asks_to_keep_its_digest():
    said = version.problem(version="9999-01-01.1")

    assert said is not None and "--version-digest" in said


def test_every_source_of_the_digest_exists():
    assert all(list(version.INTAKE.glob(source)) for source in version.SOURCES)


def test_the_version_itself_is_not_part_of_the_digest(monkeypatch):
    text = (version.INTAKE / "rules" / "__init__.py").read_text(encoding="utf-8")

    assert text.count(f'"{VERSION}"') == 1
    assert version.kept()[0] == VERSION
