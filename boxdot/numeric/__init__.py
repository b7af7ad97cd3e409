"""The third floor: values."""
