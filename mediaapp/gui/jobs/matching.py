"""How the picture before an action is laid so that it matches the one after."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPixmap, QTransform

from mediaapp.gui.jobs.compare import WHOLE
from workers.plan import Plan
from workers.recipe import Fit, Rotation

_TURNS = {
    Rotation.NONE: QTransform(),
    Rotation.RIGHT: QTransform().rotate(90),
    Rotation.HALF: QTransform().rotate(180),
    Rotation.LEFT: QTransform().rotate(270),
    Rotation.FLIP_HORIZONTAL: QTransform.fromScale(-1, 1),
    Rotation.FLIP_VERTICAL: QTransform.fromScale(1, -1),
}


def turned(picture: QPixmap, rotation: Rotation) -> QPixmap:
    """The upright picture, turned as the recipe turns it."""
    return picture if rotation is Rotation.NONE else picture.transformed(_TURNS[rotation])


def part_used(plan: Plan) -> QRectF | None:
    """What the output shows of the turned picture, in shares of it; None where it is stretched to another shape."""
    if plan.fit is Fit.EXACT:
        return None
    if plan.crop is None:
        return WHOLE
    (width, height), crop = plan.view, plan.crop
    return QRectF(crop.left / width, crop.top / height, crop.width / width, crop.height / height)
