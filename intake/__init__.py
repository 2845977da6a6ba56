"""The domain: what is asked, what is made of the answers, and in which words."""

from intake import dates, organisations, safety
from intake.ahead import questions_ahead
from intake.cleaning import Cleaned, Problem, clean
from intake.config import Config
from intake.decision import Decision, Reason, Result
from intake.engine import decide
from intake.facts import Facts
from intake.flow import next_question, question
from intake.questions import Choice, Question
from intake.recap import Line, summary
from intake.rules import VERSION

__all__ = [
    "VERSION",
    "Choice",
    "Cleaned",
    "Config",
    "Decision",
    "Facts",
    "Line",
    "Problem",
    "Question",
    "Reason",
    "Result",
    "clean",
    "dates",
    "decide",
    "next_question",
    "organisations",
    "question",
    "questions_ahead",
    "safety",
    "summary",
]
