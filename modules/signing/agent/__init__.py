"""Keys in tokens at the signer's own computer: the file goes there and comes back signed, or it does not."""
