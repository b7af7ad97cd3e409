"""The second floor: shapes, expressions, and everything that is said about them."""
