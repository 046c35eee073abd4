"""qmsdesk: the procedure LSZB/QM07-03 as a desktop program for one department."""

__version__ = "0.1.0"
