"""The stock bot's action server code: the usual form validation, each answer taken as it is."""

from typing import Any

from rasa_sdk import FormValidationAction


class ValidateStockForm(FormValidationAction):
    """Accepts every answer."""

    def name(self) -> str:
        """The name in the domain."""
        return "validate_stock_form"

    async def validate(self, dispatcher: Any, tracker: Any, domain: Any) -> list[dict[str, Any]]:
        """Keep the slots as they were filled."""
        return await super().validate(dispatcher, tracker, domain)
