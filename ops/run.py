"""`make run`: prepares the database, starts every process, waits, and says where to go."""

import shlex
import sys
import threading
import time

from honcho.manager import Manager

from ops.processes import (
    ROOT,
    NotReady,
    check_ports,
    commands,
    manage,
    managing,
    wait_until_ready,
)
from ops.settings import environment


def main() -> int:
    """Start the service and stay until it is stopped; returns the exit status."""
    started = time.monotonic()
    settings = with_live_chat(environment())
    try:
        check_ports(settings)
    except NotReady as problem:
        print(f"\nStopped: {problem}", file=sys.stderr)
        return 1
    manager = Manager()
    for name, command in commands(settings).items():
        if name == "backend":  # Rasa takes the longest: the database is prepared meanwhile
            line = f"{shlex.join(managing('migrate'))} && {quoted(command)}"
        else:
            line = quoted(command)
        manager.add_process(name, line, env=settings, cwd=str(ROOT), quiet=False)
    threading.Thread(target=announce, args=(manager, settings, started), daemon=True).start()
    print("--> Starting the processes (about 15 s) ...", flush=True)
    manager.loop()
    return int(manager.returncode or 0)


def with_live_chat(settings: dict[str, str]) -> dict[str, str]:
    """The settings, with chats answered by staff where somebody tries the service out.

    Production has to say that staff are there, and a run with a fixed day measures the bot.
    """
    if settings["INTAKE_ENV"] == "production" or settings.get("INTAKE_TODAY"):
        return settings
    return {"LIVE_CHAT": "on", **settings}


def announce(manager: Manager, settings: dict[str, str], started: float) -> None:
    """Print the addresses once everything answers, or stop everything and say why not."""
    try:
        wait_until_ready(settings, what="live")
        account = manage(settings, "create-first-account")
        wait_until_ready(settings)
    except NotReady as problem:
        print(f"\nStopped: {problem}", file=sys.stderr, flush=True)
        manager.terminate()
        return
    url = settings["BACKEND_URL"]
    print(
        f"\nReady after {time.monotonic() - started:.0f} s. Stop with Ctrl+C.\n"
        f"  Chat (demo page)     {url}/demo\n"
        f"  Chat without script  {url}/chat\n"
        f"  Staff console        {url}/staff/\n"
        f"{account.strip()}\n",
        flush=True,
    )


def quoted(command: list[str]) -> str:
    """The command as one shell word list, which is what honcho takes."""
    return "exec " + shlex.join(command)


if __name__ == "__main__":
    sys.exit(main())
