"""The rules of LSZB/QM07-03 in plain Python."""
