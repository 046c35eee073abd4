"""The manual inside the program: pages of our own text, searched, linked, opened where somebody works."""
