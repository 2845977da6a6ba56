"""Whatever goes wrong, the person's words are still on the page, with what to do next."""

import pytest

from tests.backend.pages import states
from tests.backend.pages.reader import Reader
from tests.backend.pages.states import World
from tests.backend.pages.structure import parsed, words

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def in_the_box(reader: Reader) -> str:
    page = parsed(reader.page)
    boxes = [e for e in page.iter() if e.get("id") == "answer"]
    assert len(boxes) == 1
    return boxes[0].get("value") or "".join(boxes[0].itertext())


@pytest.mark.parametrize(
    ("state", "status", "kept"),
    [
        (states.expired_with_words, 410, "I can't go on. I want to kill myself."),
        (states.started_again_with_words, 200, "They lost my notes."),
        (states.too_long, 422, states.LONG),
        (states.words_and_choice, 422, "Something"),
        (states.answered_in_another_tab, 409, "They also lost my scans."),
        (states.of_another_chat, 409, "They lost my notes."),
        (states.token_missing, 400, "Yes, in May. Nobody answered."),
        (states.broken, 500, "Yes, in May. Nobody answered."),
        (states.too_often, 429, "Yes, in May. Nobody answered."),
        (states.database_away, 503, "I can't go on. I want to kill myself."),
    ],
)
def test_the_words_are_still_in_the_box(world: World, state, status, kept):
    reader = state(world)

    assert reader.status == status
    assert in_the_box(reader) == kept


@pytest.mark.parametrize("state", [states.expired_with_words, states.database_away])
def test_somebody_in_danger_gets_help_although_the_chat_could_not_take_the_words(
    world: World, state
):
    page = parsed(state(world).page)

    alert = page.find(".//main//div[@role='alert']")
    assert "116 123" in words(alert)


def test_what_could_not_be_taken_is_taken_by_another_try(world: World):
    reader = states.too_often(world)
    world.monkeypatch.undo()

    reader.send(answer="Yes, in May. Nobody answered.")

    assert reader.status == 200
    assert "Yes, in May. Nobody answered." in reader.page


def test_an_answer_from_the_page_before_does_not_answer_the_question_of_now(world: World):
    turns = len(world.bot.turns)

    states.answered_in_another_tab(world)

    assert len(world.bot.turns) == turns + 3  # greeting, notice accepted, one answer


def test_words_go_on_in_a_new_chat_when_the_old_one_is_over(world: World):
    reader = states.started_again_with_words(world)

    reader.say("They lost my notes.")

    assert "Have you complained to them?" in reader.page


def test_words_far_over_the_limit_are_answered_in_plain_words(world: World):
    reader = states.far_too_big(world)

    assert reader.status == 413
    assert "too big" in reader.page


def test_a_chat_of_more_lines_than_a_page_takes_still_shows_the_question(world: World):
    reader = states.told(world)
    for number in range(520):
        world.line("info", f"Line {number}.")
    world.asked("should_have_happened", "What should have happened?", "text")

    assert "What should have happened?" in reader.open().title
