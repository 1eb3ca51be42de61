"""Exact values: money, dates, and the explanation every answer carries."""
