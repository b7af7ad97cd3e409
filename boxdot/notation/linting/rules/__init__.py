"""The rules, one file each: the docstring is the manual page, the function says what is proven."""
