"""Windows of people and trust: signatures, history, people, backups, health, locking, retention, viewing."""
