"""The figure and its measure in the wording of a target."""

from decimal import Decimal

import pytest

from govplan.transparency.a4.codes import code_of, distinct
from govplan.transparency.a4.targets import BrokenFigure, NoFigure, Target, read_target


@pytest.mark.parametrize(
    ("wording", "quantity", "measure"),
    [
        ("80 % de cumplimiento del Plan Operativo Anual - POA 2021", "80", "%"),
        ("80% de cumplimiento", "80", "%"),
        ("Alcanzar el 92,5 por ciento", "92.5", "%"),
        ("12 nóminas", "12", "nóminas"),
        ("900 m3 en el mes", "900", "m3"),
        ("En el 1er trimestre, 20 informes", "20", "informes"),
        ("Hasta el 31/12/2021, 3 ordenanzas", "3", "ordenanzas"),
        ("15 de las obras previstas", "15", "las"),
        ("Construir 4", "4", "unidad"),
    ],
)
def test_the_first_figure_that_is_no_date_is_the_target(wording, quantity, measure):
    assert read_target(wording) == Target(Decimal(quantity), measure)


@pytest.mark.parametrize(
    "wording", ["de 39,25 % a 42,38 % hasta 2027", "pasar del 39,25% al 42,38%"]
)
def test_of_a_span_the_second_figure_is_the_target_and_the_first_the_baseline(wording):
    assert read_target(wording) == Target(Decimal("42.38"), "%", Decimal("39.25"))


@pytest.mark.parametrize("wording", ["", "Cumplir el POA 2021", "En el 2do semestre de 2022"])
def test_years_and_ordinals_are_no_figures(wording):
    with pytest.raises(NoFigure):
        read_target(wording)


@pytest.mark.parametrize("wording", ["8O %", "80..5 %", "1,2,3 km"])
def test_a_figure_that_cannot_be_read_is_told_apart_from_none(wording):
    with pytest.raises(BrokenFigure):
        read_target(wording)


def test_codes_are_made_from_names_and_stay_the_same():
    assert code_of("DIRECCIÓN DE OBRAS PÚBLICAS") == "DIRECCION-OBRAS-PUBLICAS"
    assert code_of("% de cumplimiento - POA 2021") == "CUMPLIMIENTO-POA-2021"
    assert code_of("¿?") == "SIN-NOMBRE"
    assert len(code_of("PALABRA " * 40)) <= 50


def test_a_taken_code_gets_the_next_free_number():
    assert distinct("OBRAS", {"OBRAS", "OBRAS-2"}) == "OBRAS-3"
    assert distinct("OBRAS", set()) == "OBRAS"
