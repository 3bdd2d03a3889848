"""What the sheet of a deployment says: a headline, a sentence, and what comes next."""

from typing import TYPE_CHECKING, NamedTuple

from openpalm_desktop.deploy.execute import DeploymentFailed
from openpalm_desktop.model.checks.secrets import MISSING

from .addresses import channel_addresses
from .deploy_desk import Doing, Stage
from .plan_words import absence_summary, plan_summary
from .running import containers_there
from .target_desk import Sight, Standing
from .target_words import stack_words, target_name
from .words import counted, tr

if TYPE_CHECKING:
    from openpalm_desktop.deploy.progress import Progress

    from .document import Document

_MOST = 3  # addresses that are told


class SheetWords(NamedTuple):
    """A headline and a sentence, how it went, and the words of buttons; empty: no button."""

    headline: str
    lead: str = ""
    mark: str = ""  # error, warning or good
    action: str = ""
    again: str = ""
    link: str = ""
    registry: str = ""  # that the link logs in to


def sheet_words(document: "Document") -> SheetWords:
    """Return what there is to say of a document's deployment."""
    desk, sight = document.deploying, document.target.sight
    doing = desk.doing
    match doing.stage:
        case Stage.WORKING:
            return SheetWords(_working(doing, sight), tr("It can be cancelled at any point."))
        case Stage.STOPPING:
            said = tr("What ran before comes back. This takes a few seconds.")
            return SheetWords(tr("Taking it back…"), said)
        case Stage.DONE:
            return _done(document, doing, sight)
        case Stage.STOPPED:
            lead = tr("What was begun is taken back; what ran before runs.")
            return SheetWords(tr("Cancelled"), lead, "warning", again=tr("Plan again"))
        case Stage.FAILED:
            return _failed(doing)
        case _:
            return _planning(document, doing, sight)


def progress_words(progress: "Progress | None") -> str:
    """Return what is being done, and how much of it is behind."""
    if progress is None:
        return tr("Beginning…")
    if not progress.total:
        return progress.sentence
    if progress.is_bytes:
        said = tr("{} · {} of {} MB")
        megabytes = (round(progress.done / 10**6), round(progress.total / 10**6))
        return said.format(progress.sentence, *megabytes)
    return tr("{} · {} of {}").format(progress.sentence, progress.done, progress.total)


def evidence_of(doing: Doing) -> str:
    """Return what the failing part said; secrets are masked in it."""
    trouble = doing.trouble
    return trouble.evidence if isinstance(trouble, DeploymentFailed) else ""


def _planning(document: "Document", doing: Doing, sight: Sight) -> SheetWords:
    obstacles = document.deploying.obstacles
    if obstacles and doing.returns_to is None:
        return _obstacles(document, obstacles)
    if sight.standing is Standing.NONE:
        return SheetWords(
            tr("Where should it run?"),
            tr("Choose a target above. You see what would happen there before anything does."),
        )
    is_asking = sight.standing is Standing.ASKING and doing.plan is None
    if doing.stage is Stage.PLANNING or is_asking:
        said = tr("Comparing the stack with what runs on {}. Nothing is changed by that.")
        return SheetWords(tr("Making the plan…"), said.format(target_name(sight.name)))
    if doing.plan is not None and doing.stage is Stage.PLANNED:
        return _planned(document, doing)
    if sight.trouble is not None:
        return SheetWords(tr("No plan yet"), tr("The target does not answer; see above."))
    lead = tr("The plan says what would change and why, before anything does.")
    return SheetWords(tr("No plan yet"), lead, again=tr("Make the plan"))


def _obstacles(document: "Document", count: int) -> SheetWords:
    problems = document.state.product.problems
    missing = sum(one.is_error and one.code == MISSING for one in problems)
    if missing == count:
        words = counted(count, "secret has", "secrets have")
        said = tr("{} no value yet. Services that need one would not start.").format(words)
        return SheetWords(tr("Secrets are missing"), said, "error", link=tr("Give them values"))
    words = counted(count, "error keeps", "errors keep")
    said = tr("{} the stack from being deployed.").format(words)
    return SheetWords(tr("Not yet"), said, "error", link=tr("Go to the first"))


def _planned(document: "Document", doing: Doing) -> SheetWords:
    plan = doing.plan
    if plan is None:
        raise LookupError("There is no plan.")
    back = doing.returns_to
    again = tr("Plan again")
    if document.deploying.is_outdated:
        lead = tr("You edited the stack since this plan was made.")
        return SheetWords(tr("The plan is out of date"), lead, "warning", again=again)
    if plan.blocked:
        registry = next((one.registry for one in plan.findings if one.registry), "")
        link = tr("Log in to {}…").format(registry) if registry else ""
        lead = f"{plan.blocked[0]}."
        head = tr("Something is in the way")
        return SheetWords(head, lead, "error", again=again, link=link, registry=registry)
    if plan.is_empty:
        said = counted(plan.unchanged, "service runs as it should", "services run as they should")
        return SheetWords(tr("Nothing to do"), f"{said}.", "good", again=again)
    lead = ". ".join(filter(None, (plan_summary(plan), absence_summary(plan))))
    if back is not None:
        head = tr("Back to release {}").format(back)
        return SheetWords(head, lead, action=tr("Go back"), again=tr("Leave it"))
    count = doing.count or 0
    headline = counted(count, "change", "changes")
    if doing.only:
        names = ", ".join(doing.only)
        lead = tr("Nothing but {} is touched. {}").format(names, lead)
    if doing.is_renewed:
        said = tr("Something changed on the server, so the plan was made again. {}")
        return SheetWords(headline, said.format(lead), "warning", tr("Deploy"), again)
    return SheetWords(headline, lead, action=tr("Deploy"), again=again)


def _working(doing: Doing, sight: Sight) -> str:
    where = target_name(sight.name)
    if doing.plan is None:
        return tr("Putting {} in order").format(where)
    if doing.returns_to is not None:
        return tr("Going back to release {} on {}").format(doing.returns_to, where)
    return tr("Deploying to {}").format(where)


def _done(document: "Document", doing: Doing, sight: Sight) -> SheetWords:
    visit, running = sight.visit, document.running.running
    there = stack_words(containers_there(running, visit)) if visit is not None else ""
    again = tr("Plan again")
    if doing.result is None:
        return SheetWords(tr("In order again"), there, "good", again=again)
    said = tr("{} runs as release {}.").format(doing.result.project, doing.result.release)
    if doing.returns_to is not None:
        stays = tr("The stack in this window stays as it is: deploying it takes you forward again.")
        headline = tr("Release {} is back").format(doing.returns_to)
        return SheetWords(headline, f"{said} {there} {stays}", "good", again=again)
    lead = f"{said} {there}\n{_where(document, sight)}".strip()
    return SheetWords(tr("Deployed"), lead, "good", again=again)


def _where(document: "Document", sight: Sight) -> str:
    """Return where the channels answer, if the stack is still the one that was deployed."""
    if sight.visit is None or document.deploying.is_outdated:
        return ""
    found = list(channel_addresses(document.state.product.stack, sight.visit.target))
    if not found:
        return ""
    shown, more = ", ".join(found[:_MOST]), len(found) - _MOST
    return tr("To open: {}").format(tr("{} and {} more").format(shown, more) if more > 0 else shown)


def _failed(doing: Doing) -> SheetWords:
    trouble = doing.trouble
    lead = f"{trouble.sentence} {trouble.hint}".strip() if trouble is not None else ""
    headline = tr("No plan") if doing.plan is None else tr("It did not work")
    return SheetWords(headline, lead, "error", again=tr("Plan again"))
