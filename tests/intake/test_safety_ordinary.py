"""Ordinary answers and stories are no alarm: nobody is asked whether they are safe."""

import pytest

from intake.safety import screen

ORDINARY = [
    ("acting_for", "Myself"),
    ("acting_for", "me, its my hip"),
    ("outcomes", "a proper apology and to make sure kids get checked before being sent home"),
    ("complained_locally", "yes I wrote to them in June and rang twice"),
    ("safe_contact", "after 6 in evening"),
    ("contact_method", "phone me"),
    (
        "matter",
        "There's a tip near us and since early spring the stink has been unbearable, you wake up "
        "with it in your throat. I rang the Environment Agency nineteen times and nobody came out.",
    ),
    (
        "matter",
        "West Midlands Police put my front door in at 5am looking for someone who moved out two "
        "years ago. Shouted at my wife, no sorry, left us with a board across the frame.",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("asked", "text"), ORDINARY)
def test_an_ordinary_answer_raises_no_alarm(asked, text):
    assert not screen(text, asked).at_least("R3")


def test_a_plain_word_of_danger_is_heard_at_the_end_of_the_longest_message():
    assert screen("and they rang " * 500 + "i want to die").at_least("R3")
