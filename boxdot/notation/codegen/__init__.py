"""From expressions to array programs and their text in each language."""
