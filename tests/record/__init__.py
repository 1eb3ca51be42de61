"""Tests of deeds and checks."""
