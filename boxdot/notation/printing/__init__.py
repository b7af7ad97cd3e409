"""From expressions back to text, one spelling a file."""
