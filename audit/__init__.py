"""Obligations and evidence to verdicts and findings. Pure."""
