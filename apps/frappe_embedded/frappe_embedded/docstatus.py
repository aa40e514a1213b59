"""Whether a document is a draft, submitted or cancelled."""


class DocStatus(int):
    """0, 1 or 2, with words for them."""

    def is_draft(self) -> bool:
        """True for 0."""
        return self == 0

    def is_submitted(self) -> bool:
        """True for 1."""
        return self == 1

    def is_cancelled(self) -> bool:
        """True for 2."""
        return self == 2

    @classmethod
    def draft(cls) -> "DocStatus":
        """0."""
        return cls(0)

    @classmethod
    def submitted(cls) -> "DocStatus":
        """1."""
        return cls(1)

    @classmethod
    def cancelled(cls) -> "DocStatus":
        """2."""
        return cls(2)
