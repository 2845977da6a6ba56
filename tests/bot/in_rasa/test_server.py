"""How the Rasa process starts: its settings come from the environment, then from .env."""

import os
import tempfile
import unittest
from pathlib import Path
from unittest.mock import patch

from bot import environment, server


class Starting(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.var = Path(folder.name).resolve()
        self.file = self.var / ".env"
        for change in (
            patch.dict(os.environ, {"RASA_PORT": "5105"}, clear=True),
            patch.object(environment, "ENV_FILE", self.file),
            patch.object(server.warnings, "showwarning"),
        ):
            change.start()
            self.addCleanup(change.stop)

    def test_reads_the_settings_file_and_the_environment_goes_before(self):
        (self.var / "models").mkdir()
        model = self.var / "models" / "intake.tar.gz"
        model.touch()
        self.file.write_text(
            f"RASA_CHANNEL_SECRET=a-secret\nINTAKE_VAR={self.var}\nRASA_PORT=5106\n"
            "ACTIONS_PORT=5155\nTRACKER_STORE_URL=\n"
        )
        with patch.object(server, "serve") as serve:
            server.main()
        serve.assert_called_once_with()
        self.assertEqual(server.model_file(), model)
        self.assertEqual(os.environ["RASA_PORT"], "5105")
        self.assertEqual(os.environ["ACTIONS_URL"], "http://127.0.0.1:5155")
        self.assertEqual(os.environ["TRACKER_STORE_URL"], f"sqlite:///{self.var / 'tracker.db'}")

    def test_says_in_one_sentence_what_is_missing(self):
        self.file.write_text(f"INTAKE_VAR={self.var}\n")
        with self.assertRaises(SystemExit) as stopped:
            server.main()
        self.assertEqual(str(stopped.exception), "RASA_CHANNEL_SECRET must be set.")

    def test_does_not_start_without_a_model(self):
        self.file.write_text(f"RASA_CHANNEL_SECRET=a-secret\nINTAKE_VAR={self.var}\n")
        with self.assertRaises(SystemExit) as stopped:
            server.main()
        self.assertIn("There is no language model", str(stopped.exception))
