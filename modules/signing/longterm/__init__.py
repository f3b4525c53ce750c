"""What keeps a signature provable for decades: proofs of that day within the file, under timestamps that are renewed."""
