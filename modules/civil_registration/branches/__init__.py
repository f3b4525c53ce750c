"""The interconnected groups: what other agencies do after a registration, each part with its own state and clock."""
