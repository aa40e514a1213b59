"""The kinds of sheet there are."""

from govplan.loading.kinds.base import Kind
from govplan.loading.kinds.indicators import Indicators
from govplan.loading.kinds.nodes import PlanNodes
from govplan.loading.kinds.poas import Poas
from govplan.loading.kinds.sispt import SisptProducts
from govplan.loading.kinds.units import Units

KINDS: dict[str, Kind] = {
    kind.name: kind for kind in (Units(), PlanNodes(), Indicators(), Poas(), SisptProducts())
}
