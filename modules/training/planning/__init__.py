"""From what wards need to an approved plan with its quotas and its budget."""
