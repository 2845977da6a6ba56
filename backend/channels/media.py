"""What is attached to a message: kept as a file of the draft, or refused with a kind sentence."""

import structlog

from backend.channels import registry
from backend.channels.base import Adapter, Arrived, Media
from backend.channels.commands import Turn
from backend.data.models import Conversation
from backend.problems import Problem, sentence
from backend.services import files, telling
from backend.services.files import Upload
from backend.services.posting import SendingFailed
from intake.wording import text

log = structlog.get_logger()
MOST_TRIES = 3
KEPT, FAILED, NONE_HERE = "channel.file_kept", "channel.file_failed", "channel.no_media"


def take(turn: Turn, arrived: Arrived, talk: Conversation) -> bool:
    """Take each attached thing once; False where its provider must be asked again."""
    adapter = registry.find(turn.row.channel)
    locale, said = talk.locale, []
    for each in arrived.media:
        try:
            told = _one(turn, adapter, talk, each)
        except SendingFailed as failure:
            log.warning("channel_file_not_fetched", channel=turn.row.channel, why=failure.why)
            if failure.passing and turn.row.tries + 1 < MOST_TRIES:
                return False
            told = text(FAILED, locale)
        said.append(told)
    row, session = turn.row, turn.session
    row.files_done = True
    lines = "\n".join(dict.fromkeys(said))
    once = f"files:{row.id}"  # also where two workers come to this at once
    telling.tell(session, talk, lines, now=turn.now, author="bot", client_id=once)
    session.commit()
    return True


def _one(turn: Turn, adapter: Adapter | None, talk: Conversation, media: Media) -> str:
    if adapter is None or not adapter.abilities.media:
        return text(NONE_HERE, talk.locale)
    content = media.content
    if content is None:
        content = adapter.fetch(media, files.biggest() + 1)
    upload = Upload(media.name or "file", content)
    try:
        files.add(turn.session, turn.services.settings, talk.id, upload, now=turn.now)
    except Problem as problem:
        turn.session.rollback()
        return sentence(problem.key, locale=talk.locale, **problem.values)
    return text(KEPT, talk.locale)
