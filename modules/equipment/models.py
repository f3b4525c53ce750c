"""Every noun of the module in one place; each lives in the file named after it."""

from modules.equipment.ageing import Patience
from modules.equipment.assets import Asset, Condition
from modules.equipment.bases import DecisionBasis
from modules.equipment.campaign import Campaign, CampaignItem
from modules.equipment.catalogue import Item, Spec
from modules.equipment.finding import Finding, Outcome
from modules.equipment.labels import LabelSheet
from modules.equipment.line import Appraisal, Delivery, Line, Stage, Verdict
from modules.equipment.moves import Move
from modules.equipment.norms import DeskCount, Kit, Norm, Staffing, TitleClass
from modules.equipment.quotation import Quotation
from modules.equipment.repairs import Repair, Result
from modules.equipment.request import Fund, Request, State
from modules.equipment.stocktake import Counting, StockTake, TeamMember
from modules.equipment.transfer import Handing, Transfer, TransferLine
from modules.equipment.wear import UsefulLife

__all__ = [
    "Appraisal",
    "Asset",
    "Campaign",
    "CampaignItem",
    "Condition",
    "Counting",
    "DecisionBasis",
    "Delivery",
    "DeskCount",
    "Finding",
    "Fund",
    "Handing",
    "Item",
    "Kit",
    "LabelSheet",
    "Line",
    "Move",
    "Norm",
    "Outcome",
    "Patience",
    "Quotation",
    "Repair",
    "Request",
    "Result",
    "Spec",
    "Staffing",
    "Stage",
    "State",
    "StockTake",
    "TeamMember",
    "TitleClass",
    "Transfer",
    "TransferLine",
    "UsefulLife",
    "Verdict",
]
