"""Staff training: from what wards need to who is certified for what."""

from pathlib import Path

from app.toolkit import Job, Module, On, Proof, _
from modules.training.attendance import check_in
from modules.training.attendance import pages as attendance
from modules.training.catalogue import screens as catalogue
from modules.training.joining import briefs, letters, mine_pages, waiting
from modules.training.joining import screens as joining
from modules.training.outcome import certificates, check_pages, coverage_pages, report_pages, settling
from modules.training.outcome import screens as outcome
from modules.training.planning import opening
from modules.training.planning import screens as planning
from modules.training.quizzes import attempt_pages
from modules.training.quizzes import screens as quizzes
from modules.training.roles import EVERYBODY
from modules.training.timetable import calendar_pages, feed_pages, proposal_pages, proposals
from modules.training.timetable import screens as timetable

MODULE = Module(
    "training",
    _("Training"),
    folder=Path(__file__).parent,
    depends=["core", "signing"],
    icon="school",
    tone="c4",
    roles=EVERYBODY,
    resources=[
        *planning.ALL,
        *timetable.ALL,
        *joining.ALL,
        *quizzes.ALL,
        *outcome.ALL,
        *catalogue.ALL,
        *catalogue.LISTS,
        *quizzes.LISTS,
    ],
    attach=[*planning.TABS, *timetable.TABS, *joining.TABS, *quizzes.TABS, *outcome.TABS],
    routes=[
        calendar_pages.bp,
        feed_pages.bp,
        proposal_pages.bp,
        attendance.bp,
        check_in.bp,
        mine_pages.bp,
        attempt_pages.bp,
        coverage_pages.bp,
        report_pages.bp,
        check_pages.bp,
    ],
    links=[calendar_pages.LINK, mine_pages.LINK, coverage_pages.LINK, coverage_pages.ENDING],
    jobs=[
        Job("ask_units", _("Tell units of an open survey"), opening.ask_units, every="0 7 * * *"),
        Job("post_survey", _("Mail that a survey is open"), opening.post_survey),
        Job("settle", _("Work out the results of a class"), settling.settle),
        Job("propose_timetable", _("Work out a timetable"), proposals.propose, tries=2),
        Job("fill", _("Give free seats to those who wait"), waiting.fill),
        Job("announce", _("Announce a changed lesson"), letters.announce),
        Job("post", _("Mail a letter about a class"), letters.post),
        Job("brief", _("Tell trainers what is new in a lesson"), briefs.brief),
        Job("post_brief", _("Mail a letter to a trainer"), briefs.post),
        Job("remind", _("Remind of the lessons of tomorrow"), letters.remind, every="0 7 * * *"),
    ],
    on=[
        On("training.classes.finished", settling.when_finished),
        On("training.classes.cancelled", waiting.when_called_off),
        On("training.enrolments.invited", waiting.when_invited),
        *[On(f"training.enrolments.{word}", waiting.when_freed) for word in ("declined", "withdrawn", "replaced")],
    ],
    proofs=[Proof("certificate", _("Valid training certificate of a course"), certificates.holds)],
    seed="modules.training.seed:load",
    demo="modules.training.demo:load",
)
