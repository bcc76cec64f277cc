"""What the engine refuses: always a bug of the caller, so in English, with the name and place of the bad item."""


class EngineError(ValueError):
    """Bad input. ``item`` is the index of the first bad item, or None when the whole argument is wrong."""

    def __init__(self, message: str, item: int | None = None) -> None:
        super().__init__(message)
        self.item = item


class ShapeError(EngineError):
    """Arrays that should be one-dimensional and of the same length are not."""


class WeightError(EngineError):
    """A weight is negative, infinite or not a number."""


class DistanceError(EngineError):
    """A distance is negative, infinite or not a number."""


class CapacityError(EngineError):
    """A number of places is negative or not whole."""


class CountError(EngineError):
    """A number of things to choose is negative or not whole."""


class GroupError(EngineError):
    """A group is not an integer code."""


class ReachError(EngineError):
    """A site reaches somebody who does not exist."""


class ShareError(EngineError):
    """A share lies outside its interval."""
