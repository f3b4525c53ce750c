"""A scan comes in: it gets its pages, and they are measured, at once or by a job."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.toolkit import Attachment, acting, content_of, later, seen
from modules.certified_copies.capture.measures import measure
from modules.certified_copies.capture.pages import Page

if TYPE_CHECKING:
    from modules.certified_copies.models import Copy

AT_ONCE = 12  # pages of a file that are measured while its sender waits: some 0.1 s each


def scanned(session: Session, copy: Copy, file: Attachment, content: bytes) -> None:
    """Give a scan that came in its pages, behind those that are there, and measure them.

    The pages of a thick file are measured by a job; those of a batch, whose warnings nobody would see, not at all.
    """
    last = session.scalar(select(func.max(Page.place)).where(Page.copy_id == copy.id)) or 0
    pages = [Page(copy_id=copy.id, file_id=file.id, leaf=leaf, place=last + leaf + 1) for leaf in range(file.pages)]
    session.add_all(pages)
    session.flush()
    if acting().user_id is None:
        return
    if file.pages > AT_ONCE:
        later(session, "certified_copies.measure", file=file.id)
        return
    for page, picture in zip(pages, seen(content, file.kind), strict=True):
        page.measured(measure(picture))


def measure_file(session: Session, file: int) -> Iterator[tuple[int, int]]:
    """Measure the pages of a file that are not measured yet; a job that goes on where it stopped."""
    scan = session.get(Attachment, file)
    pages = list(session.scalars(select(Page).where(Page.file_id == file, Page.look.is_(None)).order_by(Page.leaf)))
    if scan is None or not pages:
        return
    pictures = seen(content_of(scan), scan.kind, only=[page.leaf for page in pages])
    for done, (page, picture) in enumerate(zip(pages, pictures, strict=True), 1):
        page.measured(measure(picture))
        yield done, len(pages)
