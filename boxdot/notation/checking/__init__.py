"""The verdict on a formula: holds, conditional or fails."""
