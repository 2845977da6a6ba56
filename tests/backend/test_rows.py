"""Answers that can be changed come to the page as rows, out of the words that name them."""

from backend.chat import rows


def changing(*labels: str, opens: str = "Change: ") -> list[dict[str, object]]:
    return [{"label": opens + label, "value": label, "hint": None} for label in labels]


def test_lines_with_a_change_become_rows_between_what_stands_before_and_after():
    text = "Please check.\n\nWhat happened: Late.\nYour name: Jo\n\nSend it?"

    parted = rows.parted(text, changing("What happened", "Your name"), "en")

    assert (parted["before"], parted["after"]) == ("Please check.", "Send it?")
    assert [choice["change"] for choice in parted["choices"]] == [
        {"label": "What happened", "answer": "Late."},
        {"label": "Your name", "answer": "Jo"},
    ]


def test_an_answer_keeps_its_paragraphs_and_what_looks_like_a_row_in_it():
    text = "Check.\n\nWhat happened: One.\nThen: two.\n\nThree.\nYour name: Jo\nMary\n\nSend it?"

    parted = rows.parted(text, changing("What happened", "Your name"), "en")

    answers = [choice["change"]["answer"] for choice in parted["choices"]]
    assert answers == ["One.\nThen: two.\n\nThree.", "Jo\nMary"]
    assert parted["after"] == "Send it?"


def test_lines_of_a_list_are_rows_too_and_in_welsh():
    choices = changing("Eich enw", opens="Newid: ")

    parted = rows.parted("Dyma:\n- Eich enw: Siân", choices, "cy")

    assert parted["choices"][0]["change"] == {"label": "Eich enw", "answer": "Siân"}


def test_a_change_that_no_line_tells_of_has_a_label_and_no_answer():
    parted = rows.parted("What would you like to change?", changing("Your name"), "en")

    assert parted["choices"][0]["change"] == {"label": "Your name", "answer": None}
    assert "before" not in parted


def test_other_choices_and_messages_stay_as_they_are():
    yes = {"label": "Yes", "value": "y", "hint": None}

    assert rows.parted("Is it: so?", [yes], "en") == {"choices": [yes]}
    assert rows.parted("سلام", [], "ar") == {"choices": []}
    mixed = rows.parted("Your name: Jo", [yes, *changing("Your name")], "en")
    assert mixed["choices"][0] == yes
