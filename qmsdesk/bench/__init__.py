"""How fast the program is, as ratios to floors and peers measured in the same run (design, section 13)."""
