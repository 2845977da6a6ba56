"""What is in `in_rasa` needs Rasa's own interpreter; test_rasa_process.py runs it there."""

collect_ignore = ["in_rasa"]
