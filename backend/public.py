"""Who may call what outside the console: stated for each address, and tested for each.

The console states its own in `staff/access.py`. An address in neither fails a test.
"""

from enum import StrEnum


class Caller(StrEnum):
    """Who an address is for."""

    ANYONE = "anyone"  # nothing about anybody is behind it
    OWN = "own"  # a page of the conversation whose cookie the browser holds, and of no other
    CONVERSATION = "conversation"  # the token of that conversation
    SERVICE = "service"  # the token of our own action server
    CASE_SYSTEM = "case system"  # a token that an administrator made, with the scope for it
    PROVIDER = "provider"  # a provider of messages that proves itself by its signature
    OPERATOR = "operator"  # the token of the operator, where one is set


STATED: dict[str, Caller] = {
    "static": Caller.ANYONE,
    "openapi.spec": Caller.ANYONE,  # the description of the API
    "embedding.site": Caller.ANYONE,  # whether a site may embed the chat
    "site.front": Caller.ANYONE,
    "site.demo": Caller.ANYONE,
    "site.widget": Caller.ANYONE,
    "health.live": Caller.ANYONE,
    "health.ready": Caller.ANYONE,
    "health.metrics": Caller.OPERATOR,
    # Anybody may begin a conversation, or prove with a code that one is theirs; limits hold.
    "chat_api.begin": Caller.ANYONE,
    "keeping_api.ask_for_code": Caller.ANYONE,
    "keeping_api.come_back": Caller.ANYONE,
    # The rules and the register hold nothing about a person.
    "assessments_api.assess": Caller.ANYONE,
    "register_api.organisations": Caller.SERVICE,
    "chat_api.send": Caller.CONVERSATION,
    "chat_api.read": Caller.CONVERSATION,
    "chat_api.understood": Caller.CONVERSATION,
    "chat_api.erase": Caller.CONVERSATION,
    "keeping_api.keep": Caller.CONVERSATION,
    "keeping_api.leave": Caller.CONVERSATION,
    "files_api.attach": Caller.CONVERSATION,
    "files_api.listed": Caller.CONVERSATION,
    "files_api.remove": Caller.CONVERSATION,
    "cases_api.listed": Caller.CASE_SYSTEM,
    "cases_api.one": Caller.CASE_SYSTEM,
    "cases_api.events": Caller.CASE_SYSTEM,
    "cases_api.documents": Caller.CASE_SYSTEM,
    "cases_api.download": Caller.CASE_SYSTEM,
    "case_changes_api.move": Caller.CASE_SYSTEM,
    "case_changes_api.note": Caller.CASE_SYSTEM,
    "case_changes_api.edit": Caller.CASE_SYSTEM,
    "case_changes_api.assign": Caller.CASE_SYSTEM,
    "webhooks_api.endpoints": Caller.CASE_SYSTEM,
    "webhooks_api.deliveries": Caller.CASE_SYSTEM,
    "webhooks_api.replay": Caller.CASE_SYSTEM,
    "channels.prove": Caller.PROVIDER,
    "channels.receive": Caller.PROVIDER,
    "drafts_api.save": Caller.SERVICE,
    "drafts_api.submit": Caller.SERVICE,
    "pages.change": Caller.OWN,
    "pages.show": Caller.OWN,
    "pages.start": Caller.OWN,
    "pages.begun": Caller.OWN,
    "pages.answer": Caller.OWN,
    "pages.draft": Caller.OWN,
    "pages.copy": Caller.OWN,
    "pages.ask_start_again": Caller.OWN,
    "pages.start_again": Caller.OWN,
    "leaving.not_by_link": Caller.OWN,
    "leaving.leave": Caller.OWN,
    "page_keeping.ask": Caller.OWN,
    "page_keeping.keep": Caller.OWN,
    "page_keeping.kept": Caller.OWN,
    "page_keeping.ask_reference": Caller.OWN,
    "page_keeping.ask_code": Caller.OWN,
    "page_keeping.come_back": Caller.OWN,
    "page_files.show": Caller.OWN,
    "page_files.attach": Caller.OWN,
    "page_files.remove": Caller.OWN,
}
