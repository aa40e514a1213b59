"""`govplan-rollover`: the next year's POAs begun from those of the year that ends."""

import sys
from decimal import Decimal
from typing import Any

import click
import frappe
from frappe import _
from frappe.commands import pass_context

from govplan.command_site import connected
from govplan.domain.quantity import QuantityError, parse_quantity
from govplan.domain.sheets import HUNDRED
from govplan.errors import Refused
from govplan.planning.rollover import BLANK, REFUSED, SCALED, Outcome, roll_over, words_of

FAILED = 1


def _percent(_context: Any, _option: Any, typed: str) -> Decimal:
    try:
        given = parse_quantity(typed)
        return HUNDRED if given is None else given
    except QuantityError:
        raise click.BadParameter(_("“{0}” is not a number.").format(typed)) from None


@click.command("govplan-rollover")
@click.argument("year", type=click.IntRange(2000, 9998))
@click.option(
    "--months",
    type=click.Choice([SCALED, BLANK]),
    default=SCALED,
    help="Meses repartidos como el año anterior, o en blanco.",
)
@click.option(
    "--percent", default="100", callback=_percent, help="De las metas que se cuentan del año."
)
@pass_context
def rollover(context: Any, year: int, months: str, percent: Decimal) -> None:
    """Crea los borradores de POA del año siguiente a YEAR; repetirla no duplica nada."""
    with connected(context):
        try:
            outcomes = roll_over(year, months, percent)
        except Refused as refusal:
            click.echo(str(refusal), err=True)
            sys.exit(FAILED)
        frappe.db.commit()
        for outcome in outcomes:
            click.echo(_line(outcome))
        if not outcomes:
            click.echo(_("No unit has an approved POA of {0}.").format(year))
    if any(outcome.kind == REFUSED for outcome in outcomes):
        sys.exit(FAILED)


def _line(outcome: Outcome) -> str:
    told = f"{outcome.unit_name}: {words_of(outcome)}"
    return f"{told} ({outcome.poa})" if outcome.poa else told
