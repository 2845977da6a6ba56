"""What every adapter has to do, whatever the provider: one suite, a run for each of them."""

import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend.channels.base import Button, Delivery, Forged, Media, Out, Unreadable
from backend.services.posting import SendingFailed
from tests.backend.channels.fakes.events import NOON, Attached, Became, Odd, Pressed, Said
from tests.backend.channels.fakes.kit import CHANGED, FORGERIES, Forgery, Kit
from tests.backend.channels.fakes.kits import KITS, running

WORDS = "They lost my mother’s notes – Llŷn, ŵy, مرحبا, 🙂\nand did not say sorry & <b>=?"
MOST_BYTES = 1000


@pytest.fixture(params=sorted(KITS))
def kit(request: pytest.FixtureRequest) -> Iterator[Kit]:
    """A provider, with its API on this machine."""
    with running(request.param) as started:
        yield started


def out(kit: Kit, **more: Any) -> Out:
    return Out(**{"to": kit.sender, "text": "What happened?", "key": "1:0", **more})


# Who calls.


@pytest.mark.parametrize("forgery", FORGERIES, ids=lambda each: each.what)
def test_a_forged_call_is_refused(kit: Kit, forgery: Forgery):
    call = forgery.made(kit.calls(Said(kit.id(1), WORDS))[0])

    with pytest.raises(Forged):
        kit.adapter().verify(call)


def test_a_call_whose_words_were_changed_on_the_way_is_refused(kit: Kit):
    if not kit.proves_body:
        return
    call = CHANGED.made(kit.calls(Said(kit.id(1), "I paid £10"))[0])

    with pytest.raises(Forged):
        kit.adapter().verify(call)


def test_a_call_of_the_provider_is_accepted_whatever_is_in_it(kit: Kit):
    for event in (Said(kit.id(1), WORDS), Said(kit.id(2), ""), Odd(kit.id(3))):
        for call in kit.calls(event):
            kit.adapter().verify(call)


# What comes in.


def test_words_arrive_as_they_were_written_from_the_one_who_wrote_them(kit: Kit):
    arrived = read(kit, Said(kit.id(7), WORDS))[0]

    assert (arrived.text, arrived.provider_id) == (WORDS, kit.id(7))
    assert arrived.sender == kit.sender
    assert arrived.choice is None and not arrived.media


def test_two_people_are_never_one(kit: Kit):
    ours, theirs = read(
        kit, Said(kit.id(1), "a", sender=kit.sender), Said(kit.id(2), "b", sender=kit.other)
    )

    assert (ours.sender, theirs.sender) == (kit.sender, kit.other)


def test_a_message_that_comes_again_has_the_same_id(kit: Kit):
    first = read(kit, Said(kit.id(7), "hello"))
    again = read(kit, Said(kit.id(7), "hello"))

    assert [each.provider_id for each in first] == [each.provider_id for each in again]


def test_messages_that_come_together_are_all_there_in_their_order(kit: Kit):
    texts = [f"message {number}" for number in range(20)]

    arrived = read(kit, *(Said(kit.id(n), text) for n, text in enumerate(texts, start=1)))

    assert [each.text for each in arrived] == texts
    assert len({each.provider_id for each in arrived}) == len(texts)


def test_what_the_provider_says_of_the_time_is_kept(kit: Kit):
    arrived = read(kit, Said(kit.id(1), "hello", at=NOON))[0]

    assert arrived.at in (None, NOON)


def test_a_pressed_button_brings_its_value_back(kit: Kit):
    if not kit.buttons:
        return
    arrived = read(kit, Pressed(kit.id(1), value="v.1234"))[0]

    assert arrived.choice == "v.1234"


def test_what_no_words_stand_for_comes_without_any_so_that_it_is_refused_kindly(kit: Kit):
    arrived = read(kit, Odd(kit.id(1)))[0]

    assert (arrived.text, arrived.choice, arrived.media) == ("", None, ())


def test_what_became_of_a_message_is_told_by_its_id(kit: Kit):
    if not kit.receipts:
        return
    delivered = [receipt for call in kit.calls(Became("x1", "delivered"))
                 for receipt in kit.adapter().read(call).receipts]  # fmt: skip

    assert [(each.provider_id, each.state) for each in delivered] == [("x1", "delivered")]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_call_that_makes_no_sense_breaks_nothing(kit: Kit, data: st.DataObject):
    whole = kit.calls(Said(kit.id(1), "hello"), Attached(kit.id(2), "x"))[0]
    odd = data.draw(JSON | st.sampled_from(list(pieces(whole))).flatmap(lambda at: bent(whole, at)))
    call = kit.sign(odd)
    kit.adapter().verify(call)

    try:
        found = kit.adapter().read(call)
    except Unreadable:
        return
    assert isinstance(found, Delivery)
    assert all(each.provider_id and each.sender for each in found.messages)


# Files.


def test_a_file_comes_with_its_message_or_is_fetched_from_where_the_provider_keeps_it(kit: Kit):
    place = kit.place("f1", b"\xff\xd8 a letter")
    media = read(kit, Attached(kit.id(1), place, text="my letter"))[0].media[0]

    content = media.content or kit.adapter().fetch(media, MOST_BYTES)
    assert content == b"\xff\xd8 a letter"


def test_a_file_that_is_too_large_is_not_read_to_its_end(kit: Kit):
    if not kit.files:
        return
    media = Media(kit.place("f1", b"x" * (MOST_BYTES + 1)))

    with pytest.raises(SendingFailed) as failed:
        kit.adapter().fetch(media, MOST_BYTES)

    assert not failed.value.passing and "too_large" in failed.value.why


def test_a_file_that_is_none_is_not_fetched(kit: Kit):
    with pytest.raises(SendingFailed) as failed:
        kit.adapter().fetch(Media("", "sticker"), MOST_BYTES)

    assert not failed.value.passing
    assert kit.api.seen == []


def test_the_words_beside_a_file_are_kept(kit: Kit):
    arrived = read(kit, Attached(kit.id(1), kit.place("f1", b"x"), text="my letter"))[0]

    assert arrived.text == "my letter"


# What goes out.


def test_words_go_out_as_they_stand_and_come_with_an_id(kit: Kit):
    first = kit.adapter().send(out(kit, text=WORDS))
    second = kit.adapter().send(out(kit, key="1:1"))

    assert [message.text for message in kit.api.sent] == [WORDS, "What happened?"]
    assert kit.api.sent[0].to.endswith(kit.sender)
    assert first and second and first != second


def test_as_many_choices_go_out_as_the_channel_says_that_it_takes(kit: Kit):
    able = kit.adapter().abilities
    most = max(able.buttons, able.rows)
    labels = [f"{number} {'x' * able.label}"[: able.label] for number in range(most)]
    buttons = tuple(Button(label, f"v.{number}") for number, label in enumerate(labels))
    if not buttons:
        return
    kit.adapter().send(out(kit, text="y" * able.longest, buttons=buttons))

    assert kit.api.sent[0].choices == [(each.label, each.value) for each in buttons]


def test_the_longest_message_that_the_channel_says_it_takes_is_taken(kit: Kit):
    kit.adapter().send(out(kit, text="y" * kit.adapter().abilities.longest))

    assert len(kit.api.sent) == 1


def test_too_many_messages_are_tried_again_when_the_provider_says(kit: Kit):
    kit.api.failures.append(lambda: kit.limited(7))

    with pytest.raises(SendingFailed) as failed:
        kit.adapter().send(out(kit))

    assert failed.value.passing and failed.value.wait == (7 if kit.tells_wait else None)
    assert kit.adapter().send(out(kit))


def test_a_provider_that_is_down_is_tried_again(kit: Kit):
    kit.api.failures.append(kit.api.down)

    with pytest.raises(SendingFailed) as failed:
        kit.adapter().send(out(kit))

    assert failed.value.passing


def test_a_provider_that_is_not_there_is_tried_again(kit: Kit):
    with pytest.raises(SendingFailed) as failed:
        kit.nowhere().send(out(kit))

    assert failed.value.passing and not failed.value.unsure


@pytest.mark.parametrize("how", ["silent", "slow"])
def test_a_provider_that_takes_too_long_is_not_waited_for_and_may_have_sent_it(
    kit: Kit, how: str, monkeypatch: pytest.MonkeyPatch
):
    kit.api.failures.append(getattr(kit.api, how))

    with pytest.raises(SendingFailed) as failed:
        kit.in_a_hurry(monkeypatch).send(out(kit))

    assert failed.value.passing and failed.value.unsure


def test_somebody_whom_the_provider_reaches_no_more_is_not_tried_again(kit: Kit):
    kit.api.refuses.add(kit.sender)

    with pytest.raises(SendingFailed) as failed:
        kit.adapter().send(out(kit))

    assert not failed.value.passing
    assert failed.value.why.endswith(kit.unreachable)


def test_no_failure_and_no_log_tells_who_it_was_or_what_was_said(
    kit: Kit, caplog: pytest.LogCaptureFixture
):
    for noisy in ("httpx", "httpcore", "werkzeug"):  # as backend/logs.py sets them
        logging.getLogger(noisy).setLevel(logging.WARNING)
    caplog.set_level(logging.DEBUG, "backend")
    kit.api.refuses.add(kit.sender)
    for failure in (kit.api.down, lambda: kit.limited(7), None):
        if failure:
            kit.api.failures.append(failure)
        with pytest.raises(SendingFailed) as failed:
            kit.adapter().send(out(kit, text=WORDS))
        told = f"{failed.value} {failed.value.why} {caplog.text}"
        secrets = [
            value for value in kit.given().values() if len(value) > 12 and "://" not in value
        ]
        assert not [each for each in (kit.sender, WORDS, *secrets) if each in told]


def test_showing_that_somebody_types_never_fails(kit: Kit):
    kit.api.marks_fail = True
    kit.api.failures.extend([kit.api.down, kit.api.down])
    thread = read(kit, Said(kit.id(1), "hello"))[0].thread

    kit.adapter().show(kit.sender, "typing", thread)
    kit.adapter().show(kit.sender, "read", thread)


# How much.


def test_many_messages_are_proven_and_read_each_once_and_in_order(kit: Kit):
    adapter = kit.adapter()
    found: list[str] = []
    for number in range(1, kit.many + 1):
        for call in kit.calls(Said(kit.id(number), "hello")):
            adapter.verify(call)
            found += [each.provider_id for each in adapter.read(call).messages]

    assert found == [kit.id(number) for number in range(1, kit.many + 1)]


def read(kit: Kit, *events: Any) -> list[Any]:
    """What the adapter makes of proven calls."""
    adapter = kit.adapter()
    found: list[Any] = []
    for call in kit.calls(*events):
        adapter.verify(call)
        assert adapter.challenge(call) is None
        found += adapter.read(call).messages
    return found


def content(call: Any) -> Any:
    """What a call says, before it is signed."""
    return dict(call.form) if call.form else json.loads(call.body)


def pieces(call: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to each piece of what a call says."""
    node = content(call)
    for step in at:
        node = node[step]
    yield at
    steps = {dict: list, list: lambda many: range(len(many))}.get(type(node), lambda _: ())(node)
    for step in steps:
        yield from pieces(call, (*at, step))


def bent(call: Any, at: tuple[Any, ...]) -> st.SearchStrategy[Any]:
    """What a call says with one piece of it turned into something else."""

    def put(value: Any) -> Any:
        if not at:
            return value
        whole = content(call)
        node = whole
        for step in at[:-1]:
            node = node[step]
        node[at[-1]] = value
        return whole

    return JSON.map(put)
