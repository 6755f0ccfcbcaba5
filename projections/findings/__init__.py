"""Findings, by rule: one small file per family, one registry, one fold."""

from projections.findings.docket import Docket, open_at

__all__ = ["Docket", "open_at"]
