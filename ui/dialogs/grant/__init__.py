"""Dialogs about one grant: its terms and schedule, and what its option letter says otherwise than the plan."""

from ui.dialogs.grant.dialog import GrantDialog, GrantDraft

__all__ = ["GrantDialog", "GrantDraft"]
