"""Rewriting by identities: matching, targets, verified derivations."""
