"""Answers: questions that can be asked by name, each a pure fold over readings."""

from projections.answers.families import ANSWERS
from projections.answers.registry import Answer, Asked, Once, Other, Parameter, Row

__all__ = ["ANSWERS", "Answer", "Asked", "Once", "Other", "Parameter", "Row"]
