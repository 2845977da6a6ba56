"""The JSON addresses: chat for the public, drafts for the bot, assessments for anyone."""
