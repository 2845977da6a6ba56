"""What a person wrote does not reach Rasa's log."""

import io
import unittest
from contextlib import redirect_stdout

import structlog

from bot.components import logs


class TheLogs(unittest.TestCase):
    def test_hold_no_message_slot_or_reply(self):
        logs.keep_words_out()
        written = io.StringIO()
        with redirect_stdout(written):
            log = structlog.get_logger()
            log.debug("processor.message.parse", parse_data_text="my secret words")
            log.error("rest.message.received.failure", text="my secret words")
        self.assertIn("rest.message.received.failure", written.getvalue())
        self.assertNotIn("secret", written.getvalue())
