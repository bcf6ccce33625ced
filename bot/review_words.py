"""Why a question is up for review, in the words of staff. Used by the console, the chat and the command line."""

from __future__ import annotations

from handlers.turn import ReviewReason

REASONS: dict[str, str] = {
    ReviewReason.UNANSWERED: "没答上",
    ReviewReason.REJECTED: "说不对",
    ReviewReason.MISROUTED: "转错了窗口",
    ReviewReason.DOUBTFUL: "没把握",
    ReviewReason.ASKED_BACK: "反问过",
    ReviewReason.ELSEWHERE: "不归规划管",
    ReviewReason.FAILED: "出错",
}
