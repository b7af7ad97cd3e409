"""What the text of a paper says of shapes outside plain memberships: sets, prose, tables, style."""
