"""The language server: what boxdot knows of a paper, in the editor where it is written."""
