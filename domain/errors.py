"""What can go wrong, said so that a caller can act on it.

::

    JourneysError
    ├── Refused              a rule of the domain says no; nothing was changed
    ├── Unreadable           an input is not what it claims to be (where, what, what to do)
    ├── NotFound             no such relationship, event or file, or more than one
    ├── Damaged              stored bytes do not match their evidence
    └── Busy                 somebody else holds the store, or wrote first
"""

from __future__ import annotations


class JourneysError(Exception):
    """The root of everything this project raises on purpose.

    Parameters
    ----------
    message
        A sentence template in English; ``{name}`` places are filled from *details*.
    **details
        The values for the template. Never a person's words: error messages end up in logs.
    """

    def __init__(self, message: str, **details: object) -> None:
        self.message = message
        self.details = details
        super().__init__(message.format(**details) if details else message)


class Refused(JourneysError):
    """A command that a rule does not allow. It has changed nothing.

    Parameters
    ----------
    rule
        The rule's stable kebab-case name, such as ``happens-after-what-it-refers-to``.
    message, **details
        Why, as in :class:`JourneysError`.
    """

    def __init__(self, rule: str, message: str, **details: object) -> None:
        self.rule = rule
        super().__init__(message, **details)


class Unreadable(JourneysError):
    """An input that cannot be taken as it stands; none of it was taken.

    Parameters
    ----------
    message, **details
        As in :class:`JourneysError`. ``file`` and ``line`` (1-based), where known, come first.
    """


class NotFound(JourneysError):
    """A name that points at nothing, or at several things."""


class Damaged(JourneysError):
    """Stored bytes that are not what was recorded."""


class Busy(JourneysError):
    """The store is held by somebody else, or somebody else wrote first. Trying again may help."""
