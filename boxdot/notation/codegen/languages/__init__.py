"""Languages: each a table over the values of array programs."""
