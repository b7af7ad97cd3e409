"""The first floor: from text to tokens to a parse tree; and papers to the formulas in them."""
