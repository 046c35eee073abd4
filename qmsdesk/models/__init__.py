"""What is kept: tables, engine, keys, audit chain."""
