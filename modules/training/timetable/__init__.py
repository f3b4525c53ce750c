"""Classes and their lessons in time and space: calendar, clashes, proposals, feeds."""
