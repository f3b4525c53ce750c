"""The software of the Ministry of Justice: cases go there when they are put forward, and their results come back."""
