"""What holds private keys: files, security modules, remote services, a program on the signer's computer."""
