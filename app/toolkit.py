"""The only thing modules import from the core: words to declare with, columns, and the few verbs they need.

Stable: a name leaves this page only after one version with a warning. See docs/MODULES.md for each word.
"""

from app.data import clock, field
from app.data.anonymity import FEWEST_ANSWERS
from app.data.base import db
from app.data.choice import Choice
from app.data.citizen_id import check_citizen_id, read_citizen_id
from app.data.contact import email_of, phone_of
from app.data.dated import Dated, Lasting
from app.data.days import Weekday
from app.data.field import label_of
from app.data.fold import fold, normalise
from app.data.format import (
    format_day,
    format_moment,
    lower_first,
    mask_citizen_id,
    money,
    number,
    parse_day,
    parse_hour,
)
from app.data.named import add_name, name_of
from app.data.numbering import NumberSeries, go_on_behind, next_number
from app.data.partial import PartialDay, parse_partial_day
from app.data.people import COMMUNE_LEVEL, Post, Unit, UnitKind, UnitLink, User
from app.data.record import Record
from app.data.row_id import row_id, row_ids, whole_number
from app.data.secret import hash_of_secret, new_secret
from app.data.stored import Attachment
from app.data.task import Passage
from app.data.text import Text, _
from app.data.wording import dong_in_words
from app.engine.access import SYSTEM
from app.engine.assignment import take_on
from app.engine.barcodes import LARGEST_PICTURE, QrCode, codes_in
from app.engine.demo import OTHER_WARD, WARD, add_person, covers_city, invent_name, put_rows, some_units, unit_of
from app.engine.elsewhere import Elsewhere, require_step, take_as
from app.engine.gifts import given
from app.engine.holders import gives, holders
from app.engine.hours import calendar_of, deadline
from app.engine.keeping import content_of, forget, keep, keep_beside, kept
from app.engine.lacking import lacking
from app.engine.lazily import lazily
from app.engine.leaves import Seen, seen
from app.engine.mail import Enclosure, may_mail, send_mail
from app.engine.notices import tell
from app.engine.pdf import FONT_FILE
from app.engine.pdf import render as render_pdf
from app.engine.principals import acting, as_person, as_system, standing
from app.engine.proofs import proven
from app.engine.queue import turns
from app.engine.readings import note_once as note_reading
from app.engine.saving import add as add_record
from app.engine.saving import add_all as add_records
from app.engine.saving import by_sheet, remove_rows
from app.engine.seeds import seed_row
from app.engine.signature import Signature, signature_by, signing_lines, title_held
from app.engine.steps import announce, given_reason, last_passage, last_reason, take_steps
from app.engine.tables import place as cell_name
from app.engine.tables import read as read_table
from app.engine.tasks import move_tasks, renew_due
from app.engine.units import commune_units, places_of_units
from app.engine.waiting import begin_of, remind, stands_since, waits, works_today
from app.engine.work import after_failure, apart, later, work
from app.engine.workbooks import workbook
from app.spec.flow import Step, Term, Workflow, working_days, working_hours
from app.spec.others import Attach, Beside, Extra, Takes
from app.spec.proof import Proof
from app.spec.sheet import Sheet, Strong
from app.spec.typed import Answer, Ask, Finding, Preview
from app.spec.words import (
    Allow,
    Board,
    Calendar,
    Column,
    Job,
    Leaf,
    Lines,
    Link,
    List,
    Module,
    On,
    Panel,
    Pivot,
    Reach,
    Report,
    Resource,
    Role,
    Section,
)
from app.web.answers import address_of, hand_out, hand_out_file, public_address, telling
from app.web.asked import asked_by_script, asked_day, asked_record, readable_units, resource_of
from app.web.drafts import forget_typed as forget_draft
from app.web.drafts import keep_typed as keep_draft
from app.web.drafts import typed_before as draft_of
from app.web.filters import shown
from app.web.guard import by_token, public
from app.web.rate import PerMinute, network_of_caller

__all__ = [
    "COMMUNE_LEVEL",
    "FEWEST_ANSWERS",
    "FONT_FILE",
    "LARGEST_PICTURE",
    "OTHER_WARD",
    "SYSTEM",
    "WARD",
    "Allow",
    "Answer",
    "Ask",
    "Attach",
    "Attachment",
    "Beside",
    "Board",
    "Calendar",
    "Choice",
    "Column",
    "Dated",
    "Elsewhere",
    "Enclosure",
    "Extra",
    "Finding",
    "Job",
    "Lasting",
    "Leaf",
    "Lines",
    "Link",
    "List",
    "Module",
    "NumberSeries",
    "On",
    "Panel",
    "PartialDay",
    "Passage",
    "PerMinute",
    "Pivot",
    "Post",
    "Preview",
    "Proof",
    "QrCode",
    "Reach",
    "Record",
    "Report",
    "Resource",
    "Role",
    "Section",
    "Seen",
    "Sheet",
    "Signature",
    "Step",
    "Strong",
    "Takes",
    "Term",
    "Text",
    "Unit",
    "UnitKind",
    "UnitLink",
    "User",
    "Weekday",
    "Workflow",
    "_",
    "acting",
    "add_name",
    "add_person",
    "add_record",
    "add_records",
    "address_of",
    "after_failure",
    "announce",
    "apart",
    "as_person",
    "as_system",
    "asked_by_script",
    "asked_day",
    "asked_record",
    "begin_of",
    "by_sheet",
    "by_token",
    "calendar_of",
    "cell_name",
    "check_citizen_id",
    "clock",
    "codes_in",
    "commune_units",
    "content_of",
    "covers_city",
    "db",
    "deadline",
    "dong_in_words",
    "draft_of",
    "email_of",
    "field",
    "fold",
    "forget",
    "forget_draft",
    "format_day",
    "format_moment",
    "given",
    "given_reason",
    "gives",
    "go_on_behind",
    "hand_out",
    "hand_out_file",
    "hash_of_secret",
    "holders",
    "invent_name",
    "keep",
    "keep_beside",
    "keep_draft",
    "kept",
    "label_of",
    "lacking",
    "last_passage",
    "last_reason",
    "later",
    "lazily",
    "lower_first",
    "mask_citizen_id",
    "may_mail",
    "money",
    "move_tasks",
    "name_of",
    "network_of_caller",
    "new_secret",
    "next_number",
    "normalise",
    "note_reading",
    "number",
    "parse_day",
    "parse_hour",
    "parse_partial_day",
    "phone_of",
    "places_of_units",
    "proven",
    "public",
    "public_address",
    "put_rows",
    "read_citizen_id",
    "read_table",
    "readable_units",
    "remind",
    "remove_rows",
    "render_pdf",
    "renew_due",
    "require_step",
    "resource_of",
    "row_id",
    "row_ids",
    "seed_row",
    "seen",
    "send_mail",
    "shown",
    "signature_by",
    "signing_lines",
    "some_units",
    "standing",
    "stands_since",
    "take_as",
    "take_on",
    "take_steps",
    "tell",
    "telling",
    "title_held",
    "turns",
    "unit_of",
    "waits",
    "whole_number",
    "work",
    "workbook",
    "working_days",
    "working_hours",
    "works_today",
]
