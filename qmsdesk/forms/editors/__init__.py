"""One small editor per kind of field; all speak the protocol of editors/base.py."""
