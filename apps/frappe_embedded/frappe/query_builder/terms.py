"""The terms queries are made of, as PyPika has them."""

from pypika.terms import Case as Case
from pypika.terms import Criterion as Criterion
from pypika.terms import CustomFunction as CustomFunction
from pypika.terms import Field as Field
from pypika.terms import Function as Function
from pypika.terms import Not as Not
from pypika.terms import Parameter as Parameter
from pypika.terms import Star as Star
from pypika.terms import Term as Term
from pypika.terms import Tuple as Tuple
from pypika.terms import ValueWrapper as ValueWrapper
