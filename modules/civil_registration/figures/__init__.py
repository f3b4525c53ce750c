"""What was registered in a period: how much, in time or late, how soon after it happened, what waits for a number."""
