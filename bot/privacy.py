"""What is told about personal data, made from the live settings."""

from __future__ import annotations

from bot.config import Config
from knowledge.models import Content

FORGET = "/forget"
PRIVACY = "/privacy"


def privacy_text(content: Content, config: Config, channel: str) -> str:
    """Return the notice for a channel, with the retention that is really set."""
    text = content.messages["common.privacy"].format(
        question_days=config.retention.questions_days,
        message_days=config.retention.messages_days,
        conversation_hours=config.retention.conversation_hours,
        referral_days=config.retention.referrals_days,
    )
    return text + content.messages["common.privacy_telegram"] if channel == "telegram" else text
