"""Sealed files are write-once in the database itself: no statement changes them, and only `keeping` takes them away."""

import sqlalchemy as sa
from alembic import op

revision = "core_0013"
down_revision = "core_0012"
branch_labels = None
depends_on = None

FIXED = "id, resource, row_id, name, kind, slot, size, sha256, pages, sealed, at, author_id"
TOLD = "a sealed file is write-once"
NAMED = "EXISTS (SELECT 1 FROM core_forgetting WHERE file_id = OLD.id)"
REFUSE = {
    "kept": (f"BEFORE UPDATE OF {FIXED}", "OLD.sealed"),
    "held": ("BEFORE DELETE", f"OLD.sealed AND NOT {NAMED}"),
}
SWEEP = "DELETE FROM core_forgetting WHERE file_id = OLD.id;"


def upgrade() -> None:
    # An id stands here within one transaction only: from when a lawful purge names the file until it is gone.
    op.create_table(
        "core_forgetting",
        sa.Column("file_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("file_id", name=op.f("pk_core_forgetting")),
    )
    if op.get_bind().dialect.name == "postgresql":
        for name, (moment, condition) in REFUSE.items():
            refused = f"RAISE EXCEPTION '{TOLD}' USING ERRCODE = 'integrity_constraint_violation';"
            _on_postgresql(name, moment, f"IF {condition} THEN {refused} END IF;", back="NEW" if name == "kept" else "OLD")
        _on_postgresql("gone", "AFTER DELETE", SWEEP, back="OLD")
        told = f"RAISE EXCEPTION '{TOLD}';"
        _on_postgresql("emptied", "BEFORE TRUNCATE", told, back="NULL", each="STATEMENT")
        return
    for name, (moment, condition) in REFUSE.items():
        _on_sqlite(name, f"{moment} ON core_attachment WHEN {condition}", f"SELECT RAISE(ABORT, '{TOLD}');")
    _on_sqlite("gone", "AFTER DELETE ON core_attachment", SWEEP)
    # REPLACE takes the old row away without telling the triggers of deletion.
    there = "EXISTS (SELECT 1 FROM core_attachment WHERE id = NEW.id AND sealed)"
    _on_sqlite("replaced", f"BEFORE INSERT ON core_attachment WHEN {there}", f"SELECT RAISE(ABORT, '{TOLD}');")


def downgrade() -> None:
    for name in (*REFUSE, "gone", "replaced", "emptied"):
        if op.get_bind().dialect.name == "postgresql":
            op.execute(f"DROP FUNCTION IF EXISTS core_attachment_{name}() CASCADE")
        else:
            op.execute(f"DROP TRIGGER IF EXISTS core_attachment_{name}")
    op.drop_table("core_forgetting")


def _on_sqlite(name: str, when: str, what: str) -> None:
    op.execute(f"CREATE TRIGGER core_attachment_{name} {when} BEGIN {what} END")


def _on_postgresql(name: str, moment: str, what: str, *, back: str, each: str = "ROW") -> None:
    body = f"$$ BEGIN {what} RETURN {back}; END $$"
    op.execute(f"CREATE OR REPLACE FUNCTION core_attachment_{name}() RETURNS trigger LANGUAGE plpgsql AS {body}")
    call = f"EXECUTE FUNCTION core_attachment_{name}()"
    op.execute(f"CREATE TRIGGER core_attachment_{name} {moment} ON core_attachment FOR EACH {each} {call}")
