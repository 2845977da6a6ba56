"""How long each part of a turn may take: every part gives up before the one that waits for it.

The gateway waits 8 s and then tells the person to try again. A turn that ended after that would
be answered twice.
"""

SECONDS_TO_SAVE = 5  # the action, for all its calls to the backend
SECONDS_FOR_AN_ACTION = 6  # Rasa, for the action server
SECONDS_FOR_A_TURN = 7  # the private channel, for everything
