"""How a service is on its target, in a word, and the dot beside it."""

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from openpalm_desktop.deploy.service_state import Condition, ServiceState

from .theme import Tokens
from .words import counted, tr

_DOT = 3.7
_LONGEST_NAME = 18


def state_word(state: ServiceState | None, *, is_on: bool) -> str:
    """Return how a service is, in a word or two; a dash where nobody knows."""
    if state is None:
        return "–"
    if not is_on and not state.is_there:
        return tr("Off")
    if state.has_drifted:
        return tr("Differs")
    if state.will_change:
        return tr("Will change")
    return {
        Condition.RUNNING: tr("Running"),
        Condition.STARTING: tr("Starting"),
        Condition.UNHEALTHY: tr("Unhealthy"),
        Condition.RESTARTING: tr("Keeps ending"),
        Condition.STOPPED: tr("Stopped"),
        Condition.NOT_DEPLOYED: tr("Not deployed"),
    }[state.condition]


def state_meaning(state: ServiceState | None, *, is_on: bool) -> str:
    """Return what there is to know about it, one sentence a line."""
    if state is None:
        return tr("Nobody has looked yet.")
    lines = [state_word(state, is_on=is_on)]
    if state.condition is Condition.RESTARTING:
        lines.append(tr("Its program ends again and again. The log says why."))
    if state.condition is Condition.UNHEALTHY:
        lines.append(tr("It runs, but its own healthcheck fails. The log may say why."))
    if state.status:
        lines.append(state.status)
    if state.drift:
        said = counted(state.drift, "difference", "differences")
        lines.append(tr("It is not as it was deployed: {}, listed under Running.").format(said))
    if state.changes:
        lines.append(tr("The next deployment makes it anew: {}.").format("; ".join(state.changes)))
    return "\n".join(lines)


def state_colour(state: ServiceState | None, colours: Tokens, *, is_on: bool) -> str:
    """Return the colour of the dot."""
    if state is None or (not is_on and not state.is_there):
        return colours.off
    if state.has_drifted or state.will_change:
        return colours.warning
    return {
        Condition.RUNNING: colours.string,
        Condition.STARTING: colours.accent,
        Condition.UNHEALTHY: colours.error,
        Condition.RESTARTING: colours.error,
        Condition.STOPPED: colours.off,
        Condition.NOT_DEPLOYED: colours.lan,
    }[state.condition]


def paint_dot(painter: QPainter, middle: QPointF, colour: str, *, is_hollow: bool = False) -> None:
    """Paint a dot; a hollow one tells of something that is not sure any more."""
    if is_hollow:
        painter.setPen(QPen(QColor(colour), 1.4))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(middle, _DOT - 0.7, _DOT - 0.7)
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour))
        painter.drawEllipse(middle, _DOT, _DOT)


def paint_state(
    painter: QPainter,
    rect: QRect,
    state: ServiceState | None,
    colours: Tokens,
    *,
    is_on: bool,
    is_gone: bool,
) -> None:
    """Paint a dot and a word into a cell; the last ones known of a target that is gone dimmed."""
    middle = rect.top() + (rect.height() - 1) / 2
    left = float(rect.left() + 10)
    if state is not None:
        colour = state_colour(state, colours, is_on=is_on)
        paint_dot(painter, QPointF(left + _DOT, middle), colour, is_hollow=is_gone)
        left += 2 * _DOT + 6
    painter.setPen(QColor(colours.faint if is_gone else colours.muted))
    space = QRect(int(left), rect.top(), rect.right() - int(left) - 4, rect.height())
    word = state_word(state, is_on=is_on)
    shown = painter.fontMetrics().elidedText(word, Qt.TextElideMode.ElideRight, space.width())
    painter.drawText(space, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)


def target_title(target: str) -> str:
    """Return a target's name as it fits into a column's title."""
    from openpalm_desktop.deploy.target import LOCAL  # noqa: PLC0415 – only where one is chosen

    if target == LOCAL:
        return tr("On this computer")
    is_long = len(target) > _LONGEST_NAME
    return tr("On {}").format(f"{target[: _LONGEST_NAME - 1]}…" if is_long else target)
