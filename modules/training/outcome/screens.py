"""The screens of certificates."""

from __future__ import annotations

from app.toolkit import Allow, Attach, Column, List, Resource, Section, Step, Workflow, _
from modules.training.outcome.certificates import Certificate, Worth
from modules.training.roles import APPROVER, COORDINATOR, HEAD, OFFICER, SEAL_KEEPER

road = Workflow(
    Certificate.state,
    [
        Step(
            "sign",
            _("Sign the certificate"),
            Worth.PROPOSED,
            Worth.SIGNED,
            by=APPROVER,
            do=Certificate.sign,
            icon="signature",
        ),
        Step(
            "seal",
            _("Seal the certificate"),
            Worth.SIGNED,
            Worth.ISSUED,
            by=SEAL_KEEPER,
            do=Certificate.seal,
            icon="certificate",
        ),
        Step(
            "revoke",
            _("Revoke the certificate"),
            Worth.ISSUED,
            Worth.REVOKED,
            by=APPROVER,
            reason=True,
            main=False,
            icon="ban",
        ),
    ],
    bar=[Worth.PROPOSED, Worth.SIGNED, Worth.ISSUED],
)

CERTIFICATE: list[Column] = [Certificate.trainee_id, Certificate.course_id, Certificate.cohort_id]
CERTIFICATE += [Certificate.issuer_id, Certificate.issued_on, Certificate.expires_on]
certificates = Resource(
    Certificate,
    _("Training certificates"),
    one=_("Training certificate"),
    slug="certificates",
    icon="certificate",
    heading=Certificate.name,
    access=[
        *[Allow(role, "read", "export") for role in (COORDINATOR, APPROVER, SEAL_KEEPER)],
        *[Allow(role, "read", "export") for role in (OFFICER, HEAD)],
    ],
    views=[
        List(
            [
                Certificate.number,
                Certificate.name,
                Certificate.unit_id,
                Certificate.course_id,
                Certificate.issued_on,
                Certificate.expires_on,
                Certificate.state,
            ]
        )
    ],
    filters=[Certificate.course_id, Certificate.state, Certificate.expires_on],
    groups=[Certificate.state],
    form=[Section(_("Training certificate"), CERTIFICATE)],
    workflow=road,
)

ALL = [certificates]
TABS = [Attach("training.trainees", certificates, on=Certificate.trainee_id)]
