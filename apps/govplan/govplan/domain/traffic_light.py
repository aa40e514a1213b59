"""The traffic light: one colour for one published percent."""

from dataclasses import dataclass
from decimal import Decimal

from govplan.domain.quantity import rounded
from govplan.domain.sheets import Status
from govplan.domain.words import Word


class Light(Word):
    """Purple asks to review the programming; grey has no percent; black was not reported."""

    GREEN = "Green"
    YELLOW = "Yellow"
    RED = "Red"
    PURPLE = "Purple"
    GREY = "Grey"
    BLACK = "Black"


class Explanation(Word):
    """What a line owes its readers beside the figure."""

    REQUIRED = "Required"
    ASKED = "Asked"
    NONE = "None"


@dataclass(frozen=True)
class Bands:
    """Limits in percent, each town's own: no country's law fixes them.

    Without `purple_above` nothing is too good. Raises ValueError when they are not in order.
    """

    green_from: Decimal = Decimal(90)
    yellow_from: Decimal = Decimal(70)
    purple_above: Decimal | None = Decimal(130)

    def __post_init__(self) -> None:
        top = self.green_from if self.purple_above is None else self.purple_above
        if not self.yellow_from <= self.green_from <= top:
            raise ValueError("Bands must satisfy yellow_from <= green_from <= purple_above")


def light(percent: Decimal | None, status: Status, bands: Bands | None = None) -> Light:
    """The colour of a percent, compared as shown: rounded half up to two decimals.

    A month not reported is black whatever earlier months say.
    """
    if status is Status.NOT_REPORTED:
        return Light.BLACK
    if percent is None:
        return Light.GREY
    return _colour(rounded(percent), bands or Bands())


def explanation(colour: Light, status: Status, month_percent: Decimal | None) -> Explanation:
    """Whether a reported line has to say the cause of its deviation and what will be done.

    A red one, or a month in which nothing programmed was done, owes the cause; a yellow one is
    asked for it. The corrective action is asked, never required (domain.md 10).
    """
    if status is not Status.REPORTED:
        return Explanation.NONE
    if colour is Light.RED or month_percent == 0:
        return Explanation.REQUIRED
    return Explanation.ASKED if colour is Light.YELLOW else Explanation.NONE


def _colour(shown: Decimal, bands: Bands) -> Light:
    if bands.purple_above is not None and shown > bands.purple_above:
        return Light.PURPLE
    if shown >= bands.green_from:
        return Light.GREEN
    return Light.YELLOW if shown >= bands.yellow_from else Light.RED
