"""Who takes part: nominations, places, confirmations, reminders."""
