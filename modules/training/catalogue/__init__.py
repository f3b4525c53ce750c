"""What is taught, by whom, where, to whom and at what price."""
