"""Lists and forms of fees: rules, exemptions, charges, receipts."""

from app.toolkit import Allow, Lines, List, Report, Resource, Section, Step, Workflow, _
from modules.fees.charges import Charge
from modules.fees.receipts import Receipt, ReceiptLine, State
from modules.fees.roles import CASHIER, KEEPER, SUPERVISOR
from modules.fees.rules import Exemption, FeeRule

RULE = [FeeRule.code, FeeRule.name, FeeRule.kind, FeeRule.channel, FeeRule.unit_name]
PRICES = [FeeRule.first_units, FeeRule.first_price, FeeRule.further_price, FeeRule.cap]
LASTS = [FeeRule.source, FeeRule.valid_from, FeeRule.valid_to]
KEEPS = Allow(KEEPER, "read", "create", "update", "delete", "export", "import")
READS = [Allow(role, "read", "export") for role in (CASHIER, SUPERVISOR)]

road = Workflow(
    Receipt.state,
    [
        Step(
            "cancel",
            _("Cancel the receipt"),
            State.ISSUED,
            State.CANCELLED,
            by=(CASHIER, SUPERVISOR),
            guard=Receipt.may_cancel,
            do=Receipt.cancel,
            reason=True,
            main=False,
            icon="ban",
            confirm=_("The number stays in the book; what was paid is owed again."),
        )
    ],
    bar=[State.ISSUED],
    editable=[],
)

receipts = Resource(
    Receipt,
    _("Receipts"),
    one=_("New receipt"),
    slug="receipts",
    icon="file-text",
    heading=Receipt.payer,
    access=READS,
    views=[
        List(
            [
                Receipt.number,
                Receipt.symbol,
                Receipt.payer,
                Receipt.issued_at,
                Receipt.cashier_id,
                Receipt.means,
                Receipt.total,
                Receipt.state,
            ]
        )
    ],
    filters=[Receipt.state, Receipt.means, Receipt.issued_at, Receipt.cashier_id],
    groups=[Receipt.means, Receipt.state],
    form=[
        Section(
            _("Receipt"),
            [
                Receipt.number,
                Receipt.symbol,
                Receipt.payer,
                Receipt.issued_at,
                Receipt.cashier_id,
                Receipt.means,
                Receipt.total,
                Receipt.cancelled_at,
            ],
        ),
        Lines(
            Receipt.lines,
            [
                ReceiptLine.what,
                ReceiptLine.fee,
                ReceiptLine.units,
                ReceiptLine.copies,
                ReceiptLine.full,
                ReceiptLine.exemption,
                ReceiptLine.basis,
                ReceiptLine.amount,
            ],
            fills=[],
        ),
    ],
    workflow=road,
    reports=[Report("bien-lai", _("Print the receipt"), "receipt.html", lambda receipt: {"lines": receipt.lines})],
    attachments=False,
)

charges = Resource(
    Charge,
    _("Charges"),
    one=_("New charge"),
    slug="charges",
    icon="list",
    heading=Charge.what,
    access=READS,
    views=[List([Charge.what, Charge.payer, Charge.units, Charge.copies, Charge.amount, Charge.receipt_id])],
    filters=[Charge.receipt_id],
    form=[
        Section(
            _("Charge"),
            [
                Charge.what,
                Charge.payer,
                Charge.rule_id,
                Charge.units,
                Charge.copies,
                Charge.amount,
                Charge.receipt_id,
            ],
        )
    ],
    attachments=False,
    menu=False,
)

rules = Resource(
    FeeRule,
    _("Fee rules"),
    one=_("New fee rule"),
    slug="rules",
    under=_("Catalogues"),
    icon="clipboard-list",
    shared=True,
    heading=FeeRule.name,
    access=[KEEPS, *READS],
    views=[List([*RULE[:4], *PRICES, *LASTS])],
    filters=[FeeRule.code, FeeRule.kind],
    form=[Section(_("Fee"), RULE), Section(_("Prices"), PRICES), Section(_("In force"), LASTS)],
)

exemptions = Resource(
    Exemption,
    _("Exemptions"),
    one=_("New exemption"),
    slug="exemptions",
    under=_("Catalogues"),
    icon="clipboard-list",
    shared=True,
    heading=Exemption.name,
    access=[KEEPS, *READS],
    views=[List([Exemption.name, Exemption.percent, Exemption.source, Exemption.valid_from, Exemption.valid_to])],
    form=[
        Section(
            _("Exemption"),
            [Exemption.name, Exemption.percent, Exemption.source, Exemption.valid_from, Exemption.valid_to],
        )
    ],
)
ALL = [receipts, charges, rules, exemptions]
