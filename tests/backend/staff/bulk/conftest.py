"""Three complaints on the list, and nobody's but those that a test makes."""

from datetime import timedelta

import pytest

from tests.backend.staff.cases import BEGAN, make_case


@pytest.fixture
def cases(session):
    for number, name in enumerate(("A", "B", "C")):
        make_case(session, name, at=BEGAN - timedelta(hours=number), lines=[])


@pytest.fixture
def casey(clerk):
    return clerk()
