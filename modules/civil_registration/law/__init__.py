"""What the law says, in dated rows."""
