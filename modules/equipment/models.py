"""Every noun of the module in one place; each lives in the file named after it."""

from modules.equipment.ageing import Patience
from modules.equipment.assets import Asset, Condition
from modules.equipment.campaign import Campaign, CampaignItem
from modules.equipment.catalogue import Item, Spec
from modules.equipment.finding import Finding, Outcome
from modules.equipment.line import Appraisal, Delivery, Line, Stage, Verdict
from modules.equipment.norms import DeskCount, Kit, Norm, Staffing, TitleClass
from modules.equipment.quotation import Quotation
from modules.equipment.request import Fund, Request, State
from modules.equipment.stocktake import Counting, StockTake, TeamMember

__all__ = [
    "Appraisal",
    "Asset",
    "Campaign",
    "CampaignItem",
    "Condition",
    "Counting",
    "Delivery",
    "DeskCount",
    "Finding",
    "Fund",
    "Item",
    "Kit",
    "Line",
    "Norm",
    "Outcome",
    "Patience",
    "Quotation",
    "Request",
    "Spec",
    "Staffing",
    "Stage",
    "State",
    "StockTake",
    "TeamMember",
    "TitleClass",
    "Verdict",
]
