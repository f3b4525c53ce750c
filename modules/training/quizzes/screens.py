"""The screens of questions, tests and materials."""

from __future__ import annotations

from app.toolkit import Allow, Attach, Lines, List, Panel, Resource, Section, _, acting
from modules.training.quizzes.materials import Material
from modules.training.quizzes.questions import Option, Question
from modules.training.quizzes.quizzes import Quiz
from modules.training.quizzes.readers import readers
from modules.training.roles import COORDINATOR, EVERYBODY, TRAINER

KEEP = [Allow(role, "read", "create", "update", "delete", "export", "import") for role in (COORDINATOR, TRAINER)]
READ = [Allow(role, "read") for role in EVERYBODY if role not in (COORDINATOR, TRAINER)]

QUESTION = [Question.course_id, Question.form, Question.points, Question.withdrawn, Question.text, Question.accepted]
questions = Resource(
    Question,
    _("Questions"),
    one=_("New question"),
    slug="questions",
    icon="help-circle",
    under=_("Training catalogues"),
    shared=True,
    heading=Question.text,
    access=KEEP,
    views=[List([Question.text, Question.course_id, Question.form, Question.points, Question.withdrawn])],
    filters=[Question.course_id, Question.form, Question.withdrawn],
    form=[Section(_("Question"), QUESTION), Lines(Question.options, [Option.text, Option.right])],
)


def door(quiz: Quiz) -> dict[str, object] | None:
    """The button that opens and closes a test, for whoever may."""
    return {"quiz": quiz} if acting().holds((COORDINATOR, TRAINER)) else None


QUIZ = [Quiz.cohort_id, Quiz.when, Quiz.minutes, Quiz.count, Quiz.tries]
quizzes = Resource(
    Quiz,
    _("Tests"),
    one=_("New test"),
    slug="tests",
    icon="checklist",
    shared=True,
    access=[Allow(role, "read", "create", "update", "export") for role in (COORDINATOR, TRAINER)] + READ,
    views=[List([Quiz.when, Quiz.cohort_id, Quiz.minutes, Quiz.count, Quiz.tries, Quiz.opens_at])],
    filters=[Quiz.cohort_id, Quiz.when],
    form=[Section(_("Test"), QUIZ)],
    panels=[Panel("open", _("Open or close"), "quiz_door.html", door)],
    attachments=False,
)

MATERIAL = [Material.course_id, Material.title, Material.edition, Material.issued_on, Material.address]
materials = Resource(
    Material,
    _("Materials"),
    one=_("New material"),
    slug="materials",
    icon="file-text",
    under=_("Training catalogues"),
    shared=True,
    heading=Material.title,
    access=KEEP + READ,
    views=[List([Material.title, Material.edition, Material.course_id, Material.issued_on, Material.replaced])],
    filters=[Material.course_id, Material.replaced],
    form=[Section(_("Material"), [*MATERIAL, Material.replaced])],
    panels=[Panel("readers", _("Who has opened it"), "material_readers.html", readers)],
)

ALL = [quizzes]
LISTS = [questions, materials]
TABS = [
    Attach("training.classes", quizzes, on=Quiz.cohort_id, begins=lambda _class: True),
    Attach("training.courses", materials, on=Material.course_id, begins=lambda _course: True),
]
