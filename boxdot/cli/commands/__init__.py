"""The commands, one file each; the table of their names is in ``boxdot.cli.group``."""
