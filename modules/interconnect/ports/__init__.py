"""What can be asked of other systems: port.py (the words), one file for each wire form, declared.py (all ports)."""
