"""Lists and forms of the catalogue, of access to it, and of subscribers."""

from app.toolkit import Allow, Lines, List, Resource, Section, _
from modules.interconnect.roles import APPROVER, OFFICER, OVERSEER
from modules.interconnect.sharing.datasets import DataField, Dataset
from modules.interconnect.sharing.shares import ROAD, DataShare
from modules.interconnect.sharing.subscribers import Subscriber

KEEPS = Allow(OFFICER, "read", "create", "update", "export")
READS = [Allow(role, "read", "export") for role in (APPROVER, OVERSEER)]

DATASET = [
    Dataset.code,
    Dataset.name,
    Dataset.unit_id,
    Dataset.entity,
    Dataset.mode,
    Dataset.basis,
    Dataset.refreshed,
    Dataset.endpoint,
]
FIELD = [DataField.name, DataField.title, DataField.type, DataField.personal, DataField.truth, DataField.dictionary]
datasets = Resource(
    Dataset,
    _("Catalogue of shared data"),
    one=_("New dataset"),
    slug="datasets",
    icon="database",
    under=_("Shared data"),
    heading=Dataset.name,
    access=[KEEPS, *READS],
    views=[List([Dataset.code, Dataset.name, Dataset.unit_id, Dataset.entity, Dataset.mode, Dataset.refreshed])],
    filters=[Dataset.mode],
    form=[Section(_("Dataset"), DATASET), Lines(Dataset.fields, FIELD)],
    shared=True,
)
SHARE = [
    DataShare.dataset_id,
    DataShare.consumer,
    DataShare.purpose,
    DataShare.names,
    DataShare.from_day,
    DataShare.to_day,
]
shares = Resource(
    DataShare,
    _("Access to shared data"),
    one=_("New request for data"),
    slug="shares",
    icon="key",
    under=_("Shared data"),
    heading=DataShare.consumer,
    access=[KEEPS, *READS],
    views=[
        List(
            [
                DataShare.consumer,
                DataShare.dataset_id,
                DataShare.purpose,
                DataShare.from_day,
                DataShare.to_day,
                DataShare.state,
            ]
        )
    ],
    filters=[DataShare.state, DataShare.dataset_id],
    form=[Section(_("Request for data"), SHARE)],
    workflow=ROAD,
)
TOLD = [Subscriber.name, Subscriber.connection_id, Subscriber.events, Subscriber.active]
subscribers = Resource(
    Subscriber,
    _("Subscribers to events"),
    one=_("New subscriber"),
    slug="subscribers",
    icon="bell",
    under=_("Shared data"),
    heading=Subscriber.name,
    access=[KEEPS, Allow(OVERSEER, "read", "export")],
    views=[List(TOLD)],
    filters=[Subscriber.active],
    form=[Section(_("Subscriber"), TOLD)],
    attachments=False,
)
ALL = [datasets, shares, subscribers]
