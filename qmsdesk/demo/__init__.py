"""The main job without a person, through the real windows: a call, a slip, prints, an import, the ledger."""
