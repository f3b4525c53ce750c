"""What the register says later: changes, corrections, supplements, ethnicity determined anew; each with its own extract."""
