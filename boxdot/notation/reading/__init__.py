"""From a parse tree to expressions and declarations."""
