"""The signer's page while a file is out, and the two addresses that the device's program works with.

The contract is that of the sign service of Ban Cơ yếu (VGCA): it fetches the file, signs it, and posts it back whole.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask import (
    Blueprint,
    Response,
    abort,
    flash,
    g,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue

from app.toolkit import (
    SYSTEM,
    PerMinute,
    Record,
    _,
    address_of,
    as_system,
    asked_record,
    by_token,
    db,
    hand_out,
    public_address,
    require_step,
    work,
)
from modules.signing.agent.models import Handover, Tokens
from modules.signing.agent.preparations import KNOWN
from modules.signing.agent.returning import give_up, take_back
from modules.signing.key_files import key_folder
from modules.signing.models import Holder

bp = Blueprint("signing_agent", __name__)
CALLS = PerMinute()
MOST = 60  # calls a minute from one address
# The device's program listens on the signer's own computer.
LOCAL = "connect-src 'self' ws://127.0.0.1:* wss://127.0.0.1:* ws://localhost:* wss://localhost:*"
FUNCTIONS = {Holder.OFFICIAL: "vgca_sign_approved", Holder.AGENCY: "vgca_sign_issued"}


@bp.get("/signing/agent/<key>/<int:row>/<step>")
def show(key: str, row: int, step: str) -> ResponseReturnValue:
    """What is waited for, or the button that begins it."""
    record = _opened(key, row, step)
    running = _running(key, record)
    if running is None:
        require_step(db.session(), record, step)
    return _page(record, key, step, running)


@bp.post("/signing/agent/<key>/<int:row>/<step>")
def begin(key: str, row: int, step: str) -> ResponseReturnValue:
    """Prepare the file, or make new addresses for the one that waits; they are drawn this once."""
    record = _opened(key, row, step)
    try:
        with work(g.principal) as session:
            running = _running(key, record)
            if running is None:
                require_step(session, record, step)
                running, tokens = Handover.begin(session, key, record, step)
            else:
                tokens = running.renew()
    except ValueError as error:
        flash(str(error), "bad")
        return redirect(_record(key, row, step), 303)
    return _page(record, key, step, running, tokens)


@bp.get("/signing/agent/<key>/<int:row>/<step>/file")
def download(key: str, row: int, step: str) -> ResponseReturnValue:
    """The prepared file, for a signer whose program does not work together with this page."""
    running = _mine(key, row, step)
    return hand_out(running.content(), "cho-ky.pdf", save=True)


@bp.post("/signing/agent/<key>/<int:row>/<step>/back")
def upload(key: str, row: int, step: str) -> ResponseReturnValue:
    """Take the signed file from the signer's hands."""
    number, file = _mine(key, row, step).id, request.files.get("file")
    sentence = _taken(number, file.read() if file else b"")
    if sentence:
        flash(sentence, "bad")
        return redirect(url_for("signing_agent.show", key=key, row=row, step=step), 303)
    flash(str(_("The file has come back signed.")), "good")
    return redirect(_record(key, row, step), 303)


@bp.post("/signing/agent/<key>/<int:row>/<step>/end")
def end(key: str, row: int, step: str) -> ResponseReturnValue:
    """Give the signing up."""
    running = _mine(key, row, step)
    number = running.id
    with work(SYSTEM) as session:
        give_up(session, Handover.waiting(session, number))
    flash(str(_("The signing has ended; nothing was signed.")), "good")
    return redirect(_record(key, row, step), 303)


@bp.get("/signing/agent/<key>/<int:row>/<step>/stand")
def stand(key: str, row: int, step: str) -> ResponseReturnValue:
    """Asked by the page every few seconds: where it stands, and whither to go when it is over."""
    record = _opened(key, row, step)
    running = _running(key, record)
    if running is None:
        return "", 200, {"HX-Redirect": _record(key, row, step)}
    return render_template("signing/agent_stand.html", running=running)


@bp.get("/signing/file/<token>")
@by_token
def fetch(token: str) -> ResponseReturnValue:
    """The prepared file for the device's program, once."""
    _admit()
    with work(SYSTEM) as session:
        number = Handover.spend(session, Handover.fetch_hash, token[:100])
        if number is None:
            abort(404)
        content = Handover.waiting(session, number).content()
    return hand_out(content, "cho-ky.pdf")


@bp.post("/signing/back/<token>")
@by_token
def give(token: str) -> ResponseReturnValue:
    """Take the signed file from the device's program, once; answers as its upload handler is expected to.

    A refused file uses the address up, too: it may have been another program's. The signer connects the device again.
    """
    _admit()
    files = list(request.files.values())  # a file that has not come whole uses nothing up
    content = files[0].read() if files else b""
    with work(SYSTEM) as session:
        number = Handover.spend(session, Handover.give_hash, token[:100])
    if number is None:
        abort(404)
    sentence = _taken(number, content)
    return {"Status": not sentence, "Message": sentence, "FileName": "", "FileServer": ""}, 422 if sentence else 200


@bp.get("/signing/agent/plugin.js")
def plugin() -> ResponseReturnValue:
    """The script that the maker of the device gives to its users; an administrator lays it into the keys folder."""
    if not _script().exists():
        abort(404)
    return Response(_script().read_bytes(), mimetype="text/javascript")


def _opened(key: str, row: int, step: str) -> Record:
    preparation = KNOWN.get((key, step))
    return asked_record(preparation.model, row) if preparation else abort(404)


def _running(key: str, record: Record) -> Handover | None:
    """The handover of this record that waits for this very person; PermissionError when it waits for another."""
    with as_system() as session:
        running = Handover.running(session, key, record.id)
    if running is not None and running.user_id != g.principal.user_id:
        raise PermissionError(str(_("Somebody else is working on this. Have it given to you first.")))
    return running


def _mine(key: str, row: int, step: str) -> Handover:
    record = _opened(key, row, step)
    running = _running(key, record)
    if running is None:
        abort(404)
    return running


def _taken(number: int, content: bytes) -> str:
    """Go on with the step; returns the sentence that says why not, and keeps it for the page."""
    try:
        with work(SYSTEM) as session:
            take_back(session, Handover.waiting(session, number), content)
    except (ValueError, PermissionError) as error:
        with work(SYSTEM) as session:
            session.query(Handover).filter(Handover.id == number).update({"problem": str(error)[:400]})
        return str(error)
    return ""


def _page(record: Any, key: str, step: str, running: Handover | None, tokens: Tokens | None = None) -> Response:
    words: dict[str, Any] = {"record": record, "key": key, "step": step, "running": running, "call": None}
    if running is not None and tokens is not None:
        words["call"] = {
            "function": FUNCTIONS[running.key.holder],
            "words": {
                "FileUploadHandler": public_address("signing_agent.give", token=tokens.give),
                "SessionId": "",
                "JWTToken": "",
                "FileName": public_address("signing_agent.fetch", token=tokens.fetch),
            },
        }
    page = render_template("signing/agent.html", plugin=_script().exists(), back=_record(key, record.id, step), **words)
    answer = Response(page)
    answer.headers["Content-Security-Policy"] = f"default-src 'self'; img-src 'self' data:; object-src 'none'; {LOCAL}"
    return answer


def _record(key: str, row: int, step: str) -> str:
    return address_of(KNOWN[key, step].model, row)


def _script() -> Path:
    return key_folder() / "vgcaplugin.js"


def _admit() -> None:
    if not CALLS.admit_caller(MOST):
        abort(429)
