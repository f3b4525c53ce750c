"""Signed files of other offices, and what forgers do to signed files."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable

from asn1crypto import x509 as asn1
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import SigFieldSpec, append_signature_field
from pyhanko_certvalidator.registry import SimpleCertificateStore

from modules.certified_copies.document import scan_pages
from modules.certified_copies.made_up import picture
from modules.signing.drivers.pkcs12 import HeldKey


class Theirs(signers.Signer):
    """A stranger's software, pyHanko, with one of our keys."""

    def __init__(self, key: HeldKey) -> None:
        store = SimpleCertificateStore()
        store.register_multiple([asn1.Certificate.load(one) for one in key.chain])
        super().__init__(signing_cert=asn1.Certificate.load(key.certificate), cert_registry=store, prefer_pss=False)
        self.key = key

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        if digest_algorithm == "sha256":
            return self.key.sign(hashlib.sha256(data).digest())
        return bytes(self.key.key.sign(data, PKCS1v15(), getattr(hashes, digest_algorithm.upper())()))


def contract(key: HeldKey, pages: bytes | None = None) -> bytes:
    """A form with a text field, approved (not certified) by a stranger: what other offices send."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pages or scan_pages([("image/jpeg", picture("Hợp đồng", "An"))])))
    look = generic.StreamObject(
        {
            pdf_name("/Type"): pdf_name("/XObject"),
            pdf_name("/Subtype"): pdf_name("/Form"),
            pdf_name("/BBox"): generic.ArrayObject(map(generic.NumberObject, (0, 0, 100, 20))),
        },
        stream_data=b"0.9 g 0 0 100 20 re f",
    )
    field = generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Annot"),
            pdf_name("/Subtype"): pdf_name("/Widget"),
            pdf_name("/FT"): pdf_name("/Tx"),
            pdf_name("/T"): generic.pdf_string("ten"),
            pdf_name("/V"): generic.pdf_string("An"),
            pdf_name("/F"): generic.NumberObject(4),
            pdf_name("/Rect"): generic.ArrayObject(map(generic.NumberObject, (50, 50, 150, 70))),
            pdf_name("/AP"): generic.DictionaryObject({pdf_name("/N"): writer.add_object(look)}),
        }
    )
    append_signature_field(writer, SigFieldSpec("KyTen", on_page=0, box=(200, 50, 300, 90)))
    _put(writer, field)
    writer.root["/AcroForm"]["/Fields"].append(writer.root["/Pages"]["/Kids"][0]["/Annots"].raw_get(-1))
    writer.update_root()
    out = io.BytesIO()
    writer.write(out)
    writer = IncrementalPdfFileWriter(io.BytesIO(out.getvalue()))
    meta = signers.PdfSignatureMetadata(field_name="KyTen", md_algorithm="sha256")
    return signers.sign_pdf(writer, meta, Theirs(key)).getvalue()


def _put(writer: IncrementalPdfFileWriter, annotation: generic.DictionaryObject) -> None:
    page = writer.root["/Pages"]["/Kids"][0]
    if "/Annots" not in page:
        page["/Annots"] = generic.ArrayObject()
    page["/Annots"].append(writer.add_object(annotation))
    writer.update_container(page["/Annots"])
    writer.update_container(page)


def changed(pdf: bytes, act: Callable[[IncrementalPdfFileWriter], None]) -> bytes:
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf), strict=False)
    act(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def stamp(writer: IncrementalPdfFileWriter) -> None:
    white = generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Annot"),
            pdf_name("/Subtype"): pdf_name("/Square"),
            pdf_name("/IC"): generic.ArrayObject(map(generic.NumberObject, (1, 1, 1))),
            pdf_name("/Rect"): generic.ArrayObject(map(generic.NumberObject, (100, 100, 400, 300))),
        }
    )
    _put(writer, white)


def _content(writer: IncrementalPdfFileWriter) -> None:
    page = writer.root["/Pages"]["/Kids"][0]
    page["/Contents"] = writer.add_object(generic.StreamObject(stream_data=b"1 0 0 rg 0 0 300 300 re f"))
    writer.update_container(page)


def _fewer(writer: IncrementalPdfFileWriter) -> None:
    pages = writer.root["/Pages"]
    del pages["/Kids"][0]
    pages[pdf_name("/Count")] = generic.NumberObject(int(pages["/Count"]) - 1)
    writer.update_container(pages["/Kids"])
    writer.update_container(pages)


def _look(writer: IncrementalPdfFileWriter) -> None:
    field = writer.root["/AcroForm"]["/Fields"][0]
    other = generic.StreamObject(
        {
            pdf_name("/Type"): pdf_name("/XObject"),
            pdf_name("/Subtype"): pdf_name("/Form"),
            pdf_name("/BBox"): generic.ArrayObject(map(generic.NumberObject, (0, 0, 100, 20))),
        },
        stream_data=b"1 0 0 rg 0 0 100 20 re f",
    )
    field["/AP"] = generic.DictionaryObject({pdf_name("/N"): writer.add_object(other)})
    writer.update_container(field)


def _bookmark(writer: IncrementalPdfFileWriter) -> None:
    action = generic.DictionaryObject(
        {pdf_name("/S"): pdf_name("/JavaScript"), pdf_name("/JS"): generic.pdf_string("app.alert(1)")}
    )
    writer.root["/OpenAction"] = writer.add_object(action)
    writer.update_root()


ATTACKS = {"annotation": stamp, "content": _content, "page removed": _fewer, "appearance": _look, "script": _bookmark}
