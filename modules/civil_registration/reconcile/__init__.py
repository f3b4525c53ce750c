"""Our book beside the Ministry's: what only one of them has, and what they say differently; each is work for an official."""
