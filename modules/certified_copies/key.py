"""The name under which the house keeps what hangs on a copy: files, steps taken, fees, attached rows."""

COPIES = "certified_copies.copies"
