"""The measured experiments: one module for each claim that is put to the test."""
