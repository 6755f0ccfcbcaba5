"""Rows that ask for a finding which the judgement work has yet to bring: its code, by row.

A row stands here only for what it asks to be *detected*; what it asks to be recorded or answered
has its test today. Once a rule raises the code, a test asks for the row to be taken out.
"""

from __future__ import annotations

PLANNED: dict[int, str] = {}
