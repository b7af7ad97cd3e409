"""Other tools that can state some of the identities, asked whether these are true."""
